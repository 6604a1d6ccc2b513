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

/**
 * What a spool takes from the machine it runs on: time, and the disk's answers. Tests have one of their own.
 *
 * <p>There is no time of day: nothing that a spool does or writes depends on it, so a clock that is set changes nothing.
 * Any thread.
 */
class Machine {

    /** The one there is. */
    static final Machine REAL = new Machine();

    private static final byte[] ZEROS = new byte[256 << 10];

    Machine() {}

    /** Nanoseconds since an arbitrary moment. */
    long nanoTime() {
        return System.nanoTime();
    }

    /** Whether so many nanoseconds are over since a moment; a moment that is still to come counts as long ago. */
    final boolean isOver(long moment, long nanos) {
        long since = nanoTime() - moment;
        return since < 0 || since >= nanos;
    }

    /** Bytes that this process may still allocate on a volume. */
    long usableBytes(FileStore volume) throws IOException {
        return volume.getUsableSpace();
    }

    /**
     * Allocates disk for a range of a file, by writing zeros.
     *
     * @throws IOException if there is not enough; some may have been allocated
     */
    void allocate(RandomAccessFile file, long from, long to) throws IOException {
        file.seek(from);
        for (long left = to - from; left > 0; left -= ZEROS.length) {
            file.write(ZEROS, 0, (int) Math.min(ZEROS.length, left));
        }
    }

    /**
     * Forces a segment's file to the storage device. What was written through a mapping and what was written through the
     * file are the same pages, so fsync(2) covers both; and unlike a channel, the file is not closed by an interrupt of its
     * caller.
     */
    void force(Segment segment, RandomAccessFile file) throws IOException {
        file.getFD().sync();
    }
}
