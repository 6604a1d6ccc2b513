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

/**
 * The layout of an entry, version {@value #VERSION}.
 *
 * <pre>
 *  byte 0         1 ...
 *  +---------+----------------+---------+---------+----------------------------------+
 *  | version | TIMESTAMP      | LEVEL   | FLAGS   | tokens, any number, to the end   |
 *  | 1       | 9 bytes        | 2 bytes | 2 bytes |                                  |
 *  +---------+----------------+---------+---------+----------------------------------+
 *
 *  token:  +--------------------------+---------+
 *          | tag: field (5) | type (3)| payload |
 *          +--------------------------+---------+
 *
 *  type  0 VARINT     unsigned LEB128, at most 10 bytes
 *        1 FIXED64    8 bytes, little endian
 *        2 BYTES      VARINT length, then as many bytes: a string in UTF-8
 *        3 EMPTY      nothing: null, or the field says it all
 *        4 REFERENCE  VARINT: a string by its number in a dictionary; reserved, not written by this version
 *        5 FIXED32    4 bytes, little endian
 * </pre>
 *
 * The entry is a flat sequence; what belongs together follows one another:
 *
 * <pre>
 *  mdc entry   MDC_KEY, MDC_VALUE (EMPTY: null)
 *  key-value   KV_KEY, then one of
 *                KV_VALUE    BYTES text | EMPTY null | VARINT integer, zigzag | FIXED64 double | FIXED32 float
 *                KV_BOOLEAN  VARINT 0 or 1
 *                KV_INTEGER  BYTES decimal digits
 *                KV_DECIMAL  BYTES as BigDecimal prints it
 *  caller      CALLER (EMPTY), frame
 *  throwable   THROWABLE  VARINT: (distance to the parent's index &lt;&lt; 3) | circular (4) | relation (0 to 2)
 *              THROWABLE_CLASS, [THROWABLE_MESSAGE], [THROWABLE_TEXT], [COMMON_FRAMES], frame..., [DROPPED_FRAMES]
 *  frame       [FRAME_ORIGIN], [FRAME_CLASS], FRAME_METHOD, [FRAME_FILE], FRAME_LINE (VARINT zigzag; ends the frame)
 *              origin, class, file: left out when the same as in the frame before, of the same throwable; EMPTY: null
 * </pre>
 *
 * A reader skips fields it does not know: the type says how long the payload is. Field {@value #EXTENDED} is reserved
 * for more fields than the tag has room for: the field's number is then the byte after the tag. Field 0 does not exist,
 * so that zeros are not an entry.
 */
final class EventFormat {

    static final int VERSION = 1;

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int EMPTY = 3;
    static final int REFERENCE = 4;
    static final int FIXED32 = 5;

    static final int TIMESTAMP = 1;
    static final int LEVEL = 2;
    static final int FLAGS = 3;
    static final int LEVEL_NAME = 4;
    static final int LOGGER = 5;
    static final int THREAD_NAME = 6;
    static final int THREAD_ID = 7;
    static final int MESSAGE = 8;
    static final int TEMPLATE = 9;
    static final int MDC_KEY = 10;
    static final int MDC_VALUE = 11;
    static final int KV_KEY = 12;
    static final int KV_VALUE = 13;
    static final int KV_BOOLEAN = 14;
    static final int KV_INTEGER = 15;
    static final int KV_DECIMAL = 16;
    static final int MARKER = 17;
    static final int CALLER = 18;
    static final int THROWABLE = 19;
    static final int THROWABLE_CLASS = 20;
    static final int THROWABLE_MESSAGE = 21;
    static final int THROWABLE_TEXT = 22;
    static final int COMMON_FRAMES = 23;
    static final int FRAME_ORIGIN = 24;
    static final int FRAME_CLASS = 25;
    static final int FRAME_METHOD = 26;
    static final int FRAME_FILE = 27;
    static final int FRAME_LINE = 28;
    static final int DROPPED_FRAMES = 29;
    static final int EXTENDED = 31;

    /** Where the value of FLAGS is: it is set after the fact. */
    static final int FLAGS_OFFSET = 13;

    static final int FLAG_TRUNCATED = 1;

    /** Set in THROWABLE when the throwable was met before. */
    static final int CIRCULAR = 4;

    /** Longest text of KV_INTEGER and KV_DECIMAL, in bytes: longer ones are stored as text. */
    static final int MAX_NUMBER_BYTES = 256;

    private EventFormat() {}

    static int field(int tag) {
        return tag >>> 3;
    }

    static int type(int tag) {
        return tag & 7;
    }

    static int varintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
