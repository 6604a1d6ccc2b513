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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of an entry, which is a Chronicle document as well. All numbers are little-endian; a document starts at a
 * multiple of 4.
 *
 * <pre>
 *   0         4         8    9    10            16
 *   +---------+---------+----+----+-------------+------------------+
 *   | word    | check   | v  |tag | sequence    | payload          |
 *   | u32     | u32     | u8 | u8 | u48         | length - 12      |
 *   +---------+---------+----+----+-------------+------------------+
 *
 *   word      Chronicle's own: bits 0..29 length of what follows, bit 30 metadata, bit 31 not complete
 *   check     CRC32C of the payload, exclusive-or a mix of version, tag, sequence, incarnation and segment
 *   v         {@value #VERSION}
 *   tag       the appender's, 0..253; {@value #DEFINITION_TAG} marks a definition, {@value #PREAMBLE_TAG} the preamble
 *   sequence  dense from 1 in the incarnation; in a definition, that of the last entry before it; in a preamble, the
 *             segment's number
 * </pre>
 *
 * <p>The length has no checksum of its own: a wrong length takes other bytes for the payload, and fails the check.
 */
final class EntryFormat {

    static final int VERSION = 1;
    static final int PREAMBLE_TAG = 255;
    static final int DEFINITION_TAG = 254;
    static final int WORD_BYTES = 4;
    static final int HEADER_BYTES = 12;
    static final int CHECK_AT = 4;
    static final int HEAD_AT = 8;
    static final int PAYLOAD_AT = WORD_BYTES + HEADER_BYTES;
    static final int ALIGNMENT = 4;

    static final int LENGTH_MASK = 0x3FFF_FFFF;
    static final int META_BIT = 0x4000_0000;
    static final int INCOMPLETE_BIT = 0x8000_0000;

    /**
     * Definitions hold for one page: entries that begin in the same so many bytes of a file. Part of the format, since a
     * reader that starts in the middle needs the page's definitions.
     */
    static final int PAGE_BYTES = 256 << 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private EntryFormat() {}

    /** Bytes on disk of an entry with a payload of this length, word and padding included. */
    static long sizeOnDisk(int payloadLength) {
        return align((long) WORD_BYTES + HEADER_BYTES + payloadLength);
    }

    static long align(long offset) {
        return (offset + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static int intAt(byte[] array, int index) {
        return (int) INT.get(array, index);
    }

    static long longAt(byte[] array, int index) {
        return (long) LONG.get(array, index);
    }

    /** A document as Chronicle takes it: an entry without its word. */
    static byte[] document(int check, long head, byte[] payload) {
        byte[] document = new byte[HEADER_BYTES + payload.length];
        INT.set(document, 0, check);
        LONG.set(document, HEAD_AT - WORD_BYTES, head);
        System.arraycopy(payload, 0, document, HEADER_BYTES, payload.length);
        return document;
    }

    /** Version, tag and sequence as the one little-endian number they are on disk. */
    static long head(int tag, long sequence) {
        return VERSION | (long) tag << 8 | sequence << 16;
    }

    static int version(long head) {
        return (int) head & 0xFF;
    }

    static int tag(long head) {
        return (int) (head >>> 8) & 0xFF;
    }

    static long sequence(long head) {
        return head >>> 16;
    }

    /** The part of the check that needs no sequence, and so no lock. */
    static int payloadCheck(byte[] payload, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(payload, offset, length);
        return (int) crc.getValue();
    }

    /**
     * The part of the check that binds a payload to its head, its incarnation and its segment; the mix is the finalizer of
     * MurmurHash3 (Austin Appleby, public domain), so that every bit of the head changes half of the check.
     */
    static int headCheck(long head, long salt) {
        long h = head ^ salt;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (h ^ h >>> 33);
    }
}
