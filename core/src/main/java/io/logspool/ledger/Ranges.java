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
package io.logspool.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of sequences, as ranges that neither overlap nor touch. One thread at a time. */
final class Ranges {

    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    /** How many ranges. */
    int size() {
        return lastByFirst.size();
    }

    boolean isEmpty() {
        return lastByFirst.isEmpty();
    }

    void add(long first, long last) {
        long from = first;
        long to = last;
        Map.Entry<Long, Long> neighbour = lastByFirst.floorEntry(to == Long.MAX_VALUE ? to : to + 1);
        while (neighbour != null && neighbour.getValue() >= from - 1) {
            from = Math.min(from, neighbour.getKey());
            to = Math.max(to, neighbour.getValue());
            lastByFirst.remove(neighbour.getKey());
            neighbour = lastByFirst.floorEntry(to == Long.MAX_VALUE ? to : to + 1);
        }
        lastByFirst.put(from, to);
    }

    void addAll(Iterable<SequenceRange> ranges) {
        ranges.forEach(range -> add(range.first(), range.last()));
    }

    void remove(long first, long last) {
        Map.Entry<Long, Long> found = lastByFirst.floorEntry(last);
        while (found != null && found.getValue() >= first) {
            lastByFirst.remove(found.getKey());
            if (found.getKey() < first) {
                lastByFirst.put(found.getKey(), first - 1);
            }
            if (found.getValue() > last) {
                lastByFirst.put(last + 1, found.getValue());
            }
            found = lastByFirst.lowerEntry(found.getKey());
        }
    }

    void removeAll(Iterable<SequenceRange> ranges) {
        ranges.forEach(range -> remove(range.first(), range.last()));
    }

    void clear() {
        lastByFirst.clear();
    }

    /** The lowest of them. */
    List<SequenceRange> first(int most) {
        List<SequenceRange> ranges = new ArrayList<>(Math.min(most, size()));
        for (Map.Entry<Long, Long> range : lastByFirst.entrySet()) {
            if (ranges.size() == most) {
                break;
            }
            ranges.add(new SequenceRange(range.getKey(), range.getValue()));
        }
        return ranges;
    }
}
