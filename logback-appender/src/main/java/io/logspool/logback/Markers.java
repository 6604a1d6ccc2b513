/*
 * Copyright 2026 The Logspool Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License in the LICENSE file of this project.
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.logspool.logback;

import io.logspool.event.EventWriter;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** The names of an event's markers and of all that they refer to, which may be themselves. */
final class Markers {

    private Markers() {}

    /** Writes each name once, a marker before those it refers to; of one that has fields, these. */
    @SuppressWarnings("deprecation") // iterator(): SLF4J has no other way to the references
    static void write(@Nullable List<Marker> markers, EventWriter writer) {
        if (markers == null || markers.isEmpty()) {
            return;
        }
        Deque<Marker> pending = new ArrayDeque<>();
        markers.forEach(marker -> add(marker, pending));
        Set<Marker> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<String> names = new LinkedHashSet<>();
        while (!pending.isEmpty()) {
            Marker marker = pending.remove();
            if (seen.add(marker)) {
                if (!StructuredFields.ofMarker(marker, writer)) {
                    names.add(String.valueOf(marker.getName()));
                }
                for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                    add(references.next(), pending);
                }
            }
        }
        names.forEach(writer::marker);
    }

    private static void add(@Nullable Marker marker, Deque<Marker> pending) {
        if (marker != null) {
            pending.add(marker);
        }
    }
}
