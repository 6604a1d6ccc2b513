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
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A machine whose clock is set and whose disk is filled by a test, and that knows what was forced to its device. */
final class TestMachine extends Machine {

    /** How a disk says that it is full. */
    enum Disk {
        HAS_ROOM,
        /** When it is asked. */
        SAYS_NO,
        /** When it is written to: that is all a user's quota does. */
        FAILS,
        /** The same, in the middle of it. */
        FAILS_HALFWAY
    }

    /** A clock that stands still would keep those who wait for ever. */
    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(25);

    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, Long> forcedEnds = new HashMap<>();
    private volatile Disk disk = Disk.HAS_ROOM;
    private volatile boolean off;

    @Override
    long nanoTime() {
        return nanos.addAndGet(TICK_NANOS);
    }

    /** Sets the clock forward, or back. */
    void advance(long byNanos) {
        nanos.addAndGet(byNanos);
    }

    void disk(Disk now) {
        disk = now;
    }

    void fillDisk(Random random) {
        disk = List.of(Disk.SAYS_NO, Disk.FAILS, Disk.FAILS_HALFWAY).get(random.nextInt(3));
    }

    boolean isFull() {
        return disk != Disk.HAS_ROOM;
    }

    @Override
    long usableBytes(FileStore volume) throws IOException {
        return disk == Disk.SAYS_NO ? 0 : super.usableBytes(volume);
    }

    @Override
    void allocate(RandomAccessFile file, long from, long to) throws IOException {
        if (disk == Disk.FAILS_HALFWAY) {
            super.allocate(file, from, from + (to - from) / 2);
        }
        if (isFull()) {
            throw new IOException("No space left on device");
        }
        super.allocate(file, from, to);
    }

    @Override
    synchronized void force(Segment segment, RandomAccessFile file) {
        if (off) {
            return;
        }
        forcedEnds.merge(segment.directory().getFileName().toString(), segment.committedEnd(), Math::max);
    }

    /** While it is off, nothing comes to the device any more: what ends a spool then is for the test alone. */
    void off(boolean now) {
        off = now;
    }

    /** Where what is on the device ends, in a segment's file. */
    synchronized long forcedEnd(Path segment) {
        return forcedEnds.getOrDefault(segment.getFileName().toString(), 0L);
    }

    /** The power is cut: of a copy of a slot, leaves what was forced. */
    void loseUnforced(Path slot, Random random) throws IOException {
        for (Path segment : CrashedSlot.segments(slot)) {
            Path path = CrashedSlot.file(segment);
            if (path != null && Files.size(path) > forcedEnd(segment)) {
                long end = forcedEnd(segment);
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    long length = file.length();
                    file.setLength(end);
                    if (random.nextBoolean()) {
                        file.setLength(length); // zeros, where the file's length was on the device, and no more
                    }
                }
            }
        }
    }
}
