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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that the ledger says of one incarnation. Records may be added in any order. One thread. */
public final class LedgerAccount {

    private LedgerRecord newest;
    private long accepted;
    private long acknowledged;
    private long unlisted;
    private final Ranges evicted = new Ranges();
    private final Ranges lost = new Ranges();
    private final Ranges deadLettered = new Ranges();
    private final Map<String, Long> dropped = new HashMap<>();

    /** An account with one record. */
    public LedgerAccount(LedgerRecord first) {
        newest = first;
        add(first);
    }

    /** Takes in what another record says. */
    public void add(LedgerRecord record) {
        boolean later = record.time() > newest.time()
                || (record.time() == newest.time() && record.state().compareTo(newest.state()) >= 0);
        newest = later ? record : newest;
        accepted = Math.max(accepted, record.accepted());
        acknowledged = Math.max(acknowledged, record.acknowledged());
        unlisted = Math.max(unlisted, record.unlisted());
        evicted.addAll(record.evicted());
        lost.addAll(record.lost());
        deadLettered.addAll(record.deadLettered());
        record.dropped().forEach((reason, count) -> dropped.merge(reason, count, Math::max));
    }

    /** The record that was written last. */
    public LedgerRecord newest() {
        return newest;
    }

    /** At least the sequences up to this were accepted. */
    public long accepted() {
        return accepted;
    }

    /** The sequences up to this are in the topic, or in one of the lists. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Lost or dead-lettered, and in no list. */
    public long unlisted() {
        return unlisted;
    }

    /** By {@code drop-oldest}. */
    public List<SequenceRange> evicted() {
        return evicted.first(Integer.MAX_VALUE);
    }

    /** To damage. */
    public List<SequenceRange> lost() {
        return lost.first(Integer.MAX_VALUE);
    }

    /** The brokers will never take them. */
    public List<SequenceRange> deadLettered() {
        return deadLettered.first(Integer.MAX_VALUE);
    }

    /** Never accepted, of all reasons. */
    public long dropped() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All that need not be in the topic: evicted, lost and dead-lettered, in order and without overlap. */
    public List<SequenceRange> excused() {
        Ranges all = new Ranges();
        all.addAll(evicted());
        all.addAll(lost());
        all.addAll(deadLettered());
        return all.first(Integer.MAX_VALUE);
    }
}
