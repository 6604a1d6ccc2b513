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
package io.logspool.kafka;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far the events of a slot are in Kafka: by incarnation id, the sequence of the first event that is not.
 *
 * <p>By id and not by ordinal, because ids never repeat: a slot that was restored from an old copy counts its ordinals
 * again, and what it logs then must not be taken for what is in Kafka already.
 *
 * <p>Of these the {@value #MAX_INCARNATIONS} that moved last are written to Kafka: a checkpoint that power loss set back
 * may be some of them behind. One thread.
 */
final class Positions {

    static final int MAX_INCARNATIONS = 32;

    /** In one transaction, so that the record of the next one still has all of it. */
    static final int MAX_MOVED = MAX_INCARNATIONS / 2;

    private final LinkedHashMap<String, Long> next = new LinkedHashMap<>();

    Positions() {}

    Positions(Positions other) {
        next.putAll(other.next);
    }

    /** Whether the event is in Kafka. */
    boolean cover(String incarnation, long sequence) {
        Long first = next.get(incarnation);
        return first != null && sequence < first;
    }

    /** Everything before {@code sequence} is in Kafka; what is known to be further stays. */
    void moveTo(String incarnation, long sequence) {
        Long known = next.remove(incarnation);
        next.put(incarnation, known == null ? sequence : Math.max(known, sequence));
    }

    /** Takes over all that another has. */
    void merge(Map<String, Long> other) {
        other.forEach(this::moveTo);
    }

    /** Those that moved last, by incarnation id; the last one at the end. */
    Map<String, Long> recent() {
        Map<String, Long> recent = new LinkedHashMap<>();
        int old = next.size() - MAX_INCARNATIONS;
        for (Map.Entry<String, Long> entry : next.entrySet()) {
            if (--old < 0) {
                recent.put(entry.getKey(), entry.getValue());
            }
        }
        return recent;
    }
}
