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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a spool accepted, as the model remembers it, and what it may still give. */
final class ModelEntries {

    /**
     * @param page -1 if it was made for no page
     * @param name the definition that it needs, if it is not empty
     */
    record Entry(Incarnation incarnation, long sequence, int tag, ByteBuffer payload, long page, String name) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Set<Integer> missing = new HashSet<>();
    private final Set<Integer> unforced = new HashSet<>();
    private int highestAcknowledged;
    private int forced;

    // Of this life.
    private long lost;
    private @Nullable Entry lastRead;

    void add(Entry entry) {
        entries.add(entry);
    }

    int size() {
        return entries.size();
    }

    Entry get(int index) {
        return entries.get(index);
    }

    /** All before an index. */
    void acknowledged(int index) {
        highestAcknowledged = Math.max(highestAcknowledged, index);
    }

    /** All that was accepted is on the device. */
    void forced() {
        forced = entries.size();
    }

    /** What was accepted and not forced may be gone. */
    void powerLost() {
        for (int i = forced; i < entries.size(); i++) {
            unforced.add(i);
        }
        forced = entries.size();
    }

    /** The spool was opened, and counts afresh. */
    void reopened() {
        lost = 0;
        lastRead = null;
    }

    /** What the spool should have counted as lost. */
    long lost() {
        return lost;
    }

    /** 0 if there is none of this incarnation. */
    long lastSequence(Incarnation incarnation) {
        Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
        return last == null || !last.incarnation().equals(incarnation) ? 0 : last.sequence();
    }

    long lastOrdinal() {
        return entries.isEmpty()
                ? 0
                : entries.get(entries.size() - 1).incarnation().ordinal();
    }

    /** Where a read entry is in the list; it must not stand before what was read. */
    int find(int from, Incarnation incarnation, long sequence) {
        for (int i = from; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.sequence() == sequence && entry.incarnation().equals(incarnation)) {
                return i;
            }
        }
        throw new AssertionError("read " + sequence + " of " + incarnation + ", which "
                + (entries.stream()
                                .anyMatch(e -> e.sequence() == sequence
                                        && e.incarnation().equals(incarnation))
                        ? "comes again or out of order"
                        : "was never accepted"));
    }

    /** These were not read, though their turn was: they must have been evicted, or damaged, or acknowledged before. */
    void passOver(int from, int to, Spool spool, int flips) {
        if (from == to) {
            return;
        }
        EvictedRanges evicted = new EvictedRanges(spool.stats().evicted());
        for (int i = Math.max(from, highestAcknowledged); i < to; i++) {
            Entry entry = entries.get(i);
            if (!unforced.contains(i) && !evicted.contains(entry.incarnation(), entry.sequence())) {
                missing.add(i);
            }
        }
        assertThat(missing).as("entries that are neither read nor evicted").hasSizeLessThanOrEqualTo(flips);
    }

    void countLost(Entry entry, Spool spool) {
        Entry last = lastRead;
        long expected = entry.sequence();
        if (last != null && !last.incarnation().equals(entry.incarnation())) {
            expected = entry.incarnation().ordinal() > last.incarnation().ordinal() ? 1 : expected;
        } else if (last != null) {
            expected = last.sequence() + 1;
        }
        boolean isNew = last == null
                || (last.incarnation().equals(entry.incarnation())
                        ? entry.sequence() > last.sequence()
                        : entry.incarnation().ordinal() > last.incarnation().ordinal());
        if (isNew) {
            EvictedRanges evicted = new EvictedRanges(
                    expected < entry.sequence() ? spool.stats().evicted() : List.of());
            for (long sequence = expected; sequence < entry.sequence(); sequence++) {
                lost += evicted.contains(entry.incarnation(), sequence) ? 0 : 1;
            }
            lastRead = entry;
        }
    }

    /** Each entry is listed once, by its tag. */
    void checkEvictions(List<Eviction> evictions) {
        for (Eviction eviction : evictions) {
            Map<Integer, Long> counts = new HashMap<>();
            for (Entry entry : entries) {
                if (entry.incarnation().equals(eviction.incarnation())
                        && entry.sequence() >= eviction.firstSequence()
                        && entry.sequence() <= eviction.lastSequence()) {
                    counts.merge(entry.tag(), 1L, Long::sum);
                }
            }
            assertThat(eviction.entriesByTag()).as("%s", eviction).isEqualTo(counts);
        }
        assertThat(new EvictedRanges(evictions).overlaps())
                .as("listed twice: %s", evictions)
                .isFalse();
    }

    void checkUnseen(int index, EvictedRanges evicted) {
        Entry entry = entries.get(index);
        assertThat(index < highestAcknowledged
                        || missing.contains(index)
                        || unforced.contains(index)
                        || evicted.contains(entry.incarnation(), entry.sequence()))
                .as("entry %d is not seen from outside", index)
                .isTrue();
    }
    /** What was evicted, to be asked for single entries. */
    record EvictedRanges(List<Eviction> evictions) {

        boolean contains(Incarnation incarnation, long sequence) {
            return evictions.stream().anyMatch(e -> e.overlap(incarnation, sequence, sequence) > 0);
        }

        boolean overlaps() {
            for (int i = 0; i < evictions.size(); i++) {
                Eviction one = evictions.get(i);
                for (Eviction other : evictions.subList(0, i)) {
                    if (one.overlap(other.incarnation(), other.firstSequence(), other.lastSequence()) > 0) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
