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

import io.logspool.spool.Eviction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The books of one incarnation. Guarded by its {@link Books}. */
final class Account {

    /** Ranges of a list in one record; a longer list leaves a page behind: {@value}. */
    static final int PAGE_RANGES = 1000;

    /** Ranges of a list that are kept until the topic has them; further sequences are counted only: {@value}. */
    static final int MAX_RANGES = 10_000;

    private final String incarnation;
    private final String service;
    private final @Nullable String host;
    private final String slot;
    private final long ordinal;
    private LedgerRecord.State state;
    private long start;
    private long end;
    private long accepted;
    private long acknowledged;
    private long segment;
    private final Ranges evicted = new Ranges();
    private final Ranges lost = new Ranges();
    private final Ranges deadLettered = new Ranges();
    private long unlisted;
    private Map<String, Long> dropped = Map.of();
    private int parts;

    /** Evicted sequences up to this are in pages. */
    private long evictedPaged;

    /** Sequences up to this were read, or were acknowledged before reading began. */
    private long lastRead;

    private boolean readToEnd;
    private boolean settled;

    Account(String incarnation, String service, @Nullable String host, String slot, long ordinal, long start) {
        this.incarnation = incarnation;
        this.service = service;
        this.host = host;
        this.slot = slot;
        this.ordinal = ordinal;
        this.start = start;
        this.state = LedgerRecord.State.RUNNING;
    }

    static Account of(LedgerRecord record) {
        Account account = new Account(
                record.incarnation(), record.service(), record.host(), record.slot(), record.ordinal(), record.start());
        account.state = record.state();
        account.end = record.end();
        account.accepted = record.accepted();
        account.acknowledged = record.acknowledged();
        account.segment = record.segment();
        account.evicted.addAll(record.evicted());
        account.lost.addAll(record.lost());
        account.deadLettered.addAll(record.deadLettered());
        account.unlisted = record.unlisted();
        account.dropped = record.dropped();
        account.parts = record.parts();
        account.lastRead = record.acknowledged();
        return account;
    }

    String incarnation() {
        return incarnation;
    }

    String slot() {
        return slot;
    }

    long ordinal() {
        return ordinal;
    }

    long segment() {
        return segment;
    }

    /** Number of its first segment that is known. */
    void beginsAt(long number) {
        segment = segment == 0 ? number : Math.min(segment, number);
    }

    long lastRead() {
        return lastRead;
    }

    /** A sequence that was read before, or follows what was, without a gap. */
    void passOver(long sequence) {
        lastRead = Math.max(lastRead, sequence);
        accept(sequence);
    }

    /** True if sequences before it are missing. */
    boolean read(long sequence) {
        boolean gap = sequence > lastRead + 1;
        if (gap) {
            note(lost, lastRead + 1, sequence - 1);
        }
        passOver(sequence);
        return gap;
    }

    /** What follows is of a later incarnation. */
    boolean endReading() {
        boolean gap = !readToEnd && !settled && accepted > lastRead;
        if (gap) {
            note(lost, lastRead + 1, accepted);
            lastRead = accepted;
        }
        readToEnd = true;
        return gap;
    }

    void deadLetter(long sequence) {
        note(deadLettered, sequence, sequence);
    }

    private void note(Ranges ranges, long first, long last) {
        if (ranges.size() < MAX_RANGES) {
            ranges.add(first, last);
        } else {
            unlisted += last - first + 1;
        }
    }

    void evict(Eviction eviction) {
        if (eviction.lastSequence() > evictedPaged && evicted.size() < MAX_RANGES) {
            evicted.add(Math.max(eviction.firstSequence(), evictedPaged + 1), eviction.lastSequence());
        }
        // What was evicted before it was read is not lost as well.
        lost.remove(eviction.firstSequence(), eviction.lastSequence());
        accept(eviction.lastSequence());
    }

    void accept(long sequence) {
        accepted = Math.max(accepted, sequence);
        if (settled) {
            acknowledged = accepted;
        }
    }

    /** Of one that has ended, no more than it is known to have accepted. */
    void acknowledge(long sequence) {
        long upTo = isRunning() ? sequence : Math.min(sequence, accepted);
        acknowledged = Math.max(acknowledged, upTo);
        passOver(upTo);
    }

    long accepted() {
        return accepted;
    }

    long acknowledged() {
        return acknowledged;
    }

    void dropped(Map<String, Long> byReason) {
        dropped = byReason;
    }

    void end(LedgerRecord.State how, long millis) {
        state = how;
        end = millis;
    }

    /**
     * It ended without a word.
     *
     * @param seenMillis the latest sign of life; 0 if there is none
     */
    void died(long seenMillis) {
        if (state != LedgerRecord.State.CLOSED) {
            long latest = Math.max(end, seenMillis);
            end(LedgerRecord.State.ENDED, latest == 0 ? 0 : Math.max(start, latest));
        }
    }

    /** It has not ended after all. */
    void goOn() {
        end(LedgerRecord.State.RUNNING, 0);
        settled = false;
        readToEnd = false;
    }

    boolean isRunning() {
        return state == LedgerRecord.State.RUNNING;
    }

    /** Nothing of it is left to ship. */
    void settle() {
        acknowledged = accepted;
        settled = true;
    }

    boolean isMarkedSettled() {
        return settled;
    }

    boolean isSettled() {
        return settled || (!isRunning() && acknowledged >= accepted);
    }

    boolean needsPage() {
        return evicted.size() > PAGE_RANGES || lost.size() > PAGE_RANGES || deadLettered.size() > PAGE_RANGES;
    }

    /** What is said of it now; as a page, no more than what leaves the lists with it. */
    LedgerRecord record(long time, boolean page) {
        int most = page ? PAGE_RANGES : Integer.MAX_VALUE;
        return new LedgerRecord(
                time,
                incarnation,
                service,
                host,
                slot,
                ordinal,
                state,
                start,
                end,
                accepted,
                acknowledged,
                evicted.first(most),
                lost.first(most),
                deadLettered.first(most),
                unlisted,
                dropped,
                page ? parts + 1 : 0,
                parts,
                segment);
    }

    /** The topic has a page. */
    void leave(LedgerRecord page) {
        List<SequenceRange> evictions = page.evicted();
        if (!evictions.isEmpty()) {
            evictedPaged = evictions.get(evictions.size() - 1).last();
        }
        evicted.removeAll(evictions);
        lost.removeAll(page.lost());
        deadLettered.removeAll(page.deadLettered());
        parts = Math.max(parts, page.part());
    }
}
