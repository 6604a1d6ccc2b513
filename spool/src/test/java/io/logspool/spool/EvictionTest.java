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
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With {@code drop-oldest} nothing new is refused: what was appended first is taken out, a segment at a time, and each
 * entry is either read or listed as evicted.
 */
class EvictionTest {

    private static final int TAGS = 3;
    private static final long MAX_BYTES = 4L << 20;
    private static final byte[] PAYLOAD = "x".repeat(1000).getBytes(UTF_8);

    @TempDir
    private Path directory;

    @Test
    void the_oldest_entries_go_and_everything_is_read_or_listed_by_range_and_tag() throws IOException {
        try (Spool spool = open()) {
            int appended = 20_000;
            append(spool, appended);
            List<Eviction> evictions = spool.stats().evicted();
            assertThat(evictions).hasSize(1);
            Eviction eviction = evictions.get(0);
            assertThat(eviction.incarnation()).isEqualTo(spool.incarnation());
            assertThat(eviction.firstSequence()).isEqualTo(1);
            assertThat(eviction.entries()).isEqualTo(eviction.lastSequence());
            assertThat(eviction.entriesByTag()).isEqualTo(countsByTag(1, eviction.lastSequence()));
            assertThat(spool.stats().refused().values()).containsOnly(0L);
            assertThat(spool.stats().allocatedBytes()).isLessThanOrEqualTo(MAX_BYTES);
            assertThat(read(spool, eviction.lastSequence() + 1)).isEqualTo(appended);
            assertThat(spool.stats().lost()).isZero();
        }
    }

    @Test
    void a_reader_inside_of_what_is_evicted_leaves_it_and_counts_no_loss() throws IOException {
        try (Spool spool = open();
                SpoolCursor cursor = spool.openCursor()) {
            append(spool, 100);
            assertThat(cursor.next()).isTrue();
            append(spool, 20_000);
            long next = spool.stats().evicted().get(0).lastSequence() + 1;
            assertThat(next).isGreaterThan(100);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.sequence()).isEqualTo(next);
            assertThat(spool.stats().lost()).isZero();
        }
    }

    @Test
    void what_is_acknowledged_is_deleted_and_not_evicted() throws IOException {
        try (Spool spool = open();
                SpoolCursor cursor = spool.openCursor()) {
            for (int i = 0; i < 20_000; i++) {
                append(spool, 1);
                assertThat(cursor.next()).isTrue();
                spool.acknowledge(cursor.position());
            }
            assertThat(spool.stats().evicted()).isEmpty();
        }
    }

    @Test
    void only_what_was_not_acknowledged_of_a_segment_is_listed() throws IOException {
        try (Spool spool = open();
                SpoolCursor cursor = spool.openCursor()) {
            append(spool, 50);
            for (int i = 0; i < 20; i++) {
                assertThat(cursor.next()).isTrue();
            }
            spool.acknowledge(cursor.position());
            append(spool, 10_000);
            Eviction eviction = spool.stats().evicted().get(0);
            assertThat(eviction.firstSequence()).isEqualTo(21);
            assertThat(eviction.entriesByTag()).isEqualTo(countsByTag(21, eviction.lastSequence()));
        }
    }

    @Test
    void the_list_outlives_the_process_and_is_seen_from_outside_where_it_is_no_gap() throws IOException {
        Incarnation first;
        try (Spool spool = open()) {
            first = spool.incarnation();
            append(spool, 10_000);
        }
        try (Spool spool = open()) {
            append(spool, 10_000);
            List<Eviction> evictions = spool.stats().evicted();
            assertThat(evictions).extracting(Eviction::incarnation).containsExactly(first, spool.incarnation());
            assertThat(evictions.get(0).entriesByTag()).isEqualTo(countsByTag(1, 10_000));
            SlotView view = SlotView.find(directory).get(0);
            assertThat(view.evictions()).isEqualTo(evictions);
            try (SlotCursor cursor = view.openCursor(SpoolPosition.START)) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.sequence()).isEqualTo(evictions.get(1).lastSequence() + 1);
                assertThat(cursor.gaps()).isEmpty();
            }
        }
    }

    @Test
    void a_damaged_line_of_the_list_is_left_out_and_the_others_are_read() throws IOException {
        EvictionLog log = EvictionLog.none(directory);
        for (long ordinal = 1; ordinal <= 3; ordinal++) {
            log.add(new Eviction(Incarnation.next(ordinal), 5, 9, countsByTag(5, 9)), false);
        }
        assertThat(EvictionLog.open(directory).all()).isEqualTo(log.all());
        Path file = directory.resolve(EvictionLog.FILE_NAME);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThat(log.all())
                    .as("byte %d", at)
                    .containsAll(EvictionLog.open(directory).all());
            assertThat(EvictionLog.open(directory).all()).as("byte %d", at).hasSizeBetween(1, 2);
            Files.write(file, Arrays.copyOf(bytes, at));
            assertThat(log.all())
                    .as("cut at %d", at)
                    .containsAll(EvictionLog.open(directory).all());
        }
    }

    private Spool open() throws IOException {
        return Spool.open(
                TestOptions.in(directory.resolve("service"))
                        .maxBytes(MAX_BYTES)
                        .overflow(OverflowPolicy.DROP_OLDEST)
                        .reserve(TAGS, 50)
                        .build(),
                new byte[0]);
    }

    private static void append(Spool spool, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int tag = (int) ((spool.stats().appended() + 1) % TAGS);
            assertThat(spool.append(PAYLOAD, 0, PAYLOAD.length, tag)).isPositive();
            spool.doWork();
        }
    }

    private static SortedMap<Integer, Long> countsByTag(long from, long to) {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (long sequence = from; sequence <= to; sequence++) {
            counts.merge((int) (sequence % TAGS), 1L, Long::sum);
        }
        return counts;
    }

    /** Returns the last sequence. */
    private static long read(Spool spool, long firstSequence) throws IOException {
        long expected = firstSequence;
        try (SpoolCursor cursor = spool.openCursor()) {
            while (cursor.next()) {
                assertThat(cursor.sequence()).isEqualTo(expected++);
            }
        }
        return expected - 1;
    }
}
