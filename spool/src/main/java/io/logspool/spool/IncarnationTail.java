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
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The end of an incarnation, as the disk has it. Immutable. */
public final class IncarnationTail {

    /** Read first from the end of a file; so many times as much each time in which there is no entry. */
    private static final long WINDOW_BYTES = 2L * EntryFormat.PAGE_BYTES;

    private static final int WIDER = 4;

    private final Incarnation incarnation;
    private final long lastSequence;
    private final long segment;
    private final byte[] preamble;
    private final long writtenMillis;

    private IncarnationTail(
            Incarnation incarnation, long lastSequence, long segment, byte[] preamble, long writtenMillis) {
        this.incarnation = incarnation;
        this.lastSequence = lastSequence;
        this.segment = segment;
        this.preamble = preamble;
        this.writtenMillis = writtenMillis;
    }

    /** Of all incarnations in segments but one, in their order. */
    static List<IncarnationTail> of(SegmentSet segments, @Nullable Incarnation except) throws IOException {
        Map<Incarnation, IncarnationTail> tails = new LinkedHashMap<>();
        for (Segment segment : segments.all()) {
            try {
                IncarnationTail tail = segment.incarnation().equals(except) ? null : of(segment);
                if (tail != null) {
                    tails.merge(tail.incarnation, tail, IncarnationTail::with);
                }
            } catch (NoSuchFileException e) {
                // It was acknowledged, and deleted meanwhile; of the others there is still something to say.
            }
        }
        return List.copyOf(tails.values());
    }

    /** Who appended. */
    public Incarnation incarnation() {
        return incarnation;
    }

    /** Of the last entry that can be read. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Number of the first of its segments that are there. */
    public long segment() {
        return segment;
    }

    /** What it wrote at the head of its segments; empty if that is damaged. */
    public byte[] preamble() {
        return preamble.clone();
    }

    /**
     * When its last file was written to, as the file system has it, in milliseconds since the epoch; of a file that is
     * mapped that may be half a minute before the last entry.
     */
    public long writtenMillis() {
        return writtenMillis;
    }

    private IncarnationTail with(IncarnationTail later) {
        return new IncarnationTail(incarnation, later.lastSequence, segment, preamble, later.writtenMillis);
    }

    /** Null if nothing in it can be read. */
    private static @Nullable IncarnationTail of(Segment segment) throws IOException {
        long window = WINDOW_BYTES;
        while (true) {
            try (SegmentReader reader = new SegmentReader(segment)) {
                long size = reader.fileSize();
                reader.seek(Math.max(0, size - window));
                long last = 0;
                while (reader.next(size)) {
                    last = reader.isDefinition() ? last : reader.sequence();
                }
                if (last > 0) {
                    long written = Files.getLastModifiedTime(segment.file()).toMillis();
                    return new IncarnationTail(
                            segment.incarnation(), last, segment.number(), reader.preamble(), written);
                }
                if (window >= size) {
                    return null;
                }
            }
            window *= WIDER;
        }
    }
}
