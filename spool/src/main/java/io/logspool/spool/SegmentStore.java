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
import java.io.RandomAccessFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The segments behind the writer: closed when they are left, deleted when they are acknowledged, or evicted. Owned by the
 * spool's thread, but for what is said to be read or called elsewhere.
 */
final class SegmentStore {

    /** Files that wait to be used again, at most. */
    private static final int MOST_REUSED = 4;

    private final SegmentSet segments;
    private final boolean sync;

    // One that is taken out is on the device if it is to be.
    private final Queue<SegmentWriter> retired = new ConcurrentLinkedQueue<>();

    // Sealed and not closed, oldest first: their files may soon serve again.
    private final Deque<SegmentWriter> lingering = new ArrayDeque<>();

    private final SpareSegments spares;

    // Of all segments but the active one: grows when one is retired, shrinks when one is deleted.
    private final AtomicLong heldBytes = new AtomicLong();

    // Of all segments, those that are being written included. One thread at a time changes it, the one that asks before
    // it allocates: so there is no moment at which a segment on its way from one list to the other is in none.
    private final AtomicLong allocatedBytes = new AtomicLong();

    private volatile SpoolPosition acknowledged;

    SegmentStore(Machine machine, SegmentSet segments, SpareSegments spares, SpoolPosition acknowledged, boolean sync)
            throws IOException {
        this.segments = segments;
        this.spares = spares;
        this.acknowledged = acknowledged;
        this.sync = sync;
        for (Segment segment : segments.all()) {
            allocatedBytes.addAndGet(diskBytes(segment));
            heldBytes.addAndGet(segment.committedEnd());
        }
        deleteAcknowledged();
        if (sync) {
            forceAll(machine);
        }
    }

    /** What a process left that was killed may be in memory only, and nobody else would force it. */
    private void forceAll(Machine machine) throws IOException {
        for (Segment segment : segments.all()) {
            try (RandomAccessFile file = new RandomAccessFile(segment.file().toFile(), "rw")) {
                machine.force(segment, file);
            }
        }
    }

    /** Appending threads, under the lock: a sealed segment, to be closed in the background. */
    void retire(SegmentWriter writer) {
        if (writer.isRetired()) {
            return;
        }
        writer.retire();
        heldBytes.addAndGet(writer.segment().committedEnd());
        retired.add(writer);
    }

    /** What is before a position is done; it must be the durable one. The acknowledging thread. */
    void acknowledged(SpoolPosition upTo) {
        acknowledged = upTo;
    }

    /** Any thread. */
    SpoolPosition acknowledged() {
        return acknowledged;
    }

    /** Any thread: whether the segments that hold entries, less what is acknowledged of the active one, have more bytes. */
    boolean usesMoreThan(long bytes, SegmentWriter active) {
        Segment segment = active.segment();
        long held = heldBytes.get() + segment.committedEnd();
        if (held <= bytes) {
            return false; // nearly always, and without a look at what the reader changes all the time
        }
        SpoolPosition position = acknowledged;
        long done = position.segment() == segment.number() ? position.offset() : 0;
        return held - done > bytes;
    }

    /** Disk was allocated for a segment, beyond what was before. */
    void allocated(long bytes) {
        allocatedBytes.addAndGet(bytes);
    }

    /** Any thread: disk taken by all segments. */
    long allocatedBytes() {
        return allocatedBytes.get();
    }

    /** Any thread: bytes of entries that are not acknowledged. */
    long backlogBytes() {
        SpoolPosition position = acknowledged;
        long bytes = 0;
        for (Segment segment : segments.all()) {
            long from = segment.number() == position.segment() ? position.offset() : segment.firstEntryAt();
            if (segment.number() >= position.segment()) {
                bytes += Math.max(0, segment.entriesEnd() - from);
            }
        }
        return bytes;
    }

    int closeRetired() throws IOException {
        int work = 0;
        for (SegmentWriter writer = retired.peek(); writer != null; writer = retired.peek()) {
            try {
                if (!sync && writer.isReusable() && isSoonAcknowledged(writer.segment())) {
                    lingering.add(writer);
                } else {
                    close(writer);
                }
            } finally {
                retired.remove();
            }
            work++;
        }
        return work;
    }

    /** A file that waits for a reader who is far behind would hold memory for nothing. */
    private boolean isSoonAcknowledged(Segment segment) {
        return lingering.size() + spares.size() < MOST_REUSED
                && segment.number() - acknowledged.segment() < MOST_REUSED;
    }

    /** Deletes what lies wholly before the checkpoint, but for files that may be used again. */
    int deleteAcknowledged() throws IOException {
        int work = 0;
        for (Segment segment : segments.all()) {
            if (lingers(segment) && segment.isBefore(acknowledged)) {
                setAside(lingering.remove());
                work++;
                continue;
            }
            if (!segment.settled() || (segment.hasEntries() && !segment.isBefore(acknowledged))) {
                break;
            }
            delete(segment);
            work++;
        }
        return work;
    }

    /**
     * Makes room at the cost of what was appended first: deletes the oldest segment that nobody appends to.
     *
     * @return 0 if there is none
     */
    int evictOldest() throws IOException {
        closeLingering();
        for (Segment segment : segments.all()) {
            if (!segment.settled()) {
                return 0;
            }
            if (segment.hasEntries() && !segment.isBefore(acknowledged)) {
                Eviction eviction = evictionOf(segment);
                if (eviction != null) {
                    segments.evictions().add(eviction, sync);
                }
                segment.evict();
                delete(segment);
                return 1;
            }
        }
        return 0;
    }

    /** Null if nothing in it can be read, or all is listed: a crash between the list and the deletion leaves that. */
    private @Nullable Eviction evictionOf(Segment segment) throws IOException {
        SortedMap<Integer, Long> entriesByTag = new TreeMap<>();
        long first = 0;
        long last = 0;
        try (SegmentReader reader = new SegmentReader(segment)) {
            if (segment.number() == acknowledged.segment()) {
                reader.seek(acknowledged.offset());
            }
            while (reader.next(segment.committedEnd())) {
                if (!reader.isDefinition() && !isListed(segment, reader.sequence())) {
                    first = first == 0 ? reader.sequence() : first;
                    last = reader.sequence();
                    entriesByTag.merge(reader.tag(), 1L, Long::sum);
                }
            }
        }
        return last == 0 ? null : new Eviction(segment.incarnation(), first, last, entriesByTag);
    }

    private boolean isListed(Segment segment, long sequence) {
        return segments.evictions().countOf(segment.incarnation(), sequence, sequence) > 0;
    }

    private void delete(Segment segment) throws IOException {
        PrivateFiles.deleteRecursively(segment.directory());
        forget(segment);
        allocatedBytes.addAndGet(-diskBytes(segment));
    }

    private void forget(Segment segment) {
        segments.remove(segment);
        heldBytes.addAndGet(-segment.committedEnd());
    }

    private boolean lingers(Segment segment) {
        SegmentWriter oldest = lingering.peek();
        return oldest != null && oldest.segment() == segment;
    }

    private void setAside(SegmentWriter writer) throws IOException {
        try {
            spares.add(writer);
        } catch (IOException e) {
            close(writer); // to be deleted like any other
            throw e;
        }
        forget(writer.segment());
    }

    /** Whether a file of this kind waits to be used again. Gives back those of the other kind, which has gone by. */
    boolean hasSpare(boolean chronicle) throws IOException {
        while (spares.size() > 0 && !spares.has(chronicle)) {
            dropSpare();
        }
        return spares.size() > 0;
    }

    /**
     * Makes a segment ready in a file that was used before. One that is of no use any more, because somebody moved or cut
     * it, is given up.
     *
     * @return null if there is none
     */
    @Nullable
    SegmentWriter reuse(Segment segment, byte[] preamble) throws IOException {
        try {
            return spares.take(segment, preamble);
        } catch (IOException | RuntimeException | Error e) {
            dropSpare();
            throw e;
        }
    }

    /** Gives back the disk of a file that waits to be used again; false if there is none. */
    boolean dropSpare() throws IOException {
        long bytes = spares.nextBytes();
        if (bytes == 0) {
            return false;
        }
        try {
            spares.drop();
        } finally {
            allocatedBytes.addAndGet(-bytes);
        }
        return true;
    }

    /** Gives back a segment that was made ready, and that nobody appends to or will. */
    void discard(SegmentWriter writer) throws IOException {
        writer.retire();
        close(writer);
        segments.remove(writer.segment());
        PrivateFiles.deleteRecursively(writer.segment().directory());
        allocatedBytes.addAndGet(-diskBytes(writer.segment()));
    }

    /** Gives back the disk that a writer has given up. */
    void giveBack(SegmentWriter writer, long bytes) throws IOException {
        writer.giveBack();
        allocatedBytes.addAndGet(-bytes);
    }

    private void closeLingering() throws IOException {
        Chores chores = new Chores();
        while (!lingering.isEmpty()) {
            chores.attempt(() -> {
                close(lingering.remove());
                return 1;
            });
        }
        chores.done();
    }

    /** Any thread: forces what is retired and not closed to the storage device. */
    void force() throws IOException {
        for (SegmentWriter writer : retired) {
            writer.force();
        }
    }

    /** At the end of the spool: closes what is left to close, and deletes what nobody needs. */
    void close() throws IOException {
        Chores chores = new Chores();
        while (!retired.isEmpty()) {
            chores.attempt(this::closeRetired);
        }
        chores.attempt(() -> {
            closeLingering();
            return 1;
        });
        while (spares.size() > 0) {
            chores.attempt(() -> dropSpare() ? 1 : 0);
        }
        chores.done();
        for (Segment segment : segments.all()) {
            if (segment.settled() && !segment.hasEntries()) {
                delete(segment);
            }
        }
        deleteAcknowledged();
    }

    private void close(SegmentWriter writer) throws IOException {
        long before = writer.diskBytes();
        try {
            if (sync) {
                writer.force();
            }
            writer.close();
        } finally {
            // Its files may be deleted even if it did not close well.
            writer.segment().settle();
            allocatedBytes.addAndGet(diskBytes(writer.segment()) - before);
        }
    }

    private static long diskBytes(Segment settled) {
        return settled.committedEnd() + settled.overheadBytes();
    }
}
