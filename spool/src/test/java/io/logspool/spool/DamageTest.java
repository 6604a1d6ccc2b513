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
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Any byte of any file may be changed: opening and reading end, never give a wrong entry, and lose only what is
 * touched. {@code -Dcampaign.rounds} multiplies the mutations.
 */
class DamageTest {

    private static final int MUTATIONS = 50 * Integer.getInteger("campaign.rounds", 20);

    private static final long LARGEST_ON_DISK = 160;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void a_flipped_zeroed_or_cut_segment_loses_only_what_is_touched(SegmentKind kind) throws IOException {
        Random random = new Random(Long.getLong("campaign.seed", 42));
        TreeMap<Long, Long> endBySequence = new TreeMap<>();
        Path pristine = directory.resolve("pristine");
        write(kind, pristine, endBySequence);
        byte[] original = Files.readAllBytes(kind.file(pristine));
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = original.clone();
            int at = random.nextInt(bytes.length);
            int length = 1;
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> {
                    length = Math.min(1 + random.nextInt(200), bytes.length - at);
                    Arrays.fill(bytes, at, at + length, (byte) 0);
                }
                case 2 -> {
                    length = Math.min(1 + random.nextInt(64), bytes.length - at);
                    for (int b = at; b < at + length; b++) {
                        bytes[b] = (byte) random.nextInt(256);
                    }
                }
                default -> {
                    bytes = Arrays.copyOf(bytes, at);
                    length = original.length - at;
                }
            }
            check(kind, pristine, bytes, endBySequence, at, at + length, "mutation " + i + " at " + at + "+" + length);
        }
    }

    private void check(
            SegmentKind kind,
            Path pristine,
            byte[] bytes,
            NavigableMap<Long, Long> endBySequence,
            int from,
            int to,
            String context)
            throws IOException {
        Path copy = directory.resolve("copy");
        PrivateFiles.deleteRecursively(copy);
        Path segment = copy.resolve("0")
                .resolve(pristine.relativize(kind.file(pristine)).getName(1).toString());
        Files.createDirectories(segment);
        Files.write(segment.resolve(kind.file(pristine).getFileName()), bytes);
        long expected = endBySequence.entrySet().stream()
                .filter(e -> e.getValue() <= from || start(endBySequence, e.getKey()) >= to)
                .count();
        checkView(copy, endBySequence, from, to, context);
        long read = 0;
        try (Spool spool = Spool.open(SpoolOptions.of(copy), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            long last = 0;
            while (cursor.next()) {
                assertThat(cursor.sequence()).as(context).isGreaterThan(last);
                last = cursor.sequence();
                assertThat(TestSpools.payload(cursor)).as(context).isEqualTo(payload(last));
                read++;
            }
        }
        assertThat(read).as(context).isGreaterThanOrEqualTo(expected).isLessThanOrEqualTo(endBySequence.size());
    }

    /** Looked at from outside, what is lost shows as a gap, and what is called damaged was touched. */
    private static void checkView(Path copy, NavigableMap<Long, Long> endBySequence, int from, int to, String context)
            throws IOException {
        try (SlotCursor cursor = SlotView.find(copy).get(0).openCursor(SpoolPosition.START)) {
            long first = 0;
            long last = 0;
            while (cursor.next()) {
                last = cursor.sequence();
                first = first == 0 ? last : first;
                String payload = new String(cursor.array(), cursor.offset(), cursor.length(), UTF_8);
                assertThat(payload).as(context).isEqualTo(payload(last));
            }
            long lost = cursor.gaps().stream().mapToLong(SequenceGap::count).sum();
            assertThat(lost).as(context).isEqualTo(first == 0 ? 0 : last - first + 1 - cursor.entries());
            assertThat(lost == 0 || !cursor.damage().isEmpty()).as(context).isTrue();
            // What is touched in Chronicle's head may cost the search all of the head.
            boolean inHead = from < endBySequence.firstEntry().getValue();
            for (DamagedRange range : inHead ? List.<DamagedRange>of() : cursor.damage()) {
                assertThat(range.from()).as(context).isBetween(from - LARGEST_ON_DISK, (long) to);
                assertThat(range.to()).as(context).isBetween(from - LARGEST_ON_DISK, to + LARGEST_ON_DISK);
            }
        }
    }

    private static long start(NavigableMap<Long, Long> endBySequence, long sequence) {
        return sequence == 1 ? 0 : endBySequence.getOrDefault(sequence - 1, 0L);
    }

    private static void write(SegmentKind kind, Path service, NavigableMap<Long, Long> endBySequence)
            throws IOException {
        try (Spool spool = kind.open(SpoolOptions.of(service), "preamble".getBytes(UTF_8));
                SpoolCursor cursor = spool.openCursor()) {
            for (long i = 1; i <= 500; i++) {
                TestSpools.append(spool, payload(i), 1);
                assertThat(cursor.next()).isTrue();
                endBySequence.put(i, cursor.position().offset());
            }
        }
    }

    private static String payload(long sequence) {
        return "entry " + sequence + " " + "abc".repeat((int) (sequence * 7 % 40));
    }
}
