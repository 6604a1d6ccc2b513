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

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Walks the tokens of an entry; every step is checked against the entry's end. */
final class EntryCursor {

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int position;

    int field;
    int type;
    /** Payload of VARINT, FIXED64 and FIXED32; length of BYTES. */
    long value;
    /** Where the payload of BYTES begins. */
    int textStart;

    /** {@code offset} and {@code length} lie within {@code bytes}. */
    EntryCursor(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
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
            case EventFormat.BYTES -> {
                value = readVarint();
                if (value < 0 || value > end - position) {
                    throw damaged("field " + field + " is longer than what is left");
                }
                textStart = position;
                position += (int) value;
            }
            default -> throw damaged("type " + type + " does not exist");
        }
        return true;
    }

    /** The string of the current token. */
    String text() throws EventFormatException {
        require(EventFormat.BYTES);
        return new String(bytes, textStart, (int) value, StandardCharsets.UTF_8);
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

    private long readVarint() throws EventFormatException {
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

    private long readFixed(int size) throws EventFormatException {
        long result = 0;
        for (int shift = 0; shift < 8 * size; shift += 8) {
            result |= (long) readByte() << shift;
        }
        return result;
    }
}
