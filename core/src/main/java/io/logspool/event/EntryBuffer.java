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
package io.logspool.event;

import static io.logspool.event.EventFormat.varintSize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The growing bytes of the entry being written. Not thread-safe.
 *
 * <p>Malformed UTF-16 (a surrogate without its other half) is written as U+FFFD.
 */
final class EntryBuffer {

    /** What is kept between events, in bytes: an event that needed more does not pin its buffer. */
    static final int RETAINED_BYTES = 64 * 1024;

    private static final int INITIAL_BYTES = 1024;
    private static final int LONGEST_VARINT = 10;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    byte[] bytes;
    int size;

    EntryBuffer() {
        this(INITIAL_BYTES);
    }

    EntryBuffer(int initialBytes) {
        bytes = new byte[initialBytes];
    }

    void clear() {
        size = 0;
        if (bytes.length > RETAINED_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    void putByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void putTag(int field, int type) {
        putByte(field << 3 | type);
    }

    void putEmpty(int field) {
        putTag(field, EventFormat.EMPTY);
    }

    void putVarint(int field, long value) {
        putVarint(field, EventFormat.VARINT, value);
    }

    void putReference(int field, int number) {
        putVarint(field, EventFormat.REFERENCE, number);
    }

    private void putVarint(int field, int type, long value) {
        ensure(1 + LONGEST_VARINT);
        int at = size;
        bytes[at] = (byte) (field << 3 | type);
        size = writeVarint(bytes, at + 1, value);
    }

    void putVarint(long value) {
        ensure(LONGEST_VARINT);
        size = writeVarint(bytes, size, value);
    }

    void putBoolean(int field, boolean value) {
        putTag(field, EventFormat.BOOLEAN);
        putByte(value ? 1 : 0);
    }

    void putFixed64(int field, long value) {
        putTag(field, EventFormat.FIXED64);
        putFixed64(value);
    }

    void putFixed64(long value) {
        ensure(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    void putBytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    void putFixed32(int field, int value) {
        putTag(field, EventFormat.FIXED32);
        ensure(4);
        for (int i = 0; i < 32; i += 8) {
            bytes[size++] = (byte) (value >>> i);
        }
    }

    /**
     * Puts a string, or EMPTY for {@code null}.
     *
     * @param maxBytes most bytes of the text; what is longer is cut before a character
     * @return whether all of it was put
     */
    boolean putString(int field, @Nullable String text, int maxBytes) {
        if (text == null) {
            putEmpty(field);
            return true;
        }
        putTag(field, EventFormat.BYTES);
        return putText(text, maxBytes);
    }

    /** Puts the length of a string, and the string; as {@link #putString}. */
    boolean putText(String text, int maxBytes) {
        int chars = text.length();
        int most = (int) Math.min(3L * chars, maxBytes);
        ensure(5 + most);
        // Nearly all text is ASCII: its length is then known before it is written.
        int width = varintSize(Math.min(chars, maxBytes));
        int start = size + width;
        int ascii = writeAscii(text, start, Math.min(chars, maxBytes));
        int done = ascii;
        int end = start + ascii;
        if (ascii < chars) {
            long rest = writeRest(text, ascii, end, start + most);
            done = (int) (rest >>> 32);
            end = (int) rest;
        }
        int length = end - start;
        int needed = varintSize(length);
        if (needed != width) {
            System.arraycopy(bytes, start, bytes, size + needed, length);
        }
        size = writeVarint(bytes, size, length) + length;
        return done == chars;
    }

    private int writeAscii(String text, int at, int chars) {
        byte[] target = bytes;
        int i = 0;
        while (i < chars) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                break;
            }
            target[at + i++] = (byte) c;
        }
        return i;
    }

    /** Writes from char {@code i} on; returns the first char not written (high half) and the end (low half). */
    private long writeRest(String text, int i, int at, int limit) {
        byte[] target = bytes;
        int chars = text.length();
        while (i < chars) {
            int c = text.charAt(i);
            int next = i + 1;
            if (Character.isSurrogate((char) c)) {
                if (Character.isHighSurrogate((char) c)
                        && next < chars
                        && Character.isLowSurrogate(text.charAt(next))) {
                    c = Character.toCodePoint((char) c, text.charAt(next++));
                } else {
                    c = 0xFFFD;
                }
            }
            int length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (length > limit - at) {
                break;
            }
            switch (length) {
                case 1 -> target[at] = (byte) c;
                case 2 -> {
                    target[at] = (byte) (0xC0 | (c >> 6));
                    target[at + 1] = (byte) (0x80 | (c & 0x3F));
                }
                case 3 -> {
                    target[at] = (byte) (0xE0 | (c >> 12));
                    target[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3F));
                    target[at + 2] = (byte) (0x80 | (c & 0x3F));
                }
                default -> {
                    target[at] = (byte) (0xF0 | (c >> 18));
                    target[at + 1] = (byte) (0x80 | ((c >> 12) & 0x3F));
                    target[at + 2] = (byte) (0x80 | ((c >> 6) & 0x3F));
                    target[at + 3] = (byte) (0x80 | (c & 0x3F));
                }
            }
            at += length;
            i = next;
        }
        return (long) i << 32 | at;
    }

    static int writeVarint(byte[] target, int at, long value) {
        long rest = value;
        int position = at;
        while ((rest & ~0x7FL) != 0) {
            target[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[position++] = (byte) rest;
        return position;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, (int)
                    Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}
