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
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the clock and the disk do to a spool, with a clock and a disk of the test's own. */
class MachineTest {

    private static final int SEGMENT_BYTES = 8 << 20;
    private static final int AHEAD_BYTES = 2 << 20;

    @TempDir
    private Path directory;

    private final TestMachine machine = new TestMachine();

    @Test
    void nothing_in_the_spool_asks_for_the_time_of_day() throws IOException {
        Path classes = Path.of(
                Spool.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> all = Files.list(classes.resolve("io/logspool/spool"))) {
            List<String> asking = all.filter(MachineTest::isOfSpool)
                    .filter(file -> contains(file, "currentTimeMillis")
                            || contains(file, "java/time/Clock")
                            || contains(file, "java/time/Instant"))
                    .map(file -> file.getFileName().toString())
                    .toList();
            assertThat(asking).isEmpty();
        }
    }

    private static boolean isOfSpool(Path file) {
        String name = file.getFileName().toString();
        // What gives Chronicle a clock has the method's name in it; that clock stands still.
        return name.endsWith(".class")
                && !name.equals("ChronicleMapping.class")
                && !name.contains("Test")
                && !name.contains("IT");
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void what_a_burst_has_left_ready_is_given_back_when_nobody_writes_for_a_minute(SegmentKind kind)
            throws IOException {
        try (Spool spool = open(kind, 64L << 20);
                SpoolCursor cursor = spool.openCursor()) {
            // Faster than the spool's thread, so that it prepares as far ahead as it may.
            for (int i = 0; i < 40; i++) {
                for (int j = 0; j < 10; j++) {
                    append(spool, "x".repeat(60_000), 1);
                }
                spool.doWork();
            }
            readAll(spool, cursor);
            assertThat(diskUsage(directory)).as("after the burst").isGreaterThan(2L * SEGMENT_BYTES);
            long accepted = spool.stats().appended();

            for (int second = 0; second < 120; second++) {
                machine.advance(TimeUnit.SECONDS.toNanos(1));
                spool.doWork();
            }
            long entries = spool.page() % (1 << 16) * EntryFormat.PAGE_BYTES;
            assertThat(diskUsage(directory))
                    .as("idle")
                    .isLessThanOrEqualTo(entries + AHEAD_BYTES + (2L << 20))
                    .isLessThanOrEqualTo(spool.stats().allocatedBytes());

            // And it goes on from there, through what was given back and behind it.
            for (int i = 0; i < 400; i++) {
                assertThat(append(spool, i + "x".repeat(60_000), 1)).isEqualTo(accepted + i + 1);
                spool.doWork();
                assertThat(cursor.next()).isTrue();
                assertThat(payload(cursor)).isEqualTo(i + "x".repeat(60_000));
                spool.acknowledge(cursor.position());
            }
            assertThat(spool.stats().lost()).isZero();
            assertThat(spool.stats().lastError()).isNull();
            assertThat(diskUsage(directory)).isLessThanOrEqualTo(spool.stats().allocatedBytes());
        }
    }

    @Test
    void a_service_that_writes_now_and_then_keeps_what_it_has_before_it() throws IOException {
        try (Spool spool = open(SegmentKind.CHRONICLE, 64L << 20);
                SpoolCursor cursor = spool.openCursor()) {
            for (int second = 0; second < 600; second++) {
                machine.advance(TimeUnit.SECONDS.toNanos(1));
                assertThat(append(spool, "x".repeat(50_000), 1)).isPositive();
                spool.doWork();
                readAll(spool, cursor);
            }
            assertThat(spool.stats().refused().values()).containsOnly(0L);
        }
    }

    @Test
    void where_the_volume_fails_though_it_says_it_has_room_a_backlog_is_opened_read_and_given_back_first()
            throws IOException {
        SpoolOptions options = TestOptions.in(directory).build();
        try (Spool spool = Spool.open(options, new byte[0], machine)) {
            assertThat(append(spool, "backlog", 1)).isEqualTo(1);
        }
        machine.disk(TestMachine.Disk.FAILS_HALFWAY);
        try (Spool spool = Spool.open(options, new byte[0], machine);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(AppendRefusal.of(append(spool, "no room", 1))).isEqualTo(AppendRefusal.SPOOL_FULL);
            assertThat(spool.stats().lastError()).contains("No space left");
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("backlog");
            spool.acknowledge(cursor.position());
            machine.disk(TestMachine.Disk.HAS_ROOM);
            spool.doWork();
            assertThat(append(spool, "room again", 1)).isEqualTo(1);
        }
    }

    @Test
    void where_the_volume_fails_and_there_is_no_backlog_the_spool_does_not_open_and_the_slot_is_free_after_it()
            throws IOException {
        machine.disk(TestMachine.Disk.FAILS);
        SpoolOptions options = TestOptions.in(directory).build();
        assertThatThrownBy(() -> Spool.open(options, new byte[0], machine))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
        machine.disk(TestMachine.Disk.HAS_ROOM);
        try (Spool spool = Spool.open(options, new byte[0], machine)) {
            assertThat(spool.slotDirectory().getFileName()).hasToString("0");
            assertThat(append(spool, "room", 1)).isEqualTo(1);
        }
    }

    @Test
    void who_looks_from_outside_sees_what_was_refused_a_second_later_at_the_end_and_after_a_restart()
            throws IOException {
        SpoolOptions options = TestOptions.in(directory).build();
        try (Spool spool = Spool.open(options, new byte[0], machine)) {
            SlotView view = SlotView.find(spool.slotDirectory()).get(0);
            append(spool, "taken", 1);
            machine.advance(TimeUnit.SECONDS.toNanos(2));
            spool.doWork();
            assertThat(view.refusals()).isEmpty();
            assertThat(spool.slotDirectory().resolve(RefusalLog.FILE_NAME)).doesNotExist();
            append(spool, "x".repeat(100_000), 1);
            append(spool, "x".repeat(100_000), 1);
            machine.advance(TimeUnit.SECONDS.toNanos(2));
            spool.doWork();
            assertThat(view.refusals()).containsOnly(Map.entry(AppendRefusal.TOO_LARGE, 2L));
            append(spool, "x".repeat(100_000), 1);
        }
        try (Spool spool = Spool.open(options, new byte[0], machine)) {
            SlotView view = SlotView.find(spool.slotDirectory()).get(0);
            assertThat(view.refusals()).containsOnly(Map.entry(AppendRefusal.TOO_LARGE, 3L));
            append(spool, "x".repeat(100_000), 1);
            machine.advance(TimeUnit.SECONDS.toNanos(2));
            spool.doWork();
            assertThat(view.refusals()).containsOnly(Map.entry(AppendRefusal.TOO_LARGE, 4L));
            Path file = spool.slotDirectory().resolve(RefusalLog.FILE_NAME);
            String text = Files.readString(file, ISO_8859_1);
            Files.writeString(file, text.replace('4', '5'), ISO_8859_1);
            assertThat(view.refusals()).as("a damaged file counts as none").isEmpty();
        }
    }

    private Spool open(SegmentKind kind, long maxBytes) throws IOException {
        SpoolOptions options = TestOptions.in(directory)
                .maxBytes(maxBytes)
                .segmentBytes(SEGMENT_BYTES)
                .blockTimeout(Duration.ofNanos(20_000))
                .build();
        if (kind == SegmentKind.CHRONICLE) {
            SegmentKind.load();
        }
        return Spool.open(options, new byte[0], machine);
    }

    private static void readAll(Spool spool, SpoolCursor cursor) throws IOException {
        boolean more = cursor.next();
        while (more) {
            more = cursor.next();
        }
        spool.acknowledge(cursor.position());
        spool.doWork();
    }
}
