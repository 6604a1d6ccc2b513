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
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Disk for the segments: allocated ahead of the writer, within quota and free space.
 *
 * <p>How far ahead follows the load: it doubles when the writer has used most of what was ready, and shrinks when
 * nobody writes, so an idle service holds little. Owned by the spool's thread, but for what is said to be read or
 * called elsewhere.
 */
final class Preparation {

    /** Allocated in one step. */
    static final int STEP_BYTES = 512 << 10;

    private static final int STEPS_PER_CALL = 16;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHRINK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MEASURE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SpoolOptions options;
    private final Machine machine;
    private final byte[] preamble;
    private final Path slotDirectory;
    private final FileStore fileStore;
    private final SegmentSet segments;
    private final Incarnation incarnation;
    private final long shortestAhead;
    private final long longestAhead;
    private final SegmentStore store;
    private final ChronicleLoad chronicle;
    private final SlotFiles files;
    private long nextNumber;
    private long lastGrowth;
    private long lastSync;
    private long lastMeasured;
    private boolean grew;
    private boolean idle;

    private volatile long ahead;
    private volatile boolean full;
    private volatile @Nullable String lastError;

    Preparation(
            SpoolOptions options,
            Machine machine,
            byte[] preamble,
            Path slotDirectory,
            SegmentSet segments,
            SegmentStore store,
            Incarnation incarnation)
            throws IOException {
        this.options = options;
        this.machine = machine;
        this.lastGrowth = machine.nanoTime();
        this.lastSync = lastGrowth;
        this.lastMeasured = lastGrowth;
        this.preamble = preamble.clone();
        this.slotDirectory = slotDirectory;
        this.fileStore = Files.getFileStore(slotDirectory);
        this.segments = segments;
        this.incarnation = incarnation;
        this.longestAhead = 2L * options.segmentBytes();
        this.shortestAhead = Math.max(4L * STEP_BYTES, 2L * EntryFormat.sizeOnDisk(options.maxEntryBytes()));
        this.ahead = shortestAhead;
        this.store = store;
        this.chronicle = new ChronicleLoad(machine, slotDirectory, incarnation);
        this.files = new SlotFiles(slotDirectory);
        this.nextNumber = Math.max(segments.lastNumber(), store.acknowledged().segment()) + 1;
        String refusal = refusalToGrow(openingBytes(false));
        this.full = refusal != null;
        if (refusal != null && segments.size() == 0) {
            throw new IOException("spool " + slotDirectory + " has no room for a first segment: " + refusal);
        }
    }

    /** Appending threads: whether the writer, which has so much room, comes near the end of what is allocated. */
    boolean isLow(long room, @Nullable SegmentWriter ready) {
        return room + (ready == null ? 0 : ready.room()) < ahead / 2;
    }

    /** Any thread: whether the last try to allocate was refused by quota or by the disk. */
    boolean isFull() {
        return full;
    }

    /** Any thread: what went wrong last. */
    @Nullable
    String lastError() {
        return lastError != null ? lastError : chronicle.lastError();
    }

    /** Any thread: disk taken by the slot. */
    long allocatedBytes() {
        return files.bytes() + store.allocatedBytes() + chronicle.diskBytes();
    }

    /**
     * Allocates until the writer has enough before it, or quota or disk say no.
     *
     * @return a segment that is ready to be swapped in, if one was opened
     */
    @Nullable
    SegmentWriter advance(SegmentWriter active, @Nullable SegmentWriter ready) {
        grew = false;
        loadChronicle(active);
        long room = active.room() + (ready == null ? 0 : ready.room());
        idle = false;
        if (room < ahead / 4) {
            ahead = Math.min(2 * ahead, longestAhead);
        } else if (machine.isOver(lastGrowth, SHRINK_AFTER_NANOS)) {
            idle = ahead == shortestAhead;
            ahead = Math.max(shortestAhead, ahead / 2);
            dropSpare();
            lastGrowth = machine.nanoTime();
        }
        SegmentWriter opened = null;
        boolean refused = false;
        boolean isChronicle = ChronicleRuntime.isLoaded();
        boolean replace = active.isPlain() && ready == null && isChronicle && hasRoomFor(openingBytes(true));
        for (int step = 0; step < STEPS_PER_CALL && (room < ahead || (replace && opened == null)); step++) {
            SegmentWriter next = opened != null ? opened : ready;
            SegmentWriter growing = replace || active.isPrepared() ? next : active;
            if (growing != null && growing.isPrepared()) {
                break;
            }
            try {
                boolean reuses = growing == null && store.hasSpare(isChronicle);
                if (!reuses && !hasRoomFor(growing == null ? openingBytes(isChronicle) : STEP_BYTES)) {
                    if (dropSpare()) {
                        continue;
                    }
                    refused = true;
                    break;
                }
                if (growing == null) {
                    opened = open(isChronicle);
                    room += opened.room();
                } else {
                    long before = growing.preparedBytes();
                    growing.prepare(before + STEP_BYTES);
                    long grown = growing.preparedBytes() - before;
                    store.allocated(grown);
                    room += grown;
                }
            } catch (IOException | RuntimeException | Error e) {
                // The disk filled up between the question and the write, or memory could not be mapped. Whatever it is,
                // there is no room now; it is tried again at the next call.
                lastError = e.toString();
                refused = true;
                break;
            }
            grew = true;
            lastGrowth = machine.nanoTime();
        }
        full = refused;
        return opened;
    }

    private boolean dropSpare() {
        try {
            return store.dropSpare();
        } catch (IOException e) {
            lastError = e.toString();
            return false;
        }
    }

    private void loadChronicle(SegmentWriter active) {
        if (active.isPlain() && chronicle.isDue() && hasRoomFor(ChronicleRuntime.LOADING_BYTES)) {
            chronicle.start();
        }
    }

    /** Whether the last {@link #advance} allocated anything. */
    boolean grewLastTime() {
        return grew;
    }

    /** Whether the last {@link #advance} found that nobody has needed more than the least for long. */
    boolean isIdle() {
        return idle;
    }

    /** Bytes that lie allocated before the writer, and that an idle service need not hold; less than 0 if it is short. */
    long superfluous(SegmentWriter active, @Nullable SegmentWriter ready) {
        long room = active.room() + (ready == null ? 0 : ready.room());
        return Math.floorDiv(room - shortestAhead, STEP_BYTES) * (long) STEP_BYTES;
    }

    int syncIfDue(SegmentWriter active) throws IOException {
        if (options.sync() != SyncMode.INTERVAL
                || !machine.isOver(lastSync, options.syncInterval().toNanos())) {
            return 0;
        }
        lastSync = machine.nanoTime();
        store.force();
        active.force();
        return 0;
    }

    /** At the end of the spool: waits, for a short while, until nothing more is prepared. */
    void close() {
        chronicle.awaitEnd(LONGEST_WAIT_NANOS);
    }

    /**
     * Opens the first segment of an incarnation, without Chronicle: see {@link PlainMapping}. Where the backlog leaves no
     * room for one, there is none until some of it is acknowledged or evicted.
     */
    SegmentWriter openFirst() throws IOException {
        if (!full) {
            try {
                return open(false);
            } catch (IOException e) {
                // The volume says that it has room, and has none for us.
                if (segments.size() == 0) {
                    throw e;
                }
                lastError = e.toString();
                full = true;
            }
        }
        return SegmentWriter.none(Segment.fresh(new SegmentName(nextNumber - 1, incarnation), slotDirectory, false));
    }

    private SegmentWriter open(boolean isChronicle) throws IOException {
        Segment segment = Segment.fresh(new SegmentName(nextNumber++, incarnation), slotDirectory, isChronicle);
        try {
            SegmentWriter writer = store.reuse(segment, preamble);
            if (writer != null) {
                segment.begin();
                segments.add(segment);
                return writer;
            }
            writer = isChronicle
                    ? SegmentWriter.chronicle(machine, segment, options.segmentBytes(), preamble, STEP_BYTES)
                    : SegmentWriter.plain(machine, segment, options.segmentBytes(), preamble, STEP_BYTES);
            if (options.sync() != SyncMode.NONE) {
                PrivateFiles.force(segment.directory());
                PrivateFiles.force(slotDirectory);
            }
            segment.begin();
            segments.add(segment);
            store.allocated(writer.diskBytes());
            return writer;
        } catch (IOException | RuntimeException | Error e) {
            PrivateFiles.deleteRecursively(segment.directory());
            throw e;
        }
    }

    private static long openingBytes(boolean isChronicle) {
        return (long) STEP_BYTES + Segment.overheadBytes(isChronicle);
    }

    private boolean hasRoomFor(long bytes) {
        try {
            return refusalToGrow(bytes) == null;
        } catch (IOException e) {
            lastError = e.toString();
            return false;
        }
    }

    private @Nullable String refusalToGrow(long bytes) throws IOException {
        if (bytes > STEP_BYTES || machine.isOver(lastMeasured, MEASURE_AFTER_NANOS)) {
            lastMeasured = machine.nanoTime();
            files.measure();
        }
        long allocated = allocatedBytes();
        if (allocated + bytes > options.maxBytes()) {
            return "quota of " + options.maxBytes() + " bytes, " + allocated + " are taken";
        }
        long usable = machine.usableBytes(fileStore);
        if (usable - bytes < options.minFreeBytes()) {
            return usable + " bytes are free on its volume, " + options.minFreeBytes() + " are to stay free";
        }
        return null;
    }
}
