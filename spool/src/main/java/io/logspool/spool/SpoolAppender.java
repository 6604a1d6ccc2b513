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

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The appending side of a spool: one lock, the segment that is written to, and the one after it.
 *
 * <p>Any thread appends. The spool's thread, through {@link #prepare}, brings in what it allocated.
 */
final class SpoolAppender {

    private static final long ANY_PAGE = -1;

    /** A definition only saves space: it is not worth a wait that the caller would notice. */
    private static final long DEFINE_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SpoolOptions options;
    private final Machine machine;
    private final Preparation preparation;
    private final SegmentStore store;
    private final long blockNanos;
    private final boolean forcesEach;
    private final Reserve reserve;
    private final AppendLock lock = new AppendLock();
    private final RefusalCount refused = new RefusalCount();

    // Written under the lock, and seldom; others read them without.
    private volatile SegmentWriter active;
    private volatile @Nullable SegmentWriter ready;
    private volatile boolean closed;
    private volatile long page;

    // Only under the lock.
    private int waiting;

    private volatile boolean preparationAsked;
    private volatile Runnable wakeUp = () -> {};
    private volatile @Nullable String lastError;

    SpoolAppender(
            SpoolOptions options, Machine machine, Preparation preparation, SegmentStore store, SegmentWriter first) {
        this.options = options;
        this.machine = machine;
        this.preparation = preparation;
        this.store = store;
        this.active = first;
        this.page = page(first);
        this.blockNanos = options.blockTimeout().toNanos();
        this.forcesEach = options.sync() == SyncMode.ALWAYS;
        this.reserve = Reserve.of(options);
    }

    /** See {@link Spool#append(byte[], int, int, int)}. */
    long append(byte[] payload, int offset, int length, int tag) {
        return append(payload, offset, length, tag, ANY_PAGE);
    }

    /** See {@link Spool#append(byte[], int, int, int, long)}. */
    long append(byte[] payload, int offset, int length, int tag, long wantedPage) {
        if (length > options.maxEntryBytes()) {
            return refused.refuse(AppendRefusal.TOO_LARGE);
        }
        Thread caller = Thread.currentThread();
        if (lock.holder == caller) {
            // Something below logs into the spool that it is just writing to.
            return refused.refuse(AppendRefusal.FAILED);
        }
        long committed = 0;
        try {
            int check = EntryFormat.payloadCheck(payload, offset, length);
            long deadline = 0;
            if (!lock.tryLock()) {
                deadline = deadline();
                if (!lock.lock(blockNanos)) {
                    return refused.refuse(AppendRefusal.TIMEOUT);
                }
            }
            SegmentWriter writer;
            long sequence;
            long room;
            try {
                AppendRefusal refusal = makeRoom(EntryFormat.sizeOnDisk(length), tag, deadline);
                if (refusal != null) {
                    return refused.refuse(refusal);
                }
                writer = active;
                if (wantedPage != ANY_PAGE && wantedPage != page(writer)) {
                    return Spool.MOVED;
                }
                Segment segment = writer.segment();
                sequence = segment.lastSequence() + 1;
                long pageBehind = segment.page(segment.ownEnd() + EntryFormat.sizeOnDisk(length));
                room = writer.room() - EntryFormat.sizeOnDisk(length);
                writer.append(tag, sequence, check, payload, offset, length);
                committed = sequence;
                if (pageBehind != page) {
                    page = pageBehind;
                }
            } finally {
                lock.unlock();
            }
            if (!preparationAsked && preparation.isLow(room, ready)) {
                askForPreparation();
            }
            if (forcesEach) {
                writer.force();
            }
            return sequence;
        } catch (Throwable e) {
            if (lock.holder == caller) {
                lock.holder = null; // no call: another one may be what the stack has no room for
            }
            if (committed != 0 && !forcesEach && !(e instanceof InternalError)) {
                return committed; // it is there, whatever failed behind it, unless it is a fault in the mapped memory
            }
            lastError = e.toString();
            return refused.refuse(AppendRefusal.FAILED);
        }
    }

    /** See {@link Spool#define}. */
    boolean define(byte[] payload, int offset, int length, long wantedPage) {
        Thread caller = Thread.currentThread();
        if (lock.holder == caller) {
            return false;
        }
        try {
            int check = EntryFormat.payloadCheck(payload, offset, length);
            if (!(lock.tryLock() || lock.lock(DEFINE_PATIENCE_NANOS))) {
                return false;
            }
            try {
                SegmentWriter writer = active;
                if (closed || wantedPage != page(writer) || !writer.hasRoom(EntryFormat.sizeOnDisk(length))) {
                    return false;
                }
                Segment segment = writer.segment();
                long pageBehind = segment.page(segment.ownEnd() + EntryFormat.sizeOnDisk(length));
                writer.define(segment.lastSequence(), check, payload, offset, length);
                page = pageBehind;
                return true;
            } finally {
                lock.unlock();
            }
        } catch (Throwable e) {
            if (lock.holder == caller) {
                lock.holder = null; // no call: another one may be what the stack has no room for
            }
            lastError = e.toString();
            return false;
        }
    }

    /** See {@link Spool#page()}. */
    long page() {
        return page;
    }

    private static long page(SegmentWriter writer) {
        Segment segment = writer.segment();
        return segment.page(segment.committedEnd());
    }

    /** Under the lock: makes {@link #active} a segment with room for an entry, or says why there is none. */
    private @Nullable AppendRefusal makeRoom(long sizeOnDisk, int tag, long waitsUntil) {
        long deadline = waitsUntil;
        while (true) {
            if (closed) {
                return AppendRefusal.CLOSED;
            }
            if (tag < reserve.tag() && store.usesMoreThan(reserve.floorBytes(), active)) {
                return AppendRefusal.RESERVED;
            }
            SegmentWriter writer = active;
            if (writer.hasRoom(sizeOnDisk)) {
                return null;
            }
            SegmentWriter next = ready;
            if (next != null && writer.isFullFor(sizeOnDisk)) {
                swap(next);
                continue;
            }
            boolean full = preparation.isFull();
            if (full && options.overflow() == OverflowPolicy.DROP_NEWEST) {
                return AppendRefusal.SPOOL_FULL;
            }
            askForPreparation();
            deadline = deadline == 0 ? deadline() : deadline;
            long left = deadline - machine.nanoTime();
            if (left <= 0) {
                return full ? AppendRefusal.SPOOL_FULL : AppendRefusal.TIMEOUT;
            }
            waiting++;
            try {
                lock.await(left);
            } finally {
                waiting--;
            }
        }
    }

    private void swap(SegmentWriter next) {
        SegmentWriter last = active;
        long firstPage = page(next);
        store.retire(last);
        next.segment().lastSequence(last.segment().lastSequence());
        // No call between these, for which there may be no stack: a segment is never both.
        active = next;
        ready = null;
        page = firstPage;
        askForPreparation();
    }

    /**
     * The spool's thread: allocates, and gives those who wait another try.
     *
     * @return 1 if anything came of it
     */
    int prepare() throws IOException {
        SegmentWriter current = active;
        checkFile(current);
        checkFile(ready);
        SegmentWriter opened = preparation.advance(current, ready);
        if (opened == null && !preparation.grewLastTime()) {
            return preparation.isFull() ? reclaim() : giveBack(current);
        }
        lock.lock();
        try {
            if (opened != null) {
                ready = opened;
                if (active.isPlain() && !opened.isPlain()) {
                    swap(opened);
                }
            }
            if (waiting > 0) {
                lock.signalAll();
            }
        } finally {
            lock.unlock();
        }
        return 1;
    }

    private void checkFile(@Nullable SegmentWriter writer) throws IOException {
        if (writer != null && writer.checkFile()) {
            lastError = writer.segment().file() + " was cut short or removed while it was written to";
        }
    }

    /** What a burst has left ready is more than an idle service is to hold. */
    private int giveBack(SegmentWriter current) throws IOException {
        SegmentWriter next = ready;
        if (!preparation.isIdle() || preparation.superfluous(current, next) <= 0) {
            return 0;
        }
        SegmentWriter last = next == null ? current : next;
        SegmentWriter discarded = null;
        long given = 0;
        lock.lock();
        try {
            if (current != active || next != ready) {
                return 0;
            }
            if (next != null && preparation.superfluous(current, null) >= 0) {
                discarded = next;
                ready = null;
            } else {
                given = last.giveUp(preparation.superfluous(current, next));
            }
        } finally {
            lock.unlock();
        }
        if (given > 0) {
            store.giveBack(last, given);
        } else if (discarded != null) {
            store.discard(discarded);
        }
        return 1;
    }

    private int reclaim() throws IOException {
        boolean evicts = options.overflow() == OverflowPolicy.DROP_OLDEST && preparation.isLow(active.room(), ready);
        int evicted = evicts ? store.evictOldest() : 0;
        return evicted > 0 ? evicted : recycle();
    }

    /**
     * Where nothing more may be allocated, a segment that is used up and acknowledged is worth more as free disk. Nobody
     * can append until the next segment is there, and nobody could before.
     */
    private int recycle() {
        lock.lock();
        try {
            if (ready != null
                    || active.isRetired()
                    || !active.segment().isBefore(store.acknowledged())
                    || !active.isFullFor(EntryFormat.sizeOnDisk(options.maxEntryBytes()))) {
                return 0;
            }
            store.retire(active);
            return 1;
        } finally {
            lock.unlock();
        }
    }

    /** The spool's thread. */
    int sync() throws IOException {
        return preparation.syncIfDue(active);
    }

    /** Forces all that is appended to the storage device. The thread that acknowledges. */
    void force() throws IOException {
        // The active one first: what is retired between the two is in the other list by then.
        active.force();
        store.force();
    }

    /** The spool's thread, which holds no lock here: frees what an error in its last round may have left locked. */
    void preparationBegins() {
        lock.letGo();
        preparationAsked = false;
    }

    void onWorkNeeded(Runnable listener) {
        wakeUp = listener;
    }

    void askForPreparation() {
        if (!preparationAsked) {
            preparationAsked = true;
            wakeUp.run();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Refuses everything from here on; false if it did before. */
    boolean close() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            lock.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** After {@link #close()}: closes the segments. */
    void release() throws IOException {
        store.retire(active);
        SegmentWriter next = ready;
        if (next != null) {
            store.retire(next);
        }
        preparation.close();
        store.close();
    }

    long appended() {
        return active.segment().lastSequence();
    }

    Map<AppendRefusal, Long> refusals() {
        return refused.all();
    }

    @Nullable
    String lastError() {
        return lastError;
    }

    void lastError(String error) {
        lastError = error;
    }

    /** 0 stands for none. */
    private long deadline() {
        return (machine.nanoTime() + blockNanos) | 1;
    }
}
