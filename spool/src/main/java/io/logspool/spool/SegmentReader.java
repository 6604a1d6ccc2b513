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
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment's bytes, without Chronicle, and goes on behind damage.
 *
 * <p>Where an entry should begin and none does, every following multiple of 4 is tried as a beginning, until one
 * passes its check. Length, version and sequence are looked at first, so few candidates cost a checksum.
 *
 * <p>Chronicle's own documents have no check. One is believed only while the entry behind it is the next in
 * sequence; otherwise the search for entries starts inside it. One thread owns a reader.
 */
final class SegmentReader implements AutoCloseable {

    private static final int CHUNK_BYTES = 128 << 10;
    private static final int METADATA_TAG = -1;
    private static final int SMALLEST_ENTRY = EntryFormat.WORD_BYTES + EntryFormat.HEADER_BYTES;

    private final Segment segment;
    private final long salt;
    private final @Nullable FileChannel channel;

    private byte[] chunk = new byte[CHUNK_BYTES];
    private ByteBuffer chunkView = ByteBuffer.wrap(chunk);
    private long chunkStart;
    private int chunkLength;

    private long next;
    private long last;
    private long otherAt;
    private byte[] preamble = new byte[0];
    private int tag;
    private long sequence;
    private int payloadOffset;
    private int payloadLength;
    private boolean metDamage;

    /** Opens a segment; one whose file is gone reads as empty and damaged. */
    SegmentReader(Segment segment) throws IOException {
        this.segment = segment;
        this.salt = segment.incarnation().salt();
        FileChannel opened = null;
        try {
            opened = FileChannel.open(segment.file(), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            metDamage = true;
        }
        this.channel = opened;
        readPreamble();
    }

    /** Goes to where an entry begins, or where the last one ended. */
    void seek(long offset) {
        next = Math.max(next, offset);
    }

    /**
     * Moves to the next entry that is whole.
     *
     * @param limit where what is committed ends
     * @return false when there is none before the limit
     */
    boolean next(long limit) throws IOException {
        long metadataAt = -1;
        while (true) {
            Found found = tryAt(next, limit, Long.MAX_VALUE);
            boolean gapBehindMetadata = found == Found.ENTRY && metadataAt >= 0 && last > 0 && sequence != last + 1;
            if (found == Found.NOTHING || gapBehindMetadata) {
                long from = metadataAt >= 0 ? metadataAt + EntryFormat.ALIGNMENT : next;
                if (!resync(from, limit)) {
                    return false;
                }
                metadataAt = -1;
            } else if (found == Found.ENTRY) {
                last = sequence;
                return true;
            } else if (metadataAt < 0) {
                metadataAt = otherAt;
            }
        }
    }

    long sequence() {
        return sequence;
    }

    int tag() {
        return tag;
    }

    byte[] array() {
        return chunk;
    }

    int payloadOffset() {
        return payloadOffset;
    }

    int payloadLength() {
        return payloadLength;
    }

    byte[] preamble() {
        return preamble;
    }

    /** Just after the current entry. */
    long position() {
        return next;
    }

    /** Whether bytes were passed over that were neither an entry nor Chronicle's own, nor untouched. */
    boolean metDamage() {
        return metDamage;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private enum Found {
        /** An entry; {@link #next} is behind it. */
        ENTRY,
        /** Chronicle's own, or the preamble; {@link #next} is behind it. */
        OTHER,
        /** Nothing that can be trusted. */
        NOTHING
    }

    /** Chronicle's own header and index come first, then the preamble. */
    private void readPreamble() throws IOException {
        long limit = segment.committedEnd();
        while (tryAt(next, limit, 0) == Found.OTHER) {
            if (tag == EntryFormat.PREAMBLE_TAG) {
                return;
            }
        }
        next = 0;
    }

    /** Looks for an entry at an offset, with a sequence that may follow the last one and is at most the highest. */
    private Found tryAt(long at, long limit, long highest) throws IOException {
        if (at + SMALLEST_ENTRY > limit || !load(at, SMALLEST_ENTRY, limit)) {
            return Found.NOTHING;
        }
        int index = (int) (at - chunkStart);
        int word = EntryFormat.intAt(chunk, index);
        int length = word & EntryFormat.LENGTH_MASK;
        long end = at + EntryFormat.WORD_BYTES + length;
        if (word == 0 || (word & EntryFormat.INCOMPLETE_BIT) != 0 || end > limit) {
            return Found.NOTHING;
        }
        if ((word & EntryFormat.META_BIT) != 0) {
            otherAt = at;
            next = EntryFormat.align(end);
            tag = METADATA_TAG;
            return Found.OTHER;
        }
        if (length < EntryFormat.HEADER_BYTES || length > SpoolOptions.MAX_ENTRY_BYTES + EntryFormat.HEADER_BYTES) {
            return Found.NOTHING;
        }
        long head = EntryFormat.longAt(chunk, index + 8);
        boolean isPreamble = EntryFormat.tag(head) == EntryFormat.PREAMBLE_TAG;
        long foundSequence = EntryFormat.sequence(head);
        boolean plausible =
                isPreamble ? foundSequence == segment.number() : foundSequence > last && foundSequence <= highest;
        if (EntryFormat.version(head) != EntryFormat.VERSION || !plausible) {
            return Found.NOTHING;
        }
        if (!load(at, EntryFormat.WORD_BYTES + length, limit)) {
            return Found.NOTHING;
        }
        index = (int) (at - chunkStart);
        int payloadAt = index + EntryFormat.WORD_BYTES + EntryFormat.HEADER_BYTES;
        int check = EntryFormat.payloadCheck(EntryFormat.tag(head), chunk, payloadAt, length - EntryFormat.HEADER_BYTES)
                ^ EntryFormat.placeCheck(foundSequence, salt);
        if (check != EntryFormat.intAt(chunk, index + EntryFormat.WORD_BYTES)) {
            return Found.NOTHING;
        }
        tag = EntryFormat.tag(head);
        sequence = foundSequence;
        payloadOffset = payloadAt;
        payloadLength = length - EntryFormat.HEADER_BYTES;
        next = EntryFormat.align(end);
        if (isPreamble) {
            preamble = new byte[payloadLength];
            System.arraycopy(chunk, payloadOffset, preamble, 0, payloadLength);
            return Found.OTHER;
        }
        return Found.ENTRY;
    }

    /** Moves {@link #next} to the next offset that holds an entry; false when there is none before the limit. */
    private boolean resync(long from, long limit) throws IOException {
        boolean untouched = true;
        for (long at = from; at + SMALLEST_ENTRY <= limit; at += EntryFormat.ALIGNMENT) {
            if (!load(at, SMALLEST_ENTRY, limit)) {
                break;
            }
            int word = EntryFormat.intAt(chunk, (int) (at - chunkStart));
            if (word == 0) {
                continue;
            }
            untouched = false;
            if ((word & (EntryFormat.META_BIT | EntryFormat.INCOMPLETE_BIT)) != 0) {
                continue;
            }
            long highest = last > 0 ? last + 1 + (at - from) / SMALLEST_ENTRY + 1 : Long.MAX_VALUE;
            if (tryAt(at, limit, highest) != Found.NOTHING) {
                next = at;
                metDamage = true;
                return true;
            }
        }
        metDamage |= !untouched;
        return false;
    }

    /** Brings bytes into the chunk, none from behind the limit; false if the file ends before them. */
    private boolean load(long at, int length, long limit) throws IOException {
        if (at >= chunkStart && at + length <= chunkStart + chunkLength) {
            return true;
        }
        if (channel == null) {
            return false;
        }
        if (length > chunk.length) {
            chunk = new byte[Math.max(length, 2 * chunk.length)];
            chunkView = ByteBuffer.wrap(chunk);
        }
        chunkView.clear().limit((int) Math.min(chunk.length, limit - at));
        chunkStart = at;
        chunkLength = 0;
        while (chunkView.hasRemaining()) {
            int read = channel.read(chunkView, at + chunkLength);
            if (read <= 0) {
                break;
            }
            chunkLength += read;
        }
        return chunkLength >= length;
    }
}
