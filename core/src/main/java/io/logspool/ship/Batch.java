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
package io.logspool.ship;

import io.logspool.spool.SpoolPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Neighbouring entries that were sent together, and how many of them are still to be acknowledged.
 *
 * <p>All but {@link #acknowledge(boolean)} belongs to the shipper's thread.
 */
final class Batch {

    /** Entries at most: {@value}. */
    static final int MAX_ENTRIES = 256;

    /** A batch with this many bytes takes no more entries: {@value}. */
    static final int MAX_BYTES = 64 << 10;

    private final AtomicInteger letters = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<String> fated = new ArrayList<>(0);
    private final Set<String> topics = new HashSet<>(2);
    private int buried;
    private SpoolPosition end = SpoolPosition.START;
    private int entries;
    private int bytes;
    private boolean abandoned;

    /** The next entry is part of this batch. */
    void add(int size, SpoolPosition entryEnd) {
        entries++;
        bytes += size;
        end = entryEnd;
    }

    /**
     * One of the records has arrived. Any thread.
     *
     * @param letter as a dead letter
     */
    void acknowledge(boolean letter) {
        if (letter) {
            letters.incrementAndGet();
        }
        acknowledged.incrementAndGet();
    }

    /** One of the entries is in the dead letters. */
    void bury() {
        buried++;
    }

    /** Something is remembered of one of the entries, until this batch is behind the checkpoint. */
    void addFated(String eventId) {
        fated.add(eventId);
    }

    boolean isComplete() {
        return unsettled() == 0;
    }

    /** Records that have not arrived and are not buried. */
    int unsettled() {
        return entries - acknowledged.get() - buried;
    }

    boolean isFull() {
        return entries >= MAX_ENTRIES || bytes >= MAX_BYTES;
    }

    /** What was in flight is sent again in other batches; how its sending ends means nothing any more. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Just after the last entry. */
    SpoolPosition end() {
        return end;
    }

    int entries() {
        return entries;
    }

    int bytes() {
        return bytes;
    }

    /** How many of the entries are dead letters, once it is complete. */
    int deadLetters() {
        return buried + letters.get();
    }

    /** One of the records goes to this topic, of several. */
    void addTopic(String topic) {
        topics.add(topic);
    }

    /** Where its records go, if that follows from the events. */
    Set<String> topics() {
        return topics;
    }

    /** Ids of the entries of which something is remembered; one may come twice. */
    List<String> fated() {
        return fated;
    }
}
