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

import static io.logspool.spool.TestSpools.append;
import static io.logspool.spool.TestSpools.diskUsage;
import static io.logspool.spool.TestSpools.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool never takes more than its quota, refuses what does not fit, and recovers by itself when there is room. */
class QuotaTest {

    @TempDir
    private Path directory;

    @Test
    void a_full_spool_refuses_and_recovers_when_entries_are_acknowledged() throws IOException {
        SpoolOptions options = options(4L << 20);
        try (Spool spool = Spool.open(options, new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            int taken = fill(spool);
            assertThat(diskUsage(directory)).isLessThanOrEqualTo(options.maxBytes());
            assertThat(spool.stats().full()).isTrue();
            assertThat(spool.stats().refused()).containsEntry(AppendRefusal.SPOOL_FULL, 1L);

            for (int i = 1; i <= taken; i++) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.sequence()).isEqualTo(i);
            }
            spool.acknowledge(cursor.position());
            spool.doWork();
            spool.doWork();
            assertThat(append(spool, "room again", 1)).isEqualTo(taken + 1);
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("room again");
        }
    }

    @Test
    void a_quota_of_two_segments_is_enough_to_go_on_for_ever() throws IOException {
        try (Spool spool = Spool.open(options(2L << 20), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            long taken = 0;
            for (int round = 0; round < 5; round++) {
                int more = fill(spool);
                assertThat(more).as("round %d", round).isPositive();
                assertThat(diskUsage(directory)).isLessThanOrEqualTo(2L << 20);
                for (int i = 0; i < more; i++) {
                    assertThat(cursor.next()).isTrue();
                    assertThat(cursor.sequence()).isEqualTo(++taken);
                }
                spool.acknowledge(cursor.position());
                for (int call = 0; call < 4; call++) {
                    spool.doWork();
                }
            }
        }
    }

    @Test
    void a_restart_that_finds_the_spool_full_of_its_backlog_starts_refuses_and_recovers_when_that_is_acknowledged()
            throws IOException {
        SpoolOptions options = options(3L << 20);
        int taken;
        try (Spool spool = Spool.open(options, new byte[0])) {
            taken = fill(spool);
        }
        try (Spool spool = Spool.open(options, new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(AppendRefusal.of(append(spool, "too much", 1))).isEqualTo(AppendRefusal.SPOOL_FULL);
            assertThat(spool.stats().full()).isTrue();
            assertThat(spool.define(new byte[1], 0, 1, spool.page())).isFalse();
            assertThat(spool.doWork()).as("an idle thread").isZero();
            for (int i = 1; i <= taken; i++) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.sequence()).isEqualTo(i);
            }
            assertThat(cursor.next()).isFalse();
            spool.acknowledge(cursor.position());
            spool.doWork();
            assertThat(append(spool, "room again", 1)).isEqualTo(1);
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("room again");
            assertThat(spool.stats().allocatedBytes()).isLessThanOrEqualTo(options.maxBytes());
        }
    }

    @Test
    void with_block_a_call_that_finds_no_room_waits_for_it_and_goes_on_when_it_is_there() throws Exception {
        SpoolOptions options = TestOptions.in(directory)
                .overflow(OverflowPolicy.BLOCK)
                .blockTimeout(Duration.ofMinutes(1))
                .build();
        try (Spool spool = Spool.open(options, new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            AtomicLong accepted = new AtomicLong();
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 10_000 && TestSpools.append(spool, "x".repeat(1000), 1) > 0; i++) {
                    accepted.incrementAndGet();
                }
            });
            writer.start();
            while (!spool.stats().full() || writer.getState() != Thread.State.TIMED_WAITING) {
                spool.doWork();
            }
            assertThat(accepted.get()).isLessThan(10_000);
            while (writer.isAlive()) {
                if (cursor.next()) {
                    spool.acknowledge(cursor.position());
                }
                spool.doWork();
            }
            assertThat(accepted.get()).isEqualTo(10_000);
            assertThat(spool.stats().refused().values()).containsOnly(0L);
        }
    }

    @Test
    void with_block_a_call_that_finds_no_room_in_time_is_refused_and_counted() throws IOException {
        SpoolOptions options = TestOptions.in(directory)
                .overflow(OverflowPolicy.BLOCK)
                .blockTimeout(Duration.ofMillis(20))
                .build();
        try (Spool spool = Spool.open(options, new byte[0])) {
            fill(spool);
            Map<AppendRefusal, Long> before = spool.stats().refused();
            assertThat(AppendRefusal.of(append(spool, "x".repeat(1000), 1))).isEqualTo(AppendRefusal.SPOOL_FULL);
            Map<AppendRefusal, Long> expected = new EnumMap<>(before);
            expected.merge(AppendRefusal.SPOOL_FULL, 1L, Long::sum);
            assertThat(spool.stats().refused()).isEqualTo(expected);
        }
    }

    @Test
    void the_reserve_is_there_though_segments_are_small_and_their_metadata_takes_much_of_the_quota()
            throws IOException {
        SegmentKind.load();
        try (Spool spool = Spool.open(
                TestOptions.in(directory.resolve("service"))
                        .maxBytes(32L << 20)
                        .reserve(3, 10)
                        .build(),
                new byte[0])) {
            long result = 0;
            while (result >= 0) {
                spool.doWork();
                result = TestSpools.append(spool, "x".repeat(10_000), 2);
            }
            assertThat(AppendRefusal.of(result)).isEqualTo(AppendRefusal.RESERVED);
            for (int i = 0; i < 100; i++) {
                spool.doWork();
                assertThat(TestSpools.append(spool, "x".repeat(10_000), 3)).isPositive();
            }
        }
    }

    @Test
    void a_reserve_of_nothing_keeps_no_entry_out_before_the_spool_is_full() throws IOException {
        try (Spool spool = Spool.open(TestOptions.in(directory).reserve(4, 0).build(), new byte[0])) {
            fill(spool);
            assertThat(spool.stats().refused())
                    .containsEntry(AppendRefusal.RESERVED, 0L)
                    .containsEntry(AppendRefusal.SPOOL_FULL, 1L);
        }
    }

    @Test
    void the_reserve_takes_only_high_tags() throws IOException {
        SpoolOptions options = TestOptions.in(directory).reserve(4, 50).build();
        try (Spool spool = Spool.open(options, new byte[0])) {
            long result;
            do {
                result = append(spool, "x".repeat(1000), 1);
                spool.doWork();
            } while (result > 0);
            assertThat(AppendRefusal.of(result)).isEqualTo(AppendRefusal.RESERVED);
            assertThat(append(spool, "important", 4)).isPositive();
        }
    }

    /** With so many, their directory takes more than a block, and it keeps that. */
    @Test
    void a_thousand_small_segments_and_the_directory_that_lists_them_are_inside_the_quota() throws IOException {
        Path service = directory.resolve("service");
        Path slot = Files.createDirectories(service.resolve("0"));
        int segments = 1000;
        for (int number = 1; number <= segments; number++) {
            SegmentName name = new SegmentName(number, Incarnation.next(number));
            Segment segment = Segment.fresh(name, slot, false);
            try (SegmentWriter writer = SegmentWriter.plain(Machine.REAL, segment, 1 << 20, new byte[0], 8192)) {
                writer.append(1, 1, EntryFormat.payloadCheck(new byte[10], 0, 10), new byte[10], 0, 10);
            }
        }
        long before = diskUsage(directory);
        long maxBytes = before + (3L << 20);
        try (Spool spool = Spool.open(TestOptions.in(service).maxBytes(maxBytes).build(), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(spool.stats().segments()).isEqualTo(segments + 1);
            assertThat(fill(spool)).isPositive();
            assertThat(diskUsage(service))
                    .as("%s", spool.stats())
                    .isLessThanOrEqualTo(maxBytes)
                    .isLessThanOrEqualTo(spool.stats().allocatedBytes());
            assertThat(Files.size(slot)).as("the directory alone").isGreaterThan(8L * Segment.BLOCK_BYTES);
            for (int i = 0; i < segments; i++) {
                assertThat(cursor.next()).isTrue();
            }
            spool.acknowledge(cursor.position());
            spool.doWork();
            assertThat(append(spool, "room again", 1)).isPositive();
            assertThat(diskUsage(service))
                    .as("%s", spool.stats())
                    .isLessThanOrEqualTo(spool.stats().allocatedBytes());
        }
    }

    private int fill(Spool spool) throws IOException {
        int taken = 0;
        while (append(spool, "x".repeat(1000), 1) > 0) {
            taken++;
            spool.doWork();
        }
        return taken;
    }

    private SpoolOptions options(long maxBytes) {
        return TestOptions.in(directory).maxBytes(maxBytes).build();
    }
}
