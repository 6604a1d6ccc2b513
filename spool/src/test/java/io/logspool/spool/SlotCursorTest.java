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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who reads a slot from outside passes over nothing that was accepted, whatever its owner does meanwhile. {@code
 * -Dcampaign.rounds} makes the race longer.
 */
class SlotCursorTest {

    private static final int ROUNDS = Math.max(1, Integer.getInteger("campaign.rounds", 20) / 4);
    private static final int ENTRY_BYTES = 200 << 10;
    private static final int ENTRIES = 1000;

    @TempDir
    private Path directory;

    @Test
    void segments_that_fill_up_while_they_are_looked_for_are_read_to_their_ends() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path service = directory.resolve("round-" + round);
            try (Spool spool = open(TestOptions.in(service)
                            .maxBytes(300L << 20)
                            .maxEntryBytes(ENTRY_BYTES)
                            .blockTimeout(Duration.ofSeconds(30)));
                    DutyCycleRunner runner = new DutyCycleRunner("spool", spool, Duration.ofMillis(10), e -> {})) {
                spool.onWorkNeeded(runner::wakeUp);
                runner.start();
                AtomicLong accepted = new AtomicLong();
                Thread writer = new Thread(() -> {
                    byte[] payload = new byte[ENTRY_BYTES];
                    for (int i = 0; i < ENTRIES; i++) {
                        accepted.addAndGet(spool.append(payload, 0, payload.length, 1) > 0 ? 1 : 0);
                    }
                });
                try (SlotCursor cursor = cursor(spool)) {
                    writer.start();
                    long last = 0;
                    while (writer.isAlive() || last < accepted.get()) {
                        if (cursor.next()) {
                            assertThat(cursor.sequence()).isEqualTo(last + 1);
                            last = cursor.sequence();
                        }
                    }
                    assertThat(last).isEqualTo(ENTRIES);
                }
            }
            PrivateFiles.deleteRecursively(service);
        }
    }

    @Test
    void a_segment_that_has_the_number_of_one_that_was_never_used_is_read() throws IOException {
        Path service = directory.resolve("service");
        SlotCursor cursor;
        try (Spool spool = open(TestOptions.in(service))) {
            cursor = cursor(spool);
            while (spool.page() >> 16 < 2) {
                assertThat(TestSpools.append(spool, "x".repeat(1000), 1)).isPositive();
                spool.doWork();
                assertThat(cursor.next()).isTrue();
            }
            while (CrashedSlot.segments(spool.slotDirectory()).size() < 3) {
                assertThat(TestSpools.append(spool, "x".repeat(1000), 1)).isPositive();
                spool.doWork();
                assertThat(cursor.next()).isTrue();
            }
            assertThat(cursor.next()).as("looks at the one that is ready").isFalse();
        }
        try (Spool spool = open(TestOptions.in(service));
                cursor) {
            assertThat(spool.page() >> 16).as("its number is given again").isEqualTo(3);
            assertThat(TestSpools.append(spool, "after", 1)).isEqualTo(1);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.incarnation()).isEqualTo(spool.incarnation());
        }
    }

    @Test
    void who_follows_an_idle_slot_goes_on_behind_what_was_zeroed_where_it_waits() throws IOException {
        SegmentKind kind = SegmentKind.PLAIN;
        Path service = directory.resolve("service");
        try (Spool spool = kind.open(TestOptions.in(service).build(), new byte[0]);
                SlotCursor cursor = cursor(spool)) {
            assertThat(TestSpools.append(spool, "before", 1)).isEqualTo(1);
            assertThat(cursor.next()).isTrue();
            long at = cursor.position().offset();
            assertThat(cursor.next()).isFalse();
            assertThat(TestSpools.append(spool, "zeroed", 1)).isEqualTo(2);
            assertThat(TestSpools.append(spool, "after", 1)).isEqualTo(3);
            try (RandomAccessFile file = new RandomAccessFile(kind.file(service).toFile(), "rw")) {
                file.seek(at);
                file.write(new byte[(int) EntryFormat.sizeOnDisk(6)]);
            }
            int polls = 0;
            while (!cursor.next()) {
                assertThat(++polls).isLessThan(1000);
            }
            assertThat(cursor.sequence()).isEqualTo(3);
            assertThat(cursor.gaps()).hasSize(1);
        }
    }

    @Test
    void a_slot_that_was_removed_and_made_anew_is_read_from_its_beginning() throws IOException {
        Path service = directory.resolve("service");
        SlotCursor cursor;
        Path slot;
        try (Spool spool = open(TestOptions.in(service))) {
            slot = spool.slotDirectory();
            cursor = cursor(spool);
            assertThat(TestSpools.append(spool, "before", 1)).isEqualTo(1);
            assertThat(cursor.next()).isTrue();
        }
        PrivateFiles.deleteRecursively(slot);
        assertThat(cursor.next()).isFalse();
        try (Spool spool = open(TestOptions.in(service));
                cursor) {
            assertThat(TestSpools.append(spool, "anew", 1)).isEqualTo(1);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.incarnation()).isEqualTo(spool.incarnation());
            assertThat(cursor.gaps()).isEmpty();
        }
    }

    @Test
    void what_is_evicted_while_it_is_read_is_not_said_to_be_lost() throws IOException {
        try (Spool spool = open(TestOptions.in(directory.resolve("service")).overflow(OverflowPolicy.DROP_OLDEST));
                SlotCursor cursor = cursor(spool)) {
            String text = "x".repeat(50_000);
            assertThat(TestSpools.append(spool, text, 1)).isEqualTo(1);
            spool.doWork();
            assertThat(cursor.next()).isTrue();
            while (spool.evictions().isEmpty()) {
                TestSpools.append(spool, text, 1);
                spool.doWork();
            }
            long last = 0;
            while (cursor.next()) {
                last = cursor.sequence();
            }
            assertThat(last).isEqualTo(spool.stats().appended());
            assertThat(cursor.gaps()).isEmpty();
        }
    }

    private static Spool open(TestOptions options) throws IOException {
        return Spool.open(options.build(), new byte[0]);
    }

    private static SlotCursor cursor(Spool spool) throws IOException {
        assertThat(Files.exists(spool.slotDirectory())).isTrue();
        return SlotView.find(spool.slotDirectory()).get(0).openCursor(SpoolPosition.START);
    }
}
