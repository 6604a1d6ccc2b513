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
package io.logspool.cli;

import io.logspool.encode.EventOrigin;
import io.logspool.encode.Resource;
import io.logspool.encode.ServiceIdentity;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.LogEvent;
import io.logspool.spool.SlotCursor;
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The events of one slot that a filter lets through, in the order of the spool. Used by one thread. */
final class SlotEvents implements AutoCloseable {

    private final SlotView slot;
    private final SlotCursor cursor;
    private final EventFilter filter;
    private byte @Nullable [] preamble;
    private @Nullable Resource resource;
    private final EventReader reader = new EventReader();
    private long unreadable;
    private long incomplete;

    SlotEvents(SlotView slot, SpoolPosition from, EventFilter filter) {
        this.slot = slot;
        this.cursor = slot.openCursor(from);
        this.filter = filter;
    }

    /** The next event; null if there is none now. */
    @Nullable
    SlotEvent next() throws IOException {
        while (cursor.next()) {
            if (cursor.isDefinition()) {
                define();
                continue;
            }
            LogEvent event;
            try {
                event = reader.read(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
                incomplete += event.lostDefinitions() > 0 ? 1 : 0;
            } catch (EventFormatException e) {
                unreadable++;
                continue;
            }
            if (filter.accepts(event)) {
                return new SlotEvent(
                        slot,
                        event,
                        new EventOrigin(resource(), cursor.incarnation().id(), cursor.sequence()));
            }
        }
        return null;
    }

    private void define() {
        try {
            reader.define(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
        } catch (EventFormatException e) {
            // The events that need it are counted.
        }
    }

    /** What was passed over so far, for people; null if nothing was. */
    @Nullable
    String trouble() {
        int ranges = cursor.damage().size();
        long lost = Findings.lost(cursor.gaps());
        if (ranges == 0 && lost == 0 && unreadable == 0 && incomplete == 0) {
            return null;
        }
        return slot.directory() + ": " + ranges + " damaged ranges, " + lost + " events lost, " + unreadable
                + " not readable as events" + (incomplete == 0 ? "" : ", " + incomplete + " with names lost")
                + "; see: logspool verify";
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }

    /** The process that wrote the current segment; all that is known without its preamble is the service's name. */
    private Resource resource() {
        byte[] current = cursor.preamble();
        Resource known = resource;
        if (known == null || current != preamble) {
            try {
                known = Resource.fromBytes(current);
            } catch (EventFormatException e) {
                Path service = slot.directory().getParent();
                String name = service == null ? "unknown" : service.getFileName() + "";
                known = new Resource(
                        new ServiceIdentity(name, null, null, null), null, 0, null, null, null, null, null);
            }
            preamble = current;
            resource = known;
        }
        return known;
    }
}
