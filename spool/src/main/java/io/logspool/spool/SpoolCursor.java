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
import org.jspecify.annotations.Nullable;

/**
 * The reader's place in a spool: every entry that is whole, in the order of the spool, from the checkpoint on.
 *
 * <p>One thread owns a cursor. What {@link #array()} and the like show is valid until the next {@link #next()}.
 */
public final class SpoolCursor implements Cursor {

    /** Where reading begins. */
    interface Start {
        /**
         * Takes the right to read.
         *
         * @throws IOException if that is not to be had now
         */
        SpoolPosition take() throws IOException;
    }

    private final SegmentSet segments;
    private final Start start;

    private boolean started;
    private @Nullable Segment segment;
    private @Nullable SegmentReader reader;
    private long limit;
    private long positionSegment;
    private long positionOffset;
    private long positionSequence;
    private @Nullable Incarnation lastIncarnation;
    private long lastSequence;

    SpoolCursor(SegmentSet segments, SpoolPosition from, Start start) {
        this.segments = segments;
        this.start = start;
        this.positionSegment = from.segment();
        this.positionOffset = from.offset();
        this.positionSequence = from.sequence();
    }

    @Override
    public boolean next() throws IOException {
        if (!started) {
            SpoolPosition from = start.take();
            started = true;
            if (from.compareTo(position()) > 0) {
                seek(from);
            }
        }
        while (true) {
            if (reader == null && !openFrom(positionSegment)) {
                return false;
            }
            Segment current = current();
            SegmentReader open = openReader();
            if (current.evicted()) {
                leave(current);
                continue;
            }
            boolean sealed = current.sealed();
            if (open.position() < limit && open.next(limit)) {
                if (open.isDefinition()) {
                    return true;
                }
                noteGap(current.incarnation(), open.sequence());
                positionSegment = current.number();
                positionOffset = open.position();
                positionSequence = open.sequence();
                return true;
            }
            // The writer has a line of its own for this: it is looked at only when what it said before is read.
            long end = current.committedEnd();
            if (end > limit) {
                limit = end;
                continue;
            }
            if (!sealed) {
                return false;
            }
            // What was damaged at its end is no backlog that anybody could ship.
            current.entriesEndBy(positionSegment == current.number() ? positionOffset : current.firstEntryAt());
            leave(current);
        }
    }

    /** An open file would keep the disk of a segment that is deleted meanwhile. */
    private void leave(Segment segment) throws IOException {
        closeReader();
        positionSegment = segment.number() + 1;
        positionOffset = 0;
        positionSequence = 0;
    }

    @Override
    public boolean isDefinition() {
        return openReader().isDefinition();
    }

    @Override
    public long page() {
        return openReader().page();
    }

    @Override
    public long sequence() {
        return openReader().sequence();
    }

    @Override
    public int tag() {
        return openReader().tag();
    }

    @Override
    public Incarnation incarnation() {
        return current().incarnation();
    }

    @Override
    public byte[] array() {
        return openReader().array();
    }

    @Override
    public int offset() {
        return openReader().payloadOffset();
    }

    @Override
    public int length() {
        return openReader().payloadLength();
    }

    @Override
    public byte[] preamble() {
        return openReader().preamble();
    }

    @Override
    public SpoolPosition position() {
        return new SpoolPosition(positionSegment, positionOffset, positionSequence);
    }

    @Override
    public void seek(SpoolPosition target) throws IOException {
        closeReader();
        positionSegment = target.segment();
        positionOffset = target.offset();
        positionSequence = target.sequence();
    }

    @Override
    public void close() throws IOException {
        closeReader();
    }

    private boolean openFrom(long number) throws IOException {
        Segment found = segments.atOrAfter(number);
        if (found == null) {
            return false;
        }
        SegmentReader opened = new SegmentReader(found);
        if (found.number() == positionSegment) {
            opened.seek(positionOffset);
        } else {
            positionSegment = found.number();
            positionOffset = 0;
            positionSequence = 0;
        }
        segment = found;
        reader = opened;
        limit = 0;
        return true;
    }

    /**
     * Sequences are dense, so what damage took shows as a gap, whatever was damaged and however. What is read again after
     * a {@link #seek} was counted before.
     */
    private void noteGap(Incarnation incarnation, long sequence) {
        Incarnation last = lastIncarnation;
        if (last == null || incarnation.ordinal() > last.ordinal()) {
            // The very first entry may be one in the middle; every other incarnation has to begin with 1.
            long expected = last == null ? sequence : 1;
            segments.countLost(incarnation, expected, sequence - 1);
            lastIncarnation = incarnation;
            lastSequence = sequence;
        } else if (incarnation.equals(last) && sequence > lastSequence) {
            segments.countLost(incarnation, lastSequence + 1, sequence - 1);
            lastSequence = sequence;
        }
    }

    private void closeReader() throws IOException {
        SegmentReader open = reader;
        reader = null;
        segment = null;
        if (open != null) {
            open.close();
        }
    }

    private Segment current() {
        Segment current = segment;
        if (current == null) {
            throw new IllegalStateException("the cursor is at no entry");
        }
        return current;
    }

    private SegmentReader openReader() {
        SegmentReader open = reader;
        if (open == null) {
            throw new IllegalStateException("the cursor is at no entry");
        }
        return open;
    }
}
