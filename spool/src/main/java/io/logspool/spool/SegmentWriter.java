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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.impl.single.InternalAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.Wire;

/**
 * The writing side of one segment: a Chronicle queue in a directory of its own, with its one file.
 *
 * <p>Owners: {@link #append}, {@link #hasRoom} under the spool's append lock; {@link #prepare}, {@link #force} and
 * {@link #close} on the spool's thread.
 *
 * <p>The file grows by zeros that {@link #prepare} writes ahead of the writer. Chronicle maps the file once, larger
 * than it is on disk; what lies behind {@link #preparedBytes()} is never touched.
 */
final class SegmentWriter implements AutoCloseable {

    /** Room behind the writer that Chronicle may need for a page of its index: 8 bytes for each of 1,024, and more. */
    static final int SLACK = 16 << 10;

    /** Bytes on disk of a segment's metadata, which Chronicle maps as one 64 KiB page and its overlap. */
    static final int METADATA_BYTES = 128 << 10;

    static final String METADATA_FILE = "metadata.cq4t";

    private static final byte[] ZEROS = new byte[256 << 10];

    private final Segment segment;
    private final int capacity;
    private final RandomAccessFile file;
    private final ChronicleQueue queue;
    private final InternalAppender appender;
    private final Bytes<?> scratch;
    private final ReentrantLock forceLock = new ReentrantLock();
    private final long salt;
    private volatile long prepared;
    private long forcedEnd;
    private boolean closed;
    private volatile boolean broken;
    private volatile boolean retired;

    /**
     * Makes a segment ready for its first entry.
     *
     * @param preamble written as the segment's first entry
     * @param initialBytes what to allocate now
     */
    SegmentWriter(Segment segment, int capacity, byte[] preamble, long initialBytes) throws IOException {
        this.segment = segment;
        this.capacity = capacity;
        this.salt = segment.incarnation().salt();
        Path directory = segment.directory();
        PrivateFiles.createDirectories(directory);
        RandomAccessFile opened = createPrivate(directory, SegmentCycle.PREPARED_FILE);
        ChronicleQueue openedQueue = null;
        try {
            this.file = opened;
            prepare(initialBytes);
            try (RandomAccessFile metadata = createPrivate(directory, METADATA_FILE)) {
                writeZeros(metadata, 0, METADATA_BYTES);
            }
            openedQueue = SingleChronicleQueueBuilder.binary(directory)
                    .blockSize(capacity)
                    .rollCycle(SegmentCycle.INSTANCE)
                    .timeProvider(() -> 0L)
                    .doubleBuffer(false)
                    .checkInterrupts(false)
                    .build();
            this.queue = openedQueue;
            this.appender = (InternalAppender) openedQueue.createAppender();
            appender.singleThreadedCheckDisabled(true);
            this.scratch = Bytes.allocateElasticDirect(1024);
            scratch.singleThreadedCheckDisabled(true);
            write(
                    EntryFormat.head(EntryFormat.PREAMBLE_TAG, segment.number()),
                    EntryFormat.payloadCheck(preamble, 0, preamble.length),
                    preamble,
                    0,
                    preamble.length);
        } catch (IOException | RuntimeException | Error e) {
            if (openedQueue != null) {
                openedQueue.close();
            }
            opened.close();
            throw e;
        }
    }

    Segment segment() {
        return segment;
    }

    long preparedBytes() {
        return prepared;
    }

    /** Bytes this segment may come to hold on disk, metadata aside. */
    int capacity() {
        return capacity;
    }

    /** Under the append lock: seals the segment, and takes no more. */
    void retire() {
        segment.seal();
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    /** Whether there is nothing more to allocate. */
    boolean isPrepared() {
        return broken || retired || prepared >= capacity;
    }

    /** Bytes that are allocated and not yet used. */
    long room() {
        return broken || retired ? 0 : prepared - segment.committedEnd();
    }

    /** Whether an entry of this size on disk fits into what is allocated. */
    boolean hasRoom(long sizeOnDisk) {
        return !broken && !retired && segment.ownEnd() + sizeOnDisk + SLACK <= prepared;
    }

    /** Whether an entry of this size will not fit even when all is allocated. */
    boolean isFullFor(long sizeOnDisk) {
        return broken || retired || segment.ownEnd() + sizeOnDisk + SLACK > capacity;
    }

    /**
     * Writes one entry, and publishes its end. Only after {@link #hasRoom} said yes. If it throws, the entry is not
     * committed, and the segment takes no more: {@link #isFullFor} says so.
     */
    void append(int tag, long sequence, int payloadCheck, byte[] payload, int offset, int length) {
        try {
            write(EntryFormat.head(tag, sequence), payloadCheck, payload, offset, length);
        } catch (RuntimeException | Error e) {
            broken = true;
            throw e;
        }
    }

    private void write(long head, int payloadCheck, byte[] payload, int offset, int length) {
        scratch.clear();
        scratch.writeInt(payloadCheck ^ EntryFormat.headCheck(head, salt));
        scratch.writeLong(head);
        scratch.write(payload, offset, length);
        appender.writeBytes(scratch);
        Wire wire = appender.wire();
        if (wire == null) {
            throw new IllegalStateException("segment " + segment.number() + " has no file behind it");
        }
        segment.publish(wire.bytes().writePosition());
    }

    /** Allocates disk up to this many bytes of the file, by writing zeros. */
    void prepare(long upTo) throws IOException {
        long target = Math.min(upTo, capacity);
        if (target > prepared) {
            writeZeros(file, prepared, target);
            prepared = target;
        }
    }

    /**
     * Forces every committed entry to the storage device. Any thread; those that come while one waits for the device
     * share the next turn. What was written through the mapping and what was written through the file are the same
     * pages, so fsync(2) covers both; and unlike a channel, the file is not closed by an interrupt of its caller.
     */
    void force() throws IOException {
        forceLock.lock();
        try {
            long end = segment.committedEnd();
            if (!closed && end > forcedEnd) {
                file.getFD().sync();
                forcedEnd = end;
            }
        } finally {
            forceLock.unlock();
        }
    }

    /** Closes the queue, and gives back the disk behind the last entry. */
    @Override
    public void close() throws IOException {
        forceLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            scratch.releaseLast();
            queue.close();
            long end = segment.committedEnd();
            file.setLength(end);
            prepared = end;
            file.close();
        } finally {
            forceLock.unlock();
        }
    }

    private static void writeZeros(RandomAccessFile target, long from, long to) throws IOException {
        target.seek(from);
        for (long left = to - from; left > 0; left -= ZEROS.length) {
            target.write(ZEROS, 0, (int) Math.min(ZEROS.length, left));
        }
    }

    private static RandomAccessFile createPrivate(Path directory, String name) throws IOException {
        Path path = directory.resolve(name);
        Files.deleteIfExists(path);
        Files.createFile(path, PrivateFiles.fileAttributes(directory));
        return new RandomAccessFile(path.toFile(), "rw");
    }
}
