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
package io.logspool.encode;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Bytes in one array that is used again and handed out without a copy. Not thread-safe. */
public final class ByteArrayOutput extends OutputStream {

    /** What is kept by {@link #reset()}, in bytes. */
    private static final int RETAINED_BYTES = 256 * 1024;

    private static final int INITIAL_BYTES = 4 * 1024;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    /** Forgets what was written. */
    public void reset() {
        length = 0;
        if (bytes.length > RETAINED_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /** The array the bytes are in; valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Where the bytes begin in {@link #array()}. */
    public int offset() {
        return 0;
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void write(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, source.length);
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** The array, with room for so many more bytes behind the last; whoever writes them says so by {@link #length(int)}. */
    byte[] reserve(int more) {
        ensure(more);
        return bytes;
    }

    /** So many bytes are written in all. */
    void length(int written) {
        length = written;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), doubled));
        }
    }
}
