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
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of one segment: a directory of its own, with one file of entries.
 *
 * <p>Owners: {@link #append}, {@link #hasRoom} under the spool's append lock; {@link #prepare}, {@link #force} and
 * {@link #close} on the spool's thread.
 *
 * <p>The file grows by zeros that {@link #prepare} writes ahead of the writer. It is mapped once, larger than it is on
 * disk; what lies behind {@link #preparedBytes()} is never touched.
 */
final class SegmentWriter implements AutoCloseable {

    private final Machine machine;
    private final Segment segment;
    private final int capacity;
    private final boolean chronicle;
    private final @Nullable RandomAccessFile file;
    private final @Nullable SegmentMapping mapping;
    private final ReentrantLock forceLock = new ReentrantLock();
    private final long salt;
    private volatile long prepared;
    private long forcedEnd;
    private boolean closed;
    private volatile boolean broken;
    private volatile boolean retired;

    private SegmentWriter(
            Machine machine, Segment segment, int capacity, byte[] preamble, long initialBytes, boolean chronicle)
            throws IOException {
        this.machine = machine;
        this.segment = segment;
        this.capacity = capacity;
        this.chronicle = chronicle;
        this.salt = segment.salt();
        Path directory = segment.directory();
        PrivateFiles.createDirectories(directory);
        RandomAccessFile entries =
                createPrivate(directory, chronicle ? ChronicleMapping.PREPARED_FILE : PlainMapping.FILE);
        this.file = entries;
        SegmentMapping opened = null;
        try {
            machine.allocate(entries, 0, initialBytes);
            long head = EntryFormat.head(EntryFormat.PREAMBLE_TAG, segment.number());
            int check = preambleCheck(head, preamble);
            if (chronicle) {
                try (RandomAccessFile metadata = createPrivate(directory, ChronicleMapping.METADATA_FILE)) {
                    machine.allocate(metadata, 0, ChronicleMapping.METADATA_BYTES);
                }
                opened = new ChronicleMapping(directory, capacity, EntryFormat.document(check, head, preamble));
                segment.publish(opened.start());
            } else {
                opened = new PlainMapping(entries, capacity);
                opened.write(0, check, head, preamble, 0, preamble.length);
                segment.publish(EntryFormat.sizeOnDisk(preamble.length));
            }
            this.mapping = opened;
            opened.touch(segment.committedEnd(), initialBytes);
            this.prepared = initialBytes;
        } catch (IOException | RuntimeException | Error e) {
            if (opened != null) {
                opened.close();
            }
            entries.close();
            throw e;
        }
    }

    /** Takes over what another has prepared and mapped, once that is clean. */
    private SegmentWriter(Segment segment, byte[] preamble, SegmentWriter spent) {
        this.machine = spent.machine;
        this.segment = segment;
        this.capacity = spent.capacity;
        this.chronicle = spent.chronicle;
        this.salt = segment.salt();
        this.file = spent.file;
        this.mapping = spent.mapping;
        this.prepared = spent.prepared;
        long begin = spent.segment.firstEntryAt();
        mapping().clear(begin, spent.segment.committedEnd());
        long head = EntryFormat.head(EntryFormat.PREAMBLE_TAG, segment.number());
        long at = begin - EntryFormat.sizeOnDisk(preamble.length);
        mapping().write(at, preambleCheck(head, preamble), head, preamble, 0, preamble.length);
        segment.publish(begin);
    }

    private SegmentWriter(Segment segment) {
        this.machine = Machine.REAL;
        this.segment = segment;
        this.capacity = 0;
        this.chronicle = false;
        this.salt = 0;
        this.file = null;
        this.mapping = null;
        this.closed = true;
        this.retired = true;
    }

    /**
     * Stands for the segment before the first one, where there is no disk for that: retired and closed, it takes nothing.
     *
     * @param segment of which there is no file
     */
    static SegmentWriter none(Segment segment) {
        return new SegmentWriter(segment);
    }

    /**
     * Makes a segment ready for its first entry, without Chronicle.
     *
     * @param preamble written as the segment's first entry
     * @param initialBytes what to allocate now
     */
    static SegmentWriter plain(Machine machine, Segment segment, int capacity, byte[] preamble, long initialBytes)
            throws IOException {
        return new SegmentWriter(machine, segment, capacity, preamble, initialBytes, false);
    }

    /** The same as a Chronicle queue; Chronicle must be {@linkplain ChronicleRuntime#isLoaded() loaded}. */
    static SegmentWriter chronicle(Machine machine, Segment segment, int capacity, byte[] preamble, long initialBytes)
            throws IOException {
        return new SegmentWriter(machine, segment, capacity, preamble, initialBytes, true);
    }

    /**
     * Makes a segment ready for its first entry in the file of another, which is {@linkplain #isReusable() reusable},
     * acknowledged, and no longer where readers look for it. The spent writer must not be used any more.
     *
     * @param directory where the file is now; it becomes the segment's
     * @param preamble as long as the spent one's
     */
    static SegmentWriter reusing(SegmentWriter spent, Path directory, Segment segment, byte[] preamble)
            throws IOException {
        SegmentWriter writer = new SegmentWriter(segment, preamble, spent);
        Files.move(directory, segment.directory(), StandardCopyOption.ATOMIC_MOVE);
        return writer;
    }

    Segment segment() {
        return segment;
    }

    boolean isPlain() {
        return !chronicle;
    }

    /** Bytes that are allocated, of its entries' file. */
    long preparedBytes() {
        return prepared;
    }

    /** Bytes that are allocated, of all its files. */
    long diskBytes() {
        return prepared + segment.overheadBytes();
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

    /** Whether another segment can have its file: it is whole, and there is nothing more to allocate. */
    boolean isReusable() {
        return !broken && !closed && prepared >= capacity;
    }

    /** Bytes that are allocated and not yet used. */
    long room() {
        return broken || retired ? 0 : prepared - segment.committedEnd();
    }

    /** Whether an entry of this size on disk fits into what is allocated. */
    boolean hasRoom(long sizeOnDisk) {
        return !broken && !retired && segment.ownEnd() + sizeOnDisk <= prepared;
    }

    /** Whether an entry of this size will not fit even when all is allocated. */
    boolean isFullFor(long sizeOnDisk) {
        return broken || retired || segment.ownEnd() + sizeOnDisk > capacity;
    }

    /**
     * Writes one entry, and publishes its end. Only after {@link #hasRoom} said yes. If it throws, the entry is not
     * committed, and the segment takes no more: {@link #isFullFor} says so.
     */
    void append(int tag, long sequence, int payloadCheck, byte[] payload, int offset, int length) {
        try {
            write(tag, sequence, payloadCheck, payload, offset, length);
            segment.publish(segment.ownEnd() + EntryFormat.sizeOnDisk(length), sequence);
        } catch (RuntimeException | Error e) {
            broken = true; // what is there already may stand in the way of another
            throw e;
        }
    }

    /** The same for a definition, which comes after the entry with this sequence and has none of its own. */
    void define(long lastSequence, int payloadCheck, byte[] payload, int offset, int length) {
        try {
            write(EntryFormat.DEFINITION_TAG, lastSequence, payloadCheck, payload, offset, length);
            segment.publishDefinition(segment.ownEnd() + EntryFormat.sizeOnDisk(length));
        } catch (RuntimeException | Error e) {
            broken = true;
            throw e;
        }
    }

    private void write(int tag, long sequence, int payloadCheck, byte[] payload, int offset, int length) {
        long head = EntryFormat.head(tag, sequence);
        mapping().write(segment.ownEnd(), check(head, payloadCheck), head, payload, offset, length);
    }

    private int preambleCheck(long head, byte[] preamble) {
        return check(head, EntryFormat.payloadCheck(preamble, 0, preamble.length));
    }

    private int check(long head, int payloadCheck) {
        return payloadCheck ^ EntryFormat.headCheck(head, salt);
    }

    /**
     * Takes no more if somebody cut the file short, or removed it: what is written behind its end goes nowhere, and the JVM
     * tells of it too late, with an error in a thread that may have left; and what is written to a file without a name is
     * lost with the process.
     *
     * @return whether it was so, and was not known
     */
    boolean checkFile() throws IOException {
        if (broken || retired || !(isCutShort() || Files.notExists(segment.file()))) {
            return false;
        }
        broken = true;
        return true;
    }

    boolean isCutShort() throws IOException {
        return file().length() < prepared;
    }

    /** Allocates disk up to this many bytes of the file, by writing zeros, and has the pages ready. */
    void prepare(long upTo) throws IOException {
        long from = prepared;
        long target = Math.min(upTo, capacity);
        if (target > from) {
            try {
                machine.allocate(file(), from, target);
            } catch (IOException e) {
                file().setLength(from); // gives back what was had before the disk was full
                throw e;
            }
            mapping().touch(from, target);
            prepared = target;
        }
    }

    /** Under the append lock: takes this much less than what is allocated; {@link #giveBack()} does the rest. */
    long giveUp(long bytes) {
        if (broken || retired) {
            return 0;
        }
        long before = prepared;
        long kept = Math.max(before - bytes, Preparation.STEP_BYTES);
        prepared = kept;
        return before - kept;
    }

    /** Gives back the disk behind what is taken. */
    void giveBack() throws IOException {
        if (!broken && file().length() > prepared) {
            file().setLength(prepared);
        }
    }

    /**
     * Forces every committed entry to the storage device. Any thread; those that come while one waits for the device
     * share the next turn.
     */
    void force() throws IOException {
        forceLock.lock();
        try {
            long end = segment.committedEnd();
            if (!closed && end > forcedEnd) {
                machine.force(segment, file());
                forcedEnd = end;
            }
        } finally {
            forceLock.unlock();
        }
    }

    /** Closes the file, and gives back the disk behind the last entry. */
    @Override
    public void close() throws IOException {
        forceLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (RandomAccessFile entries = file()) {
                closeMapping(entries);
            }
        } finally {
            forceLock.unlock();
        }
    }

    private void closeMapping(RandomAccessFile entries) throws IOException {
        try {
            mapping().close();
        } finally {
            prepared = segment.entriesEnd();
            entries.setLength(prepared);
        }
    }

    private RandomAccessFile file() {
        return Objects.requireNonNull(file);
    }

    private SegmentMapping mapping() {
        return Objects.requireNonNull(mapping);
    }

    private static RandomAccessFile createPrivate(Path directory, String name) throws IOException {
        Path path = directory.resolve(name);
        Files.deleteIfExists(path);
        Files.createFile(path, PrivateFiles.fileAttributes(directory));
        return new RandomAccessFile(path.toFile(), "rw");
    }
}
