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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A small slot as it is on disk. What is checked in, in {@code src/test/resources/io/logspool/spool/slot-v1}, was written
 * for version 1, and from the first release on is never changed. A new version of the format gets a directory of its own:
 *
 * <pre>
 * mvn -B -q test-compile dependency:build-classpath -pl spool -Dmdep.outputFile=/tmp/cp
 * java -cp spool/target/test-classes:spool/target/classes:$(cat /tmp/cp) io.logspool.spool.FormatFixture \
 *     spool/src/test/resources/io/logspool/spool/slot-v2
 * </pre>
 */
final class FormatFixture {

    static final Incarnation FIRST = new Incarnation(1, "00112233445566778899aabbccddeeff");
    static final Incarnation SECOND = new Incarnation(2, "ffeeddccbbaa99887766554433221100");
    static final SegmentName PLAIN = new SegmentName(3, FIRST);
    static final SegmentName CHRONICLE = new SegmentName(4, SECOND);
    static final Eviction EVICTION = new Eviction(FIRST, 1, 7, new TreeMap<>(Map.of(2, 4L, 6, 3L)));
    static final String PREAMBLE = "who logs";

    private static final int CAPACITY = 1 << 20;

    private FormatFixture() {}

    /** Takes the directory. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]));
    }

    /** The slot that is checked in for version 1. */
    static Path version1() throws URISyntaxException {
        URL checkpoint = FormatFixture.class.getResource("slot-v1/" + Checkpoint.FILE_NAME);
        return Objects.requireNonNull(
                Path.of(Objects.requireNonNull(checkpoint).toURI()).getParent());
    }

    static void write(Path slot) throws IOException {
        SegmentKind.load();
        PrivateFiles.createDirectories(slot);
        byte[] preamble = PREAMBLE.getBytes(UTF_8);
        Segment plain = Segment.fresh(PLAIN, slot, false);
        SpoolPosition position;
        try (SegmentWriter writer = SegmentWriter.plain(Machine.REAL, plain, CAPACITY, preamble, CAPACITY)) {
            define(writer, 0, "a definition");
            append(writer, 6, 8, "sent already");
            position = new SpoolPosition(PLAIN.number(), plain.committedEnd());
            append(writer, 1, 9, "");
            append(writer, 253, 10, "für 😀");
            define(writer, 10, "another");
            append(writer, 0, 11, "x".repeat(300));
        }
        Segment chronicle = Segment.fresh(CHRONICLE, slot, true);
        try (SegmentWriter writer = SegmentWriter.chronicle(Machine.REAL, chronicle, CAPACITY, preamble, CAPACITY)) {
            append(writer, 2, 1, "of the second start");
            define(writer, 1, "a third");
            append(writer, 3, 2, "last");
        }
        Files.delete(slot.resolve(CHRONICLE.toString()).resolve(ChronicleMapping.METADATA_FILE)); // nobody reads it
        try (Checkpoint checkpoint = Checkpoint.open(slot)) {
            checkpoint.write(SpoolPosition.START, 1, false);
            checkpoint.write(position, 2, false);
        }
        EvictionLog.none(slot).add(EVICTION, false);
    }

    private static void append(SegmentWriter writer, int tag, long sequence, String text) {
        byte[] payload = text.getBytes(UTF_8);
        writer.append(tag, sequence, EntryFormat.payloadCheck(payload, 0, payload.length), payload, 0, payload.length);
    }

    private static void define(SegmentWriter writer, long lastSequence, String text) {
        byte[] payload = text.getBytes(UTF_8);
        writer.define(lastSequence, EntryFormat.payloadCheck(payload, 0, payload.length), payload, 0, payload.length);
    }
}
