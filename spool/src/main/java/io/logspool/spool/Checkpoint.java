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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The durable position before which every entry is acknowledged.
 *
 * <p>A restart reads from here: what was sent behind the checkpoint and not yet acknowledged is sent again, with the
 * same sequences. Nothing before it is ever read again.
 *
 * <p>The file holds two copies, written in turn, so that one torn write leaves the other. All numbers are
 * little-endian; copy {@code n} starts at {@code n * 512}:
 *
 * <pre>
 *   0       4         8            16        24       32            40         48      60
 *   +-------+---------+------------+---------+--------+-------------+----------+-------+
 *   | magic | version | generation | segment | offset | last        | sequence | zeros | crc32c
 *   | u32   | u32     | u64        | u64     | u64    | ordinal u64 | u64      |       | u32
 *   +-------+---------+------------+---------+--------+-------------+----------+-------+
 * </pre>
 *
 * <p>The copy with the higher generation counts. {@code last ordinal} is the ordinal of the newest incarnation, kept
 * here because its segments may be gone. {@code sequence} is that of the last acknowledged entry, 0 if not known. Owned
 * by one thread at a time;
 * the spool's thread makes the file again where somebody removed it.
 */
final class Checkpoint implements AutoCloseable {

    static final String FILE_NAME = "checkpoint";
    static final int COPY_DISTANCE = 512;
    static final int COPY_BYTES = 64;

    private static final int MAGIC = 0x5043_534C; // "LSCP"
    private static final int VERSION = 1;
    private static final int CRC_AT = COPY_BYTES - 4;

    private FileChannel channel;
    private boolean damaged;
    private long generation;
    private SpoolPosition position = SpoolPosition.START;
    private long lastOrdinal;

    private Checkpoint(FileChannel channel) throws IOException {
        this.channel = channel;
        reload();
    }

    /** Looks again at what is in the file; to be done by whoever gets the right to write to it. */
    synchronized void reload() throws IOException {
        boolean anyDamage = false;
        for (int copy = 0; copy < 2; copy++) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int read = Math.max(0, channel.read(buffer, (long) copy * COPY_DISTANCE));
            if (read == COPY_BYTES && isValid(buffer)) {
                if (buffer.getLong(8) > generation) {
                    generation = buffer.getLong(8);
                    position = new SpoolPosition(buffer.getLong(16), buffer.getLong(24), buffer.getLong(40));
                    lastOrdinal = buffer.getLong(32);
                }
            } else {
                anyDamage |= read > 0 && !isZero(buffer);
            }
        }
        damaged = anyDamage;
    }

    static Checkpoint open(Path slotDirectory) throws IOException {
        FileChannel channel = openFile(slotDirectory);
        try {
            return new Checkpoint(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel openFile(Path slotDirectory) throws IOException {
        return FileChannel.open(
                slotDirectory.resolve(FILE_NAME),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PrivateFiles.fileAttributes(slotDirectory));
    }

    /** Makes the file again, after somebody removed it, and writes to it what was written last. */
    synchronized void restore(Path slotDirectory, boolean force) throws IOException {
        FileChannel gone = channel;
        channel = openFile(slotDirectory);
        gone.close();
        write(position, lastOrdinal, force);
    }

    /** The position a checkpoint file holds, without taking part in it; null where no copy is whole. */
    static @Nullable SpoolPosition peek(Path slotDirectory) throws IOException {
        Checkpoint checkpoint = inspect(slotDirectory);
        return checkpoint.generation == 0 ? null : checkpoint.position;
    }

    /** What a checkpoint file holds, without taking part in it. A copy that is being written can seem damaged. */
    static Checkpoint inspect(Path slotDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(slotDirectory.resolve(FILE_NAME), StandardOpenOption.READ)) {
            return new Checkpoint(channel);
        }
    }

    SpoolPosition position() {
        return position;
    }

    long lastOrdinal() {
        return lastOrdinal;
    }

    /** Whether a copy was there that was not whole. */
    boolean damaged() {
        return damaged;
    }

    /**
     * Makes a position the durable one.
     *
     * @param force whether to wait for the storage device
     */
    synchronized void write(SpoolPosition newPosition, long newLastOrdinal, boolean force) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(0, MAGIC).putInt(4, VERSION).putLong(8, generation + 1);
        buffer.putLong(16, newPosition.segment()).putLong(24, newPosition.offset());
        buffer.putLong(32, newLastOrdinal).putLong(40, newPosition.sequence());
        buffer.putInt(CRC_AT, crc(buffer));
        long at = ((generation + 1) & 1) * COPY_DISTANCE;
        while (buffer.hasRemaining()) {
            channel.write(buffer, at + buffer.position());
        }
        if (force) {
            channel.force(false);
        }
        generation++;
        position = newPosition;
        lastOrdinal = newLastOrdinal;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private static boolean isValid(ByteBuffer copy) {
        return copy.getInt(0) == MAGIC
                && copy.getInt(4) == VERSION
                && copy.getLong(8) > 0
                && copy.getLong(16) >= 0
                && copy.getLong(24) >= 0
                && copy.getLong(40) >= 0
                && copy.getInt(CRC_AT) == crc(copy);
    }

    private static boolean isZero(ByteBuffer copy) {
        for (int i = 0; i < COPY_BYTES; i++) {
            if (copy.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int crc(ByteBuffer copy) {
        CRC32C crc = new CRC32C();
        crc.update(copy.slice(0, CRC_AT));
        return (int) crc.getValue();
    }
}
