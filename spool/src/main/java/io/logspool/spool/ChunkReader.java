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
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of one file, read a chunk at a time. One thread owns it. */
final class ChunkReader implements AutoCloseable {

    private static final int CHUNK_BYTES = 128 << 10;
    private static final byte[] ZEROS = new byte[CHUNK_BYTES];

    private final @Nullable FileChannel channel;
    private byte[] chunk = new byte[CHUNK_BYTES];
    private ByteBuffer view = ByteBuffer.wrap(chunk);
    private long start;
    private int length;

    /** Opens a file; one that is gone reads as empty. */
    ChunkReader(Path file) throws IOException {
        FileChannel opened = null;
        try {
            opened = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            // The owner may delete at any time what is acknowledged.
        }
        this.channel = opened;
    }

    /** Whether the file was gone when it was to be opened. */
    boolean missing() {
        return channel == null;
    }

    /** Size of the file now, in bytes. */
    long fileSize() throws IOException {
        return channel == null ? 0 : channel.size();
    }

    /** Brings bytes into the chunk, none from behind the limit; false if the file ends before them. */
    boolean load(long at, int bytes, long limit) throws IOException {
        if (at >= start && at + bytes <= start + length) {
            return true;
        }
        if (channel == null) {
            return false;
        }
        if (bytes > chunk.length) {
            chunk = new byte[Math.max(bytes, 2 * chunk.length)];
            view = ByteBuffer.wrap(chunk);
        }
        view.clear().limit((int) Math.min(chunk.length, limit - at));
        start = at;
        length = 0;
        while (view.hasRemaining()) {
            int read = channel.read(view, at + length);
            if (read <= 0) {
                break;
            }
            length += read;
        }
        return length >= bytes;
    }

    /** Whether these bytes are in the file, and zeros. Forgets what was read ahead. */
    boolean isZero(long at, int bytes) throws IOException {
        refresh();
        boolean zero = load(at, bytes, at + bytes) && zerosAt(0) >= bytes;
        refresh();
        return zero;
    }

    /** Whether something is in the chunk. */
    boolean isLoaded() {
        return length > 0;
    }

    /** Forgets what was read ahead, which may have been written to since. */
    void refresh() {
        length = 0;
    }

    /** The chunk, until the next {@link #load}. */
    byte[] array() {
        return chunk;
    }

    /** Where an offset of the file is in {@link #array()}. */
    int index(long at) {
        return (int) (at - start);
    }

    /** How many zeros stand in the chunk from an index on. */
    int zerosAt(int index) {
        int left = Math.min(length - index, ZEROS.length);
        int mismatch = Arrays.mismatch(chunk, index, index + left, ZEROS, 0, left);
        return mismatch < 0 ? left : mismatch;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
