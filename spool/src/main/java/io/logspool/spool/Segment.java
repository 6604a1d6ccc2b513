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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One segment of a slot, as the spool and its cursor both see it.
 *
 * <p>Goes writing, sealed, settled, deleted. A segment of an earlier incarnation is settled from the start, and its end
 * is where the file ends. {@code committedEnd} is written under the append lock and read by the cursor: what lies
 * before it is whole.
 */
final class Segment {

    private static final int PAGE_INDEX_BITS = 16;

    /** What a file system hands out at a time. */
    static final int BLOCK_BYTES = 4096;

    private static final VarHandle PROGRESS = MethodHandles.arrayElementVarHandle(long[].class);

    // Places in the progress, in the middle of an array of three cache lines: they change with each entry, and whoever
    // reads what is beside them would wait for the line each time.
    private static final int COMMITTED_END = 8;
    private static final int ENTRIES_END = 9;
    private static final int LAST_SEQUENCE = 10;
    private static final int PROGRESS_LENGTH = 24;

    private final SegmentName name;
    private final Path directory;
    private final boolean chronicle;
    private final long[] progress = new long[PROGRESS_LENGTH];

    private volatile boolean sealed;
    private volatile boolean settled;
    private volatile boolean evicted;
    private volatile long firstEntryAt;

    private Segment(SegmentName name, Path slotDirectory, boolean chronicle) {
        this.name = name;
        this.directory = slotDirectory.resolve(name.toString());
        this.chronicle = chronicle;
    }

    static Segment fresh(SegmentName name, Path slotDirectory, boolean chronicle) {
        return new Segment(name, slotDirectory, chronicle);
    }

    /**
     * A segment on disk.
     *
     * @throws NoSuchFileException if it has no file of entries
     */
    static Segment found(SegmentName name, Path slotDirectory) throws IOException {
        Path plain = slotDirectory.resolve(name.toString()).resolve(PlainMapping.FILE);
        Segment segment = new Segment(name, slotDirectory, !Files.exists(plain));
        if (!Files.isRegularFile(segment.file())) {
            throw new NoSuchFileException(segment.file().toString());
        }
        segment.endsAt(Files.size(segment.file()));
        segment.sealed = true;
        segment.settled = true;
        return segment;
    }

    /** Of a segment that nobody writes to: where its last entry ends. */
    void endsAt(long end) {
        progress[COMMITTED_END] = end;
        progress[ENTRIES_END] = end;
    }

    long number() {
        return name.number();
    }

    Incarnation incarnation() {
        return name.incarnation();
    }

    /** What binds the checksums of its entries to it, and to its incarnation. */
    long salt() {
        return name.salt();
    }

    Path directory() {
        return directory;
    }

    Path file() {
        return directory.resolve(chronicle ? ChronicleMapping.FILE : PlainMapping.FILE);
    }

    boolean isChronicle() {
        return chronicle;
    }

    /** Disk it takes beside its entries, in bytes. */
    int overheadBytes() {
        return overheadBytes(chronicle);
    }

    /** The same for one that is to be made: its directory, what is lost in its last block, and Chronicle's metadata. */
    static int overheadBytes(boolean chronicle) {
        return 2 * BLOCK_BYTES + (chronicle ? ChronicleMapping.METADATA_BYTES : 0);
    }

    /** Byte offset up to which entries and definitions are whole. */
    long committedEnd() {
        return (long) PROGRESS.getAcquire(progress, COMMITTED_END);
    }

    /** Byte offset behind the last entry: what follows are definitions that no entry needs. */
    long entriesEnd() {
        return (long) PROGRESS.getAcquire(progress, ENTRIES_END);
    }

    /** Which page of the slot an offset is in: see {@link Spool#page()}. */
    long page(long offset) {
        return number() << PAGE_INDEX_BITS | offset / EntryFormat.PAGE_BYTES;
    }

    /** As {@link #committedEnd()}, for whoever holds the append lock. */
    long ownEnd() {
        return progress[COMMITTED_END];
    }

    /** Of a segment that has no entry yet: everything before this is its own head. */
    void publish(long end) {
        publish(end, lastSequence());
    }

    /** Under the append lock: an entry with this sequence ends here. */
    void publish(long end, long sequence) {
        PROGRESS.setRelease(progress, ENTRIES_END, end);
        PROGRESS.setRelease(progress, COMMITTED_END, end);
        progress[LAST_SEQUENCE] =
                sequence; // no call, for which the stack may have no room: the next would get it as well
    }

    /** The sequence of the last entry here or, before the first, in the segments before; 0 where nobody appends. */
    long lastSequence() {
        return (long) PROGRESS.getOpaque(progress, LAST_SEQUENCE);
    }

    /** Under the append lock. */
    void lastSequence(long sequence) {
        PROGRESS.setOpaque(progress, LAST_SEQUENCE, sequence);
    }

    /** Of a sealed one, by its reader: nothing behind this can be read. */
    void entriesEndBy(long end) {
        if (end < entriesEnd()) {
            PROGRESS.setRelease(progress, ENTRIES_END, end);
        }
    }

    void publishDefinition(long end) {
        PROGRESS.setRelease(progress, COMMITTED_END, end);
    }

    /** Marks what is committed so far as no entry: the segment's own head. */
    void begin() {
        firstEntryAt = committedEnd();
    }

    /** Where the first entry is, or will be; 0 for a segment of an earlier incarnation. */
    long firstEntryAt() {
        return firstEntryAt;
    }

    boolean hasEntries() {
        return entriesEnd() > firstEntryAt;
    }

    /** Whether everything in it lies before a position. */
    boolean isBefore(SpoolPosition position) {
        return number() < position.segment() || (number() == position.segment() && entriesEnd() <= position.offset());
    }

    /** Whether nobody will append any more. */
    boolean sealed() {
        return sealed;
    }

    void seal() {
        sealed = true;
    }

    /** Whether no writer holds it any more, so that it may be deleted. */
    boolean settled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    /** Whether it was deleted before it was read: a reader that is in it is to leave. */
    boolean evicted() {
        return evicted;
    }

    void evict() {
        evicted = true;
    }
}
