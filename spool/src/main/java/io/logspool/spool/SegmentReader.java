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
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment's bytes, without Chronicle, and goes on behind damage.
 *
 * <p>Where an entry should begin and none does, every following multiple of 4 is tried as a beginning, until one
 * passes its check. Length, version and sequence are looked at first, so few candidates cost a checksum.
 *
 * <p>Chronicle's own documents have no check. One is believed only while it begins as one does and the entry behind
 * it is the next in sequence; otherwise the search for entries starts inside it.
 *
 * <p>Entries may be appended while they are read, by another process too. Entries are written one behind the other,
 * so one that is whole says that what is before it was written before. Hence nothing is called damaged before it was
 * read once more after what stands behind it. One thread owns a reader.
 */
final class SegmentReader implements AutoCloseable {

    private static final int METADATA_TAG = -1;

    /** So many polls rely on it that nothing comes where nothing has begun; then one looks everywhere. */
    private static final int QUICK_POLLS = 100;

    private static final int SMALLEST_ENTRY = EntryFormat.WORD_BYTES + EntryFormat.HEADER_BYTES;

    /** How Chronicle's documents begin: the code for a field's name, its length, and the name, of which this is a part. */
    private static final int FIELD_NAME = 0xB9;

    private static final int HEADER = 'h' | 'e' << 8 | 'a' << 16 | 'd' << 24;
    private static final int INDEX = 'i' | 'n' << 8 | 'd' << 16 | 'e' << 24;

    private final Segment segment;
    private final long salt;
    private final ChunkReader bytes;

    private long fileEnd;
    private long next;
    private long begin;
    private long resumeAt;
    private long last;
    private long otherAt;
    private byte[] preamble = new byte[0];
    private int tag;
    private long sequence;
    private int payloadOffset;
    private int payloadLength;
    private final List<DamagedRange> damage = new ArrayList<>();
    private @Nullable DamagedRange damagedTail;
    private boolean tornTail;
    private long dirtyEnd;
    private long quietAt = -1;
    private int quickPolls;

    /** Opens a segment; one whose file is gone reads as empty. */
    SegmentReader(Segment segment) throws IOException {
        this.segment = segment;
        this.salt = segment.salt();
        this.bytes = new ChunkReader(segment.file());
        readPreamble();
    }

    /**
     * Goes on at a position: entries before it are passed over, and so is damage. The definitions in its page come first.
     */
    void seek(long offset) {
        resumeAt = offset;
        next = Math.max(next, offset / EntryFormat.PAGE_BYTES * EntryFormat.PAGE_BYTES);
    }

    /** Forgets what was read ahead, which may have been written to since. */
    void refresh() {
        bytes.refresh();
    }

    /**
     * Moves to the next entry, or definition, that is whole.
     *
     * @param limit where what is committed ends, or the file
     * @return false when there is none before the limit
     */
    boolean next(long limit) throws IOException {
        while (advance(limit)) {
            if (isDefinition() || next > resumeAt) {
                return true;
            }
        }
        return false;
    }

    /** The same, up to the end of the file, for an entry that was there before the call. */
    boolean next() throws IOException {
        boolean readAhead = bytes.isLoaded();
        if (!readAhead) {
            fileEnd = bytes.fileSize(); // not for each entry: to ask the system takes as long as to read ten
        }
        if (next(fileEnd)) {
            return true;
        }
        if (!readAhead) {
            return false;
        }
        refresh();
        return next();
    }

    /**
     * As {@link #next()}, for who asks again and again. Where nothing has begun since all behind it was zeros, it is taken
     * for zeros still, and is not read each time.
     */
    boolean poll() throws IOException {
        if (next == quietAt && quickPolls < QUICK_POLLS && bytes.isZero(next, EntryFormat.WORD_BYTES)) {
            quickPolls++;
            return false;
        }
        quickPolls = 0;
        return next();
    }

    private boolean advance(long limit) throws IOException {
        long metadataAt = -1;
        long searchedAt = -1;
        long foundAt = -1;
        damagedTail = null;
        tornTail = false;
        while (true) {
            long at = next;
            Found found = tryAt(at, limit, Long.MAX_VALUE);
            boolean gapBehindMetadata = found == Found.ENTRY && metadataAt >= 0 && last > 0 && sequence > last + 1;
            if (found == Found.ENTRY && !gapBehindMetadata) {
                last = sequence;
                begin = at;
                return true;
            }
            if (found == Found.OTHER) {
                // The preamble has a check, and so vouches for what is before it.
                boolean isPreamble = tag == EntryFormat.PREAMBLE_TAG;
                metadataAt = isPreamble ? -1 : metadataAt < 0 ? otherAt : metadataAt;
            } else if (searchedAt != at) {
                foundAt = search(metadataAt >= 0 ? metadataAt + EntryFormat.ALIGNMENT : at, at, limit);
                next = at;
                if (foundAt < 0 && dirtyEnd <= at) {
                    quietAt = at;
                    return false;
                }
                refresh();
                searchedAt = at;
            } else if (foundAt >= 0) {
                if (isGone()) {
                    return false;
                }
                if (foundAt > resumeAt) {
                    long from = foundAt > at || metadataAt < 0 ? at : metadataAt;
                    damage.add(range(Math.max(from, resumeAt), foundAt));
                }
                next = foundAt;
                metadataAt = -1;
                searchedAt = -1;
            } else {
                next = at;
                noteTail(limit);
                return false;
            }
        }
    }

    /** At the end of what can be read: tells an entry that was never finished from damage. */
    private void noteTail(long limit) throws IOException {
        // Reading begins with the page, maybe inside of the entry that ends where it is to go on.
        next = Math.max(next, Math.min(resumeAt, limit));
        if (dirtyEnd <= next || isGone()) {
            return;
        }
        if (limit - next >= EntryFormat.WORD_BYTES && bytes.load(next, EntryFormat.WORD_BYTES, limit)) {
            // Chronicle writes the word last; until then it is zero, or marked, with no length.
            int word = EntryFormat.intAt(bytes.array(), bytes.index(next));
            tornTail = word == 0 || (word & ~EntryFormat.META_BIT) == EntryFormat.INCOMPLETE_BIT;
        }
        damagedTail = tornTail ? null : range(next, dirtyEnd);
    }

    /**
     * Whether this is no longer the segment's file: deleted, or about to serve another segment, which it does only after
     * it was renamed. What was read before can be a mixture of both.
     */
    boolean isGone() {
        return !Files.exists(segment.file());
    }

    private DamagedRange range(long from, long to) {
        return new DamagedRange(segment.number(), from, to);
    }

    long sequence() {
        return sequence;
    }

    int tag() {
        return tag;
    }

    boolean isDefinition() {
        return tag == EntryFormat.DEFINITION_TAG;
    }

    /** The page in which the current entry or definition begins. */
    long page() {
        return segment.page(begin);
    }

    byte[] array() {
        return bytes.array();
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

    Segment segment() {
        return segment;
    }

    /** Whether the segment's file was gone when it was to be opened. */
    boolean missing() {
        return bytes.missing();
    }

    /** Size of the file now, in bytes. */
    long fileSize() throws IOException {
        return bytes.fileSize();
    }

    /** What was passed over that was neither an entry nor Chronicle's own, nor untouched. */
    List<DamagedRange> damage() {
        return Collections.unmodifiableList(damage);
    }

    /** After {@link #next} said no: what stands behind the last entry and is no entry, unless it is torn. */
    @Nullable
    DamagedRange damagedTail() {
        return damagedTail;
    }

    /** After {@link #next} said no: whether an entry begins behind the last one whose append did not finish. */
    boolean tornTail() {
        return tornTail;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
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
        if (at + SMALLEST_ENTRY > limit || !bytes.load(at, SMALLEST_ENTRY, limit)) {
            return Found.NOTHING;
        }
        byte[] chunk = bytes.array();
        int index = bytes.index(at);
        int word = EntryFormat.intAt(chunk, index);
        int length = word & EntryFormat.LENGTH_MASK;
        long end = at + EntryFormat.WORD_BYTES + length;
        if (word == 0 || (word & EntryFormat.INCOMPLETE_BIT) != 0 || end > limit) {
            return Found.NOTHING;
        }
        if ((word & EntryFormat.META_BIT) != 0) {
            int name = EntryFormat.intAt(chunk, index + 6);
            if (chunk[index + 4] != (byte) FIELD_NAME || (name != HEADER && name != INDEX)) {
                return Found.NOTHING;
            }
            otherAt = at;
            next = EntryFormat.align(end);
            tag = METADATA_TAG;
            return Found.OTHER;
        }
        if (at < resumeAt && end > resumeAt) {
            return Found.NOTHING; // reading goes on behind an entry, so none begins before that and ends after it
        }
        if (length < EntryFormat.HEADER_BYTES || length > SpoolOptions.MAX_ENTRY_BYTES + EntryFormat.HEADER_BYTES) {
            return Found.NOTHING;
        }
        long head = EntryFormat.longAt(chunk, index + 8);
        boolean isPreamble = EntryFormat.tag(head) == EntryFormat.PREAMBLE_TAG;
        long foundSequence = EntryFormat.sequence(head);
        boolean isDefinition = EntryFormat.tag(head) == EntryFormat.DEFINITION_TAG;
        boolean plausible = isPreamble
                ? foundSequence == segment.number()
                : foundSequence >= (isDefinition ? last : last + 1) && foundSequence <= highest;
        if (EntryFormat.version(head) != EntryFormat.VERSION || !plausible) {
            return Found.NOTHING;
        }
        if (!bytes.load(at, EntryFormat.WORD_BYTES + length, limit)) {
            return Found.NOTHING;
        }
        chunk = bytes.array();
        index = bytes.index(at);
        int payloadAt = index + EntryFormat.WORD_BYTES + EntryFormat.HEADER_BYTES;
        int check = EntryFormat.payloadCheck(chunk, payloadAt, length - EntryFormat.HEADER_BYTES)
                ^ EntryFormat.headCheck(head, salt);
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

    /**
     * Looks for the next offset that holds an entry, to the limit; -1 if none does. Then {@link #dirtyEnd} is behind
     * the last byte at {@code failedAt} or later that was written to, or it is 0.
     */
    private long search(long from, long failedAt, long limit) throws IOException {
        dirtyEnd = 0;
        for (long at = from; at < limit; at += EntryFormat.ALIGNMENT) {
            int length = (int) Math.min(SMALLEST_ENTRY, limit - at);
            if (!bytes.load(at, length, limit)) {
                break;
            }
            int index = bytes.index(at);
            int zeros = bytes.zerosAt(index);
            if (zeros >= length) {
                at += (zeros - length) & -EntryFormat.ALIGNMENT;
                continue;
            }
            if (at >= failedAt) {
                dirtyEnd = Math.max(dirtyEnd, Math.min(limit, at + EntryFormat.ALIGNMENT));
            }
            int word = length < SMALLEST_ENTRY ? 0 : EntryFormat.intAt(bytes.array(), index);
            if (word == 0 || (word & (EntryFormat.META_BIT | EntryFormat.INCOMPLETE_BIT)) != 0) {
                continue;
            }
            long highest = last > 0 ? last + 1 + (at - from) / SMALLEST_ENTRY + 1 : Long.MAX_VALUE;
            if (tryAt(at, limit, highest) != Found.NOTHING) {
                return at;
            }
        }
        return -1;
    }
}
