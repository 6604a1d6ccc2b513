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
 *  byte 0                                   1            9 ...
 *  +-------------+---------------+----------+------------+----------------------------------+
 *  | version (4) | truncated (1) | level (3)| time       | tokens, any number, to the end   |
 *  +-------------+---------------+----------+------------+----------------------------------+
 *
 *  time     nanoseconds since 1970-01-01T00:00Z, 8 bytes, little endian
 *
 *  token    +--------------------------+---------+
 *           | tag: field (5) | type (3)| payload |
 *           +--------------------------+---------+
 *
 *  type  0 VARINT     unsigned LEB128, at most 10 bytes
 *        1 FIXED64    8 bytes, little endian
 *        2 BYTES      VARINT length, then as many bytes: a string in UTF-8
 *        3 EMPTY      nothing: null, or the field says it all
 *        4 REFERENCE  VARINT: a string, or a frame, by its number in the page (see {@link Definition})
 *        5 FIXED32    4 bytes, little endian
 *        6 CODED      VARINT length, then as many bytes: a kind and a value (see {@link TypedValues})
 *        7 BOOLEAN    a byte, 0 or 1
 * </pre>
 *
 * The entry is a flat sequence; what belongs together follows one another:
 *
 * <pre>
 *  message     MESSAGE, [TEMPLATE], or
 *              one of the PATTERNs, [TEMPLATE_HIDDEN], ARGUMENT...: the message is made of it by the reader
 *              (see {@link MessageStyle})
 *  mdc entry   MDC_KEY, MDC_VALUE (EMPTY: null)
 *  key-value   KV_KEY, KV_VALUE
 *  value       of ARGUMENT and KV_VALUE
 *                BYTES or REFERENCE text | EMPTY null | VARINT integer, zigzag | FIXED64 double | FIXED32 float
 *                | BOOLEAN | CODED
 *  caller      CALLER (EMPTY), frame
 *  throwable   THROWABLE  VARINT: (distance to the parent's index &lt;&lt; 3) | circular (4) | relation (0 to 2)
 *              THROWABLE_CLASS, [THROWABLE_MESSAGE], [THROWABLE_TEXT], [COMMON_FRAMES], frame..., [DROPPED_FRAMES]
 *  frame       FRAME (REFERENCE), [NEXT_FRAMES VARINT: as many more, with the numbers that follow], or
 *              [FRAME_ORIGIN], FRAME_CLASS, FRAME_METHOD, [FRAME_FILE], FRAME_LINE (VARINT zigzag; ends the frame)
 * </pre>
 *
 * A reader skips fields it does not know: the type says how long the payload is. Field {@value #EXTENDED} is reserved
 * for more fields than the tag has room for: the field's number is then the byte after the tag. Field 0 does not exist,
 * so that zeros are not an entry.
 */
final class EventFormat {

    static final int VERSION = 2;

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int EMPTY = 3;
    static final int REFERENCE = 4;
    static final int FIXED32 = 5;
    static final int CODED = 6;
    static final int BOOLEAN = 7;

    static final int LOGGER = 1;
    static final int THREAD_NAME = 2;
    static final int THREAD_ID = 3;
    static final int SLF4J_PATTERN = 4;
    static final int ARGUMENT = 5;
    static final int MDC_KEY = 6;
    static final int MDC_VALUE = 7;
    static final int MESSAGE = 8;
    static final int TEMPLATE = 9;
    static final int LEVEL_NAME = 10;
    static final int KV_KEY = 11;
    static final int KV_VALUE = 12;
    static final int MARKER = 13;
    static final int CALLER = 14;
    static final int THROWABLE = 15;
    static final int THROWABLE_CLASS = 16;
    static final int THROWABLE_MESSAGE = 17;
    static final int THROWABLE_TEXT = 18;
    static final int COMMON_FRAMES = 19;
    static final int FRAME = 20;
    static final int NEXT_FRAMES = 21;
    static final int FRAME_ORIGIN = 22;
    static final int FRAME_CLASS = 23;
    static final int FRAME_METHOD = 24;
    static final int FRAME_FILE = 25;
    static final int FRAME_LINE = 26;
    static final int DROPPED_FRAMES = 27;
    static final int LOG4J_PATTERN = 28;
    static final int JUL_PATTERN = 29;
    static final int TEMPLATE_HIDDEN = 30;
    static final int EXTENDED = 31;

    /** Where the tokens begin. */
    static final int HEAD_BYTES = 9;

    /** In byte 0: something was cut. */
    static final int TRUNCATED = 8;

    /** Set in THROWABLE when the throwable was met before. */
    static final int CIRCULAR = 4;

    private EventFormat() {}

    /** Byte 0 of an event that is not cut. */
    static int head(int levelCode) {
        return VERSION << 4 | levelCode;
    }

    static int version(int head) {
        return head >>> 4;
    }

    static int levelCode(int head) {
        return head & 7;
    }

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
