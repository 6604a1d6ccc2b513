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

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.impl.single.InternalAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.Wire;

/**
 * A Chronicle queue with one file that never rolls. Chronicle makes the file, its head and its mapping, and writes the
 * first document; all others are written here, straight into the mapping, as Chronicle lays them out, so its own readers
 * read them too. The spool's lock replaces the one that Chronicle keeps in the file, and the index is left to readers.
 */
final class ChronicleMapping implements SegmentMapping {

    static final String FILE = SegmentCycle.FILE;

    /** The name under which Chronicle takes over a file that was allocated before. */
    static final String PREPARED_FILE = "segment.precreated";

    static final String METADATA_FILE = "metadata.cq4t";

    /** Bytes on disk of a segment's metadata, which Chronicle maps as one 64 KiB page and its overlap. */
    static final int METADATA_BYTES = 128 << 10;

    /** Chronicle's head and index in the segment's file take less than this. */
    static final int HEAD_BYTES = 64 << 10;

    private static final UnsafeMemory MEMORY = UnsafeMemory.MEMORY;

    private final ChronicleQueue queue;
    private final long address;
    private final long start;

    /**
     * Both files must have been prepared: zeros, at least {@link #HEAD_BYTES} of them and what the document takes.
     *
     * @param capacity bytes to map
     * @param document written first, by Chronicle
     */
    ChronicleMapping(Path directory, int capacity, byte[] document) {
        this.queue = SingleChronicleQueueBuilder.binary(directory)
                .blockSize(capacity)
                .rollCycle(SegmentCycle.INSTANCE)
                .timeProvider(() -> 0L)
                .doubleBuffer(false)
                .checkInterrupts(false)
                .build();
        try {
            InternalAppender appender = (InternalAppender) queue.createAppender();
            appender.singleThreadedCheckDisabled(true);
            appender.writeBytes(Bytes.wrapForRead(document));
            Wire wire = appender.wire();
            if (wire == null) {
                throw new IllegalStateException("Chronicle opened no file in " + directory);
            }
            this.start = EntryFormat.align(wire.bytes().writePosition());
            this.address = wire.bytes().addressForWrite(0);
        } catch (RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public void write(long at, int check, long head, byte[] payload, int offset, int length) {
        long to = address + at;
        MEMORY.copyMemory(payload, offset, to + EntryFormat.PAYLOAD_AT, length);
        MEMORY.writeInt(to + EntryFormat.CHECK_AT, check);
        MEMORY.writeLong(to + EntryFormat.HEAD_AT, head);
        MEMORY.writeOrderedInt(to, EntryFormat.HEADER_BYTES + length);
    }

    @Override
    public void touch(long from, long to) {
        for (long at = from & -PAGE_BYTES; at < to; at += PAGE_BYTES) {
            MEMORY.compareAndSwapInt(address + at, 0, 0);
        }
    }

    @Override
    public void clear(long from, long to) {
        MEMORY.setMemory(address + from, to - from, (byte) 0);
    }

    @Override
    public void close() {
        queue.close();
    }
}
