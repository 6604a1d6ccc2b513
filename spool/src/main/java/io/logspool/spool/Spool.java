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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A durable, bounded queue of opaque entries in one slot.
 *
 * <p>Any thread may {@link #append}. One thread runs {@link #doWork()} again and again: without it no new disk is
 * prepared and none is given back. One thread reads and acknowledges. See the package's page for what holds always.
 */
public final class Spool implements AutoCloseable, Backlog, DutyCycle {

    /** The result of an append whose entry would not begin in the page it was made for; nothing was written. */
    public static final long MOVED = Long.MIN_VALUE;

    private static final int LONGEST_CLOSE_SECONDS = 1;
    private static final long FOLLOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SpoolOptions options;
    private final Machine machine;
    private final Slot slot;
    private final Checkpoint checkpoint;
    private final SegmentSet segments;
    private final Incarnation incarnation;
    private final SegmentStore store;
    private final Preparation preparation;
    private final SpoolAppender appender;
    private final BacklogCount backlog;
    private final RefusalLog refusals;

    // The spool's thread at work, or the end of the spool: never both. Taken before the append lock.
    private final ReentrantLock maintenance = new ReentrantLock();

    // Only under the maintenance lock.
    private boolean released;
    private long followedAt;
    private long toldAt;

    private Spool(
            SpoolOptions options,
            Machine machine,
            byte[] preamble,
            Slot slot,
            Checkpoint checkpoint,
            SegmentSet segments)
            throws IOException {
        this.options = options;
        this.machine = machine;
        this.followedAt = machine.nanoTime();
        this.toldAt = followedAt;
        this.refusals = RefusalLog.open(slot.directory());
        this.slot = slot;
        this.checkpoint = checkpoint;
        this.segments = segments;
        boolean mayWrite = slot.claimShipping();
        if (mayWrite) {
            checkpoint.reload(); // whoever shipped the slot until now may have moved it
        }
        SpoolPosition acknowledged = checkpoint.position();
        long ordinal = Math.max(checkpoint.lastOrdinal(), segments.lastOrdinal()) + 1;
        this.incarnation = Incarnation.next(ordinal);
        if (mayWrite) {
            checkpoint.write(acknowledged, ordinal, options.sync() != SyncMode.NONE);
            slot.releaseShipping();
        }
        this.store = new SegmentStore(
                machine, segments, new SpareSegments(slot.directory()), acknowledged, options.sync() != SyncMode.NONE);
        this.preparation = new Preparation(options, machine, preamble, slot.directory(), segments, store, incarnation);
        this.backlog =
                new BacklogCount(segments, incarnation, Math.max(segments.lastNumber(), acknowledged.segment()) + 1);
        this.appender = new SpoolAppender(options, machine, preparation, store, preparation.openFirst());
    }

    /**
     * Claims the lowest free slot, and begins a new incarnation on it. Loads no class of Chronicle: {@link #doWork()}
     * sees to that. Where a backlog takes all the room, this is a spool that refuses until some of it is acknowledged, or
     * evicted.
     *
     * @param preamble opaque bytes at the head of every segment, given back by {@link SpoolCursor#preamble()}
     * @throws IOException if the directory cannot be made, read or written, or there is no backlog and
     *     the disk has no room for a first segment; the message names the path
     */
    public static Spool open(SpoolOptions options, byte[] preamble) throws IOException {
        return open(options, preamble, Machine.REAL);
    }

    static Spool open(SpoolOptions options, byte[] preamble, Machine machine) throws IOException {
        Slot slot = Slot.claim(options.serviceDirectory());
        Checkpoint checkpoint = null;
        try {
            checkpoint = Checkpoint.open(slot.directory());
            if (options.sync() != SyncMode.NONE) {
                PrivateFiles.force(slot.directory());
                PrivateFiles.force(Objects.requireNonNull(slot.directory().getParent()));
            }
            return new Spool(options, machine, preamble, slot, checkpoint, SegmentSet.scan(slot.directory(), true));
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
     * @param tag 0 to 253, opaque; see {@link SpoolOptions#reserveTag()}
     * @return the entry's sequence, dense from 1; or, negative, an {@link AppendRefusal}
     */
    public long append(byte[] payload, int offset, int length, int tag) {
        return appender.append(payload, offset, length, tag);
    }

    /**
     * As {@link #append(byte[], int, int, int)}, for an entry that needs definitions.
     *
     * @param page where they were made
     * @return also {@link #MOVED}: the entry is to be made again for {@link #page()}
     */
    public long append(byte[] payload, int offset, int length, int tag, long page) {
        return appender.append(payload, offset, length, tag, page);
    }

    /**
     * Appends a definition: something that the reader of the entries behind it, in the same page, needs to understand
     * them. It has no sequence, and is read again whenever reading starts in the middle of its page.
     *
     * <p>Any thread. Never throws, and waits for the lock a millisecond at most.
     *
     * @return false if it was not written: the page is over, there is no room, or the lock was not to be had
     */
    public boolean define(byte[] payload, int offset, int length, long page) {
        return appender.define(payload, offset, length, page);
    }

    /**
     * The page in which the next entry would begin: a run of {@value EntryFormat#PAGE_BYTES} bytes of a segment. Grows.
     * Any thread; no lock.
     */
    public long page() {
        return appender.page();
    }

    @Override
    public boolean isReading() {
        return slot.isShipping();
    }

    @Override
    public SpoolPosition acknowledged() {
        return store.acknowledged();
    }

    @Override
    public List<Eviction> evictions() {
        return segments.evictions().all();
    }

    @Override
    public List<IncarnationTail> tails() throws IOException {
        return IncarnationTail.of(segments, incarnation);
    }

    /**
     * A reader from the checkpoint on. Its first {@link SpoolCursor#next()} takes the slot's second lock, and fails while
     * another process has it.
     */
    @Override
    public SpoolCursor openCursor() {
        return new SpoolCursor(segments, store.acknowledged(), this::beginReading);
    }

    private SpoolPosition beginReading() throws IOException {
        if (slot.claimShipping()) {
            // Whoever had it before has moved it.
            checkpoint.reload();
            moveTo(checkpoint.position());
        } else if (!slot.isShipping()) {
            throw new IOException("another process reads " + slot.directory() + " and ships what is in it");
        }
        return store.acknowledged();
    }

    /**
     * Makes everything before a position, which a cursor gave, done: it is never read again, and its segments are
     * deleted. One thread.
     *
     * @throws IOException if the checkpoint cannot be written; nothing is deleted then
     */
    @Override
    public void acknowledge(SpoolPosition upTo) throws IOException {
        SpoolPosition acknowledged = store.acknowledged();
        if (upTo.compareTo(acknowledged) <= 0) {
            return;
        }
        boolean force = options.sync() != SyncMode.NONE;
        if (force) {
            appender.force(); // or after a power loss the checkpoint would be ahead of what is on disk
        }
        checkpoint.write(upTo, incarnation.ordinal(), force);
        moveTo(upTo);
        if (upTo.segment() > acknowledged.segment() || preparation.isFull()) {
            appender.askForPreparation();
        }
    }

    /** The reader's thread, or the spool's when another process reads. */
    private synchronized void moveTo(SpoolPosition upTo) {
        if (upTo.compareTo(store.acknowledged()) > 0) {
            store.acknowledged(upTo);
        }
    }

    /** Another process that ships this slot moves the checkpoint; what is behind it is for us to delete. */
    private int followCheckpoint() throws IOException {
        if (slot.isShipping() || !machine.isOver(followedAt, FOLLOW_NANOS)) {
            return 0;
        }
        followedAt = machine.nanoTime();
        SpoolPosition position = Checkpoint.peek(slot.directory());
        if (position != null) {
            moveTo(position);
        }
        return 0;
    }

    /**
     * Where somebody removed the slot while it is in use, it is made anew, and what is appended from now on goes into a new
     * segment. What was there and not read yet is lost, and counted.
     */
    private int restoreSlot() throws IOException {
        if (slot.isThere()) {
            return 0;
        }
        Path directory = slot.directory();
        if (!slot.claimAgain()) {
            appender.close();
            appender.lastError(directory + " was removed, and another process has made it anew");
            return 1;
        }
        appender.lastError(directory + ", or the lock in it, was removed while it was in use");
        if (!Files.exists(directory.resolve(Checkpoint.FILE_NAME))) {
            checkpoint.restore(directory, options.sync() != SyncMode.NONE);
        }
        return 1;
    }

    /** Prepares disk ahead of the writers, closes and deletes segments, syncs. The spool's thread. */
    @Override
    public int doWork() throws IOException {
        if (ChronicleRuntime.isLoaded()) {
            ChronicleRuntime.silence();
        }
        maintenance.lock();
        try {
            if (appender.isClosed()) {
                release();
                return 0;
            }
            appender.preparationBegins();
            Chores chores = new Chores();
            chores.attempt(this::restoreSlot);
            if (!appender.isClosed()) {
                chores.attempt(store::closeRetired);
                chores.attempt(this::followCheckpoint);
                chores.attempt(store::deleteAcknowledged);
                chores.attempt(appender::prepare);
                chores.attempt(appender::sync);
                tellRefusals();
            }
            return chores.done();
        } finally {
            maintenance.unlock();
        }
    }

    private void tellRefusals() {
        if (machine.isOver(toldAt, TELL_NANOS)) {
            toldAt = machine.nanoTime();
            refusals.tryWrite(appender.refusals());
        }
    }

    /** Called, on any thread, when there is something for {@link #doWork()} to do soon. */
    public void onWorkNeeded(Runnable listener) {
        appender.onWorkNeeded(listener);
    }

    /**
     * How many entries are not acknowledged. The first call looks at the ends of the segments of earlier incarnations. Any
     * thread.
     */
    public long backlogEntries() throws IOException {
        // The position first: what is appended meanwhile is not counted twice, and none is counted as less than none.
        SpoolPosition position = store.acknowledged();
        return backlog.of(position, appender.appended());
    }

    /** Who appends now. */
    public Incarnation incarnation() {
        return incarnation;
    }

    @Override
    public Path slotDirectory() {
        return slot.directory();
    }

    /** Counters since the spool was opened. Any thread. */
    public SpoolStats stats() {
        String error = appender.lastError();
        return new SpoolStats(
                appender.appended(),
                appender.refusals(),
                segments.size(),
                preparation.allocatedBytes(),
                store.backlogBytes(),
                segments.lost(),
                segments.evictions().all(),
                preparation.isFull(),
                error != null ? error : preparation.lastError());
    }

    /**
     * Ends the incarnation. What is not acknowledged stays for the next start; appends are refused from here on. If the
     * spool's thread is inside {@link #doWork()} and does not come out within a second, its next call does the rest.
     */
    @Override
    public void close() throws IOException {
        if (appender.close() && awaitMaintenance()) {
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
        refusals.tryWrite(appender.refusals());
        try {
            appender.release();
        } finally {
            checkpoint.close();
            slot.close();
        }
    }
}
