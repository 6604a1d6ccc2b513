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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks the tokens of an entry; every step is checked against the entry's end. */
final class EntryCursor {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final PageDefinitions definitions;
    private final int start;
    private final int end;
    private int position;

    int field;
    int type;
    /** Payload of VARINT, FIXED64 and FIXED32; length of BYTES. */
    long value;
    /** Where the payload of BYTES and CODED begins. */
    int textStart;
    /** References so far to what is not defined. */
    int lostDefinitions;

    /** {@code offset} and {@code length} lie within {@code bytes}. */
    EntryCursor(byte[] bytes, int offset, int length, PageDefinitions definitions) {
        this.bytes = bytes;
        this.definitions = definitions;
        this.start = offset;
        this.end = offset + length;
        this.position = offset;
    }

    int readByte() throws EventFormatException {
        if (position >= end) {
            throw damaged("it ends too early");
        }
        return bytes[position++] & 0xFF;
    }

    /** Goes to the next token; {@code false} at the end. */
    boolean next() throws EventFormatException {
        if (position == end) {
            return false;
        }
        int tag = readByte();
        field = EventFormat.field(tag);
        type = EventFormat.type(tag);
        if (field == 0) {
            throw damaged("field 0 does not exist");
        }
        if (field == EventFormat.EXTENDED) {
            field = EventFormat.EXTENDED + 1 + readByte();
        }
        switch (type) {
            case EventFormat.VARINT, EventFormat.REFERENCE -> value = readVarint();
            case EventFormat.FIXED64 -> value = readFixed(8);
            case EventFormat.FIXED32 -> value = readFixed(4);
            case EventFormat.EMPTY -> value = 0;
            case EventFormat.BOOLEAN -> value = readByte();
            case EventFormat.BYTES, EventFormat.CODED -> {
                value = readVarint();
                if (value < 0 || value > end - position) {
                    throw damaged("field " + field + " is longer than what is left");
                }
                textStart = position;
                position += (int) value;
            }
            default -> throw new AssertionError(type); // three bits
        }
        return true;
    }

    /** The string of the current token. */
    String text() throws EventFormatException {
        if (type == EventFormat.REFERENCE) {
            if (definitions.get(value) instanceof String text) {
                return text;
            }
            lostDefinitions++;
            return PageDefinitions.marker(value);
        }
        require(EventFormat.BYTES);
        return new String(bytes, textStart, (int) value, StandardCharsets.UTF_8);
    }

    /** The frame whose number is {@code number}. */
    StackFrame frame(long number) {
        if (definitions.get(number) instanceof StackFrame frame) {
            return frame;
        }
        lostDefinitions++;
        return new StackFrame(null, PageDefinitions.marker(number), "?", null, -1);
    }

    /** Reads the payload of CODED. */
    EntryCursor coded() throws EventFormatException {
        require(EventFormat.CODED);
        return new EntryCursor(bytes, textStart, (int) value, PageDefinitions.NONE);
    }

    /** The string of the current token, {@code null} for EMPTY. */
    @Nullable
    String textOrNull() throws EventFormatException {
        return type == EventFormat.EMPTY ? null : text();
    }

    /** The VARINT of the current token, as a count. */
    int count() throws EventFormatException {
        require(EventFormat.VARINT);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw damaged("field " + field + " is out of range: " + value);
        }
        return (int) value;
    }

    void require(int wanted) throws EventFormatException {
        if (type != wanted) {
            throw damaged("field " + field + " has type " + type + " instead of " + wanted);
        }
    }

    EventFormatException damaged(String reason) {
        return new EventFormatException("not an entry: " + reason + ", at byte " + (position - start));
    }

    void skip(int length) {
        position += length;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    byte[] readRemaining() {
        byte[] rest = Arrays.copyOfRange(bytes, position, end);
        position = end;
        return rest;
    }

    /** A length and a string. */
    String readText() throws EventFormatException {
        long length = readVarint();
        if (length < 0 || length > remaining()) {
            throw damaged("a string is longer than what is left");
        }
        position += (int) length;
        return new String(bytes, position - (int) length, (int) length, StandardCharsets.UTF_8);
    }

    long readVarint() throws EventFormatException {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            result |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return result;
            }
        }
        throw damaged("a number has more than ten bytes");
    }

    /** Eight bytes, or four without a sign. */
    long readFixed(int size) throws EventFormatException {
        if (size > remaining()) {
            throw damaged("it ends too early");
        }
        int at = position;
        position += size;
        return size == Long.BYTES ? (long) LONG.get(bytes, at) : Integer.toUnsignedLong((int) INT.get(bytes, at));
    }
}
