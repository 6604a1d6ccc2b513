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
package io.logspool.spool;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Entries that {@link OverflowPolicy#DROP_OLDEST} took out of the spool before they were acknowledged. Some of them may
 * have been sent.
 *
 * @param incarnation   who had appended them
 * @param firstSequence the first of them
 * @param lastSequence  the last of them
 * @param entriesByTag  how many of each tag; together fewer than the range is long if damage took some before
 */
public record Eviction(
        Incarnation incarnation, long firstSequence, long lastSequence, SortedMap<Integer, Long> entriesByTag) {

    public Eviction {
        if (firstSequence < 1 || lastSequence < firstSequence) {
            throw new IllegalArgumentException("sequences " + firstSequence + " to " + lastSequence + " are no range");
        }
        entriesByTag = Collections.unmodifiableSortedMap(new TreeMap<>(entriesByTag));
    }

    /** How many entries. */
    public long entries() {
        return entriesByTag.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean isFollowedBy(Eviction next) {
        return incarnation.equals(next.incarnation) && lastSequence + 1 == next.firstSequence;
    }

    Eviction with(Eviction next) {
        SortedMap<Integer, Long> sum = new TreeMap<>(entriesByTag);
        for (Map.Entry<Integer, Long> count : next.entriesByTag.entrySet()) {
            sum.merge(count.getKey(), count.getValue(), Long::sum);
        }
        return new Eviction(incarnation, firstSequence, next.lastSequence, sum);
    }

    /** How many sequences of a range of the same incarnation lie in this one. */
    long overlap(Incarnation other, long from, long to) {
        return other.equals(incarnation)
                ? Math.max(0, Math.min(to, lastSequence) - Math.max(from, firstSequence) + 1)
                : 0;
    }
}
