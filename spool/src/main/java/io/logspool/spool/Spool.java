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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A durable, bounded queue of opaque entries in one slot.
 *
 * <p>Any thread may {@link #append}. One thread runs {@link #doWork()} again and again: without it no new disk is
 * prepared and none is given back. One thread reads and acknowledges. See the package's page for what holds always.
 */
public final class Spool implements AutoCloseable, DutyCycle {

    private static final int LONGEST_CLOSE_SECONDS = 1;

    private final SpoolOptions options;
    private final Slot slot;
    private final Checkpoint checkpoint;
    private final SegmentSet segments;
    private final Incarnation incarnation;
    private final Preparation preparation;
    private final long blockNanos;
    private final long reserveFloor;

    private final AppendLock lock = new AppendLock();

    // The spool's thread at work, or the end of the spool: never both. Taken before the append lock.
    private final ReentrantLock maintenance = new ReentrantLock();
    private final Map<AppendRefusal, LongAdder> refused = new EnumMap<>(AppendRefusal.class);

    // Only the lock's holder writes it. Opaque, because a volatile write would cost as much as the entry's copy.
    private static final VarHandle APPENDED;

    static {
        try {
            APPENDED = MethodHandles.lookup().findVarHandle(Spool.class, "appended", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Written under the lock; the spool's thread reads them without.
    private volatile SegmentWriter active;
    private volatile @Nullable SegmentWriter ready;
    private long appended;
    private int waiting;

    // Only under the maintenance lock.
    private boolean released;

    private volatile SpoolPosition acknowledged;
    private volatile boolean closed;
    private volatile boolean preparationAsked;
    private volatile Runnable wakeUp = () -> {};
    private volatile @Nullable String lastError;

    private Spool(SpoolOptions options, byte[] preamble, Slot slot, Checkpoint checkpoint, SegmentSet segments)
            throws IOException {
        this.options = options;
        this.slot = slot;
        this.checkpoint = checkpoint;
        this.segments = segments;
        this.acknowledged = checkpoint.position();
        this.blockNanos = options.blockTimeout().toNanos();
        this.reserveFloor = options.maxBytes() / 100 * (100 - options.reservePercent());
        for (AppendRefusal reason : AppendRefusal.values()) {
            refused.put(reason, new LongAdder());
        }
        long ordinal = Math.max(checkpoint.lastOrdinal(), segments.lastOrdinal()) + 1;
        this.incarnation = Incarnation.next(ordinal);
        checkpoint.write(acknowledged, ordinal, options.sync() != SyncMode.NONE);
        this.preparation = new Preparation(options, preamble, slot.directory(), segments, incarnation, acknowledged);
        this.active = preparation.openWriter();
    }

    /**
     * Claims the lowest free slot, and begins a new incarnation on it. Takes up to half a second in a JVM that has not
     * used Chronicle before.
     *
     * @param preamble opaque bytes at the head of every segment, given back by {@link SpoolCursor#preamble()}
     * @throws IOException if the directory cannot be made, read or written, or the disk has no room for a first
     *     segment; the message names the path
     */
    public static Spool open(SpoolOptions options, byte[] preamble) throws IOException {
        ChronicleRuntime.prepare();
        return ChronicleRuntime.quietly(() -> claimAndOpen(options, preamble));
    }

    private static Spool claimAndOpen(SpoolOptions options, byte[] preamble) throws IOException {
        Slot slot = Slot.claim(options.serviceDirectory());
        Checkpoint checkpoint = null;
        try {
            checkpoint = Checkpoint.open(slot.directory());
            return new Spool(options, preamble, slot, checkpoint, SegmentSet.scan(slot.directory(), true));
        } catch (IOException | RuntimeException | Error e) {
            if (checkpoint != null) {
                checkpoint.close();
            }
            slot.close();
            throw e;
        }
    }

    /**
     * Appends an entry. It survives the death of the process when this returns.
     *
     * <p>Any thread. Never throws. Waits for the lock, for room or for a segment that is being prepared {@link
     * SpoolOptions#blockTimeout()} at most, and keeps the thread's interrupt flag.
     *
     * @param tag 0 to 254, opaque; see {@link SpoolOptions#reserveTag()}
     * @return the entry's sequence, dense from 1; or, negative, an {@link AppendRefusal}
     */
    public long append(byte[] payload, int offset, int length, int tag) {
        if (length > options.maxEntryBytes()) {
            return refuse(AppendRefusal.TOO_LARGE);
        }
        try {
            int check = EntryFormat.payloadCheck(payload, offset, length);
            if (lock.isHeldByCurrentThread()) {
                // Something below logs into the spool that it is just writing to.
                return refuse(AppendRefusal.FAILED);
            }
            long deadline = 0;
            if (!lock.tryLock()) {
                deadline = deadline();
                if (!lock.lock(blockNanos)) {
                    return refuse(AppendRefusal.TIMEOUT);
                }
            }
            SegmentWriter writer;
            long sequence;
            try {
                AppendRefusal refusal = makeRoom(EntryFormat.sizeOnDisk(length), tag, deadline);
                if (refusal != null) {
                    return refuse(refusal);
                }
                writer = active;
                sequence = appended + 1;
                writer.append(tag, sequence, check, payload, offset, length);
                APPENDED.setOpaque(this, sequence);
            } finally {
                lock.unlock();
            }
            if (!preparationAsked && preparation.isLow(writer, ready)) {
                askForPreparation();
            }
            if (options.sync() == SyncMode.ALWAYS) {
                writer.force();
            }
            return sequence;
        } catch (Throwable e) {
            lastError = e.toString();
            return refuse(AppendRefusal.FAILED);
        }
    }

    /** A reader from the checkpoint on. */
    public SpoolCursor openCursor() {
        return new SpoolCursor(segments, acknowledged);
    }

    /**
     * Makes everything before a position done: it is never read again, and its segments are deleted. One thread.
     *
     * @throws IOException if the checkpoint cannot be written; nothing is deleted then
     */
    public void acknowledge(SpoolPosition upTo) throws IOException {
        if (upTo.compareTo(acknowledged) <= 0) {
            return;
        }
        checkpoint.write(upTo, incarnation.ordinal(), options.sync() != SyncMode.NONE);
        boolean segmentDone = upTo.segment() > acknowledged.segment();
        acknowledged = upTo;
        if (segmentDone || preparation.isFull()) {
            askForPreparation();
        }
    }

    /** Prepares disk ahead of the writers, closes and deletes segments, syncs. The spool's thread. */
    @Override
    public int doWork() throws IOException {
        ChronicleRuntime.silence();
        maintenance.lock();
        try {
            if (closed) {
                release();
                return 0;
            }
            preparationAsked = false;
            Chores chores = new Chores();
            chores.attempt(preparation::closeRetired);
            chores.attempt(() -> preparation.deleteBefore(acknowledged));
            chores.attempt(this::prepare);
            chores.attempt(() -> preparation.syncIfDue(active, System.nanoTime()));
            return chores.done();
        } finally {
            maintenance.unlock();
        }
    }

    private int prepare() {
        SegmentWriter freshlyOpened = preparation.advance(active, ready);
        if (freshlyOpened == null && !preparation.grewLastTime()) {
            return preparation.isFull() ? recycle() : 0;
        }
        lock.lock();
        try {
            if (freshlyOpened != null) {
                ready = freshlyOpened;
            }
            if (waiting > 0) {
                lock.signalAll();
            }
        } finally {
            lock.unlock();
        }
        return 1;
    }

    /**
     * Where nothing more may be allocated, a segment that is used up and acknowledged is worth more as free disk. Nobody
     * can append until the next segment is there, and nobody could before.
     */
    private int recycle() {
        lock.lock();
        try {
            Segment segment = active.segment();
            boolean acknowledgedWhole =
                    new SpoolPosition(segment.number(), segment.committedEnd()).compareTo(acknowledged) <= 0;
            if (ready != null
                    || !acknowledgedWhole
                    || !active.isFullFor(EntryFormat.sizeOnDisk(options.maxEntryBytes()))) {
                return 0;
            }
            preparation.retire(active);
            return 1;
        } finally {
            lock.unlock();
        }
    }

    /** Called, on any thread, when there is something for {@link #doWork()} to do soon. */
    public void onWorkNeeded(Runnable listener) {
        wakeUp = listener;
    }

    /** Who appends now. */
    public Incarnation incarnation() {
        return incarnation;
    }

    /** Where the slot is. */
    public Path slotDirectory() {
        return slot.directory();
    }

    /** Counters since the spool was opened. Any thread. */
    public SpoolStats stats() {
        Map<AppendRefusal, Long> refusals = new EnumMap<>(AppendRefusal.class);
        refused.forEach((reason, count) -> refusals.put(reason, count.sum()));
        String error = lastError;
        return new SpoolStats(
                (long) APPENDED.getOpaque(this),
                refusals,
                segments.size(),
                preparation.allocatedBytes(active, ready),
                preparation.backlogBytes(acknowledged),
                segments.lost(),
                preparation.isFull(),
                error != null ? error : preparation.lastError());
    }

    /**
     * Ends the incarnation. What is not acknowledged stays for the next start; appends are refused from here on. If the
     * spool's thread is inside {@link #doWork()} and does not come out within a second, its next call does the rest.
     */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            lock.signalAll();
        } finally {
            lock.unlock();
        }
        if (awaitMaintenance()) {
            try {
                release();
            } finally {
                maintenance.unlock();
            }
        }
    }

    private boolean awaitMaintenance() {
        boolean interrupted = Thread.interrupted();
        try {
            return maintenance.tryLock(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return maintenance.tryLock();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Holding {@link #maintenance}: gives everything back, once. The slot's lock goes last. */
    private void release() throws IOException {
        if (released) {
            return;
        }
        released = true;
        try {
            preparation.close(active, ready, acknowledged);
        } finally {
            checkpoint.close();
            slot.close();
        }
    }

    /** Under the lock: makes {@link #active} a segment with room for an entry, or says why there is none. */
    private @Nullable AppendRefusal makeRoom(long sizeOnDisk, int tag, long waitsUntil) {
        long deadline = waitsUntil;
        while (true) {
            if (closed) {
                return AppendRefusal.CLOSED;
            }
            if (tag < options.reserveTag() && preparation.usedBytes(active, acknowledged) > reserveFloor) {
                return AppendRefusal.RESERVED;
            }
            SegmentWriter writer = active;
            if (writer.hasRoom(sizeOnDisk)) {
                return null;
            }
            SegmentWriter next = ready;
            if (next != null && writer.isFullFor(sizeOnDisk)) {
                preparation.retire(writer);
                active = next;
                ready = null;
                askForPreparation();
                continue;
            }
            boolean full = preparation.isFull();
            if (full && options.overflow() == OverflowPolicy.DROP_NEWEST) {
                return AppendRefusal.SPOOL_FULL;
            }
            askForPreparation();
            deadline = deadline == 0 ? deadline() : deadline;
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return full ? AppendRefusal.SPOOL_FULL : AppendRefusal.TIMEOUT;
            }
            waiting++;
            lock.await(left);
            waiting--;
        }
    }

    /** 0 stands for none. */
    private long deadline() {
        return (System.nanoTime() + blockNanos) | 1;
    }

    private void askForPreparation() {
        if (!preparationAsked) {
            preparationAsked = true;
            wakeUp.run();
        }
    }

    private long refuse(AppendRefusal reason) {
        LongAdder count = refused.get(reason);
        if (count != null) {
            count.increment();
        }
        return reason.result();
    }
}
