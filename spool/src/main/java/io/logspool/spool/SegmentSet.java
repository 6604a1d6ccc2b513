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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one slot, by number, and what became of those that were evicted. Changed by the spool's thread, read
 * by the cursor's.
 */
final class SegmentSet {

    private final ConcurrentSkipListMap<Long, Segment> byNumber = new ConcurrentSkipListMap<>();
    private final LongAdder lost = new LongAdder();
    private final EvictionLog evictions;

    private SegmentSet(EvictionLog evictions) {
        this.evictions = evictions;
    }

    /** No segment at all. */
    static SegmentSet empty(Path slotDirectory) {
        return new SegmentSet(EvictionLog.none(slotDirectory));
    }

    /**
     * Finds what is on disk. What is no segment is left alone; a segment without a file is deleted.
     *
     * @param trim whether to give back the disk behind the last entry of a segment that was not closed; only the
     *     slot's owner may
     */
    static SegmentSet scan(Path slotDirectory, boolean trim) throws IOException {
        SegmentSet found = new SegmentSet(EvictionLog.open(slotDirectory));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(slotDirectory)) {
            for (Path entry : entries) {
                String fileName = entry.getFileName().toString();
                SegmentName name = SegmentName.parse(fileName);
                if (name == null) {
                    if (trim && isLeftover(fileName)) {
                        PrivateFiles.deleteRecursively(entry);
                    }
                    continue;
                }
                try {
                    Segment segment = Segment.found(name, slotDirectory);
                    if (trim && (endsInZeros(segment) || isEmpty(segment))) {
                        trim(segment);
                    }
                    if (segment.committedEnd() > 0) {
                        found.add(segment);
                        continue;
                    }
                } catch (NoSuchFileException e) {
                    // A crash between the making of the directory and of its file, or in the middle of a deletion.
                }
                if (trim) {
                    PrivateFiles.deleteRecursively(entry);
                }
            }
        }
        return found;
    }

    /** Whether it is nothing but what a process that died was about to make a segment of, or of Chronicle's load. */
    private static boolean isLeftover(String fileName) {
        return fileName.startsWith(ChronicleRuntime.LOADING) || fileName.startsWith(SpareSegments.PREFIX);
    }

    /** Whether it is one that was closed, and so cut, and holds nothing but its head, which is short. */
    private static boolean isEmpty(Segment segment) throws IOException {
        return segment.committedEnd() <= ChronicleMapping.HEAD_BYTES && lastEntryEnd(segment) == 0;
    }

    private static boolean endsInZeros(Segment segment) throws IOException {
        ByteBuffer tail = ByteBuffer.allocate(EntryFormat.ALIGNMENT);
        long size = segment.committedEnd();
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            return size < tail.capacity() || channel.read(tail, size - tail.capacity()) <= 0 || tail.getInt(0) == 0;
        }
    }

    /** Cuts a segment behind its last entry, or to nothing if it has none. */
    private static void trim(Segment segment) throws IOException {
        long end = lastEntryEnd(segment);
        if (end > 0) {
            // When it was last written to is all that tells when its writer died.
            FileTime written = Files.getLastModifiedTime(segment.file());
            try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
                channel.truncate(end);
            }
            Files.setLastModifiedTime(segment.file(), written);
        }
        segment.endsAt(end);
    }

    /** 0 if there is no entry. */
    private static long lastEntryEnd(Segment segment) throws IOException {
        long end = 0;
        try (SegmentReader reader = new SegmentReader(segment)) {
            while (reader.next(segment.committedEnd())) {
                end = reader.isDefinition() ? end : reader.position();
            }
        }
        return end;
    }

    void add(Segment segment) {
        byNumber.put(segment.number(), segment);
    }

    void remove(Segment segment) {
        byNumber.remove(segment.number());
    }

    Collection<Segment> all() {
        return byNumber.values();
    }

    int size() {
        return byNumber.size();
    }

    long lastNumber() {
        return byNumber.isEmpty() ? 0 : byNumber.lastKey();
    }

    long lastOrdinal() {
        return byNumber.values().stream()
                .mapToLong(segment -> segment.incarnation().ordinal())
                .max()
                .orElse(0);
    }

    @Nullable
    Segment atOrAfter(long number) {
        Map.Entry<Long, Segment> entry = byNumber.ceilingEntry(number);
        return entry == null ? null : entry.getValue();
    }

    @Nullable
    Segment after(long number) {
        return atOrAfter(number + 1);
    }

    EvictionLog evictions() {
        return evictions;
    }

    /** Counts a run of sequences that were to be read and were not there, but for what was evicted. */
    void countLost(Incarnation incarnation, long from, long to) {
        if (to >= from) {
            lost.add(to - from + 1 - evictions.countOf(incarnation, from, to));
        }
    }

    long lost() {
        return lost.sum();
    }
}
