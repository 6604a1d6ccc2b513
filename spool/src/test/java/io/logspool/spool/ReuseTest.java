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
import static io.logspool.spool.TestSpools.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file of an acknowledged segment serves a later one, and nobody who reads takes the one for the other. */
class ReuseTest {

    private static final int SEGMENT_BYTES = 1 << 20;
    private static final String PADDING = "x".repeat(1000);

    @TempDir
    private Path directory;

    private final Random random = new Random(7);
    private long sequence;

    @BeforeEach
    void beginWithTheFirst() {
        sequence = 0;
    }

    @Test
    void a_spool_that_is_read_as_fast_as_it_is_written_goes_round_in_a_few_files() throws IOException {
        Map<Object, Long> segmentByFile = new HashMap<>();
        long reused = 0;
        try (Spool spool = open(SegmentKind.CHRONICLE);
                SpoolCursor cursor = spool.openCursor()) {
            while (cursor.position().segment() < 20) {
                long segment = spool.page() >> 16;
                Long before = segmentByFile.put(fileOf(spool, segment), segment);
                reused += before != null && before != segment ? 1 : 0;
                passOn(spool, cursor);
            }
            assertThat(spool.stats().lost()).isZero();
            assertThat(spool.stats().lastError()).isNull();
            assertThat(TestSpools.diskUsage(spool.slotDirectory()))
                    .isLessThanOrEqualTo(spool.stats().allocatedBytes());
        }
        assertThat(segmentByFile).hasSizeLessThanOrEqualTo(6);
        assertThat(reused).isGreaterThanOrEqualTo(10);
    }

    @Test
    void a_file_from_before_chronicle_was_loaded_keeps_none_of_its_own_from_serving_again() throws IOException {
        SegmentKind.load();
        SegmentSet segments = SegmentSet.scan(directory, true);
        SegmentStore store =
                new SegmentStore(Machine.REAL, segments, new SpareSegments(directory), SpoolPosition.START, false);
        Incarnation incarnation = Incarnation.next(1);
        for (int number = 1; number <= 2; number++) {
            boolean chronicle = number == 2;
            Segment segment = Segment.fresh(new SegmentName(number, incarnation), directory, chronicle);
            SegmentWriter writer = chronicle
                    ? SegmentWriter.chronicle(Machine.REAL, segment, SEGMENT_BYTES, new byte[0], SEGMENT_BYTES)
                    : SegmentWriter.plain(Machine.REAL, segment, SEGMENT_BYTES, new byte[0], SEGMENT_BYTES);
            segment.begin();
            segments.add(segment);
            store.allocated(writer.diskBytes());
            store.retire(writer);
        }
        store.closeRetired();
        store.acknowledged(new SpoolPosition(3, 0));
        store.deleteAcknowledged();
        assertThat(store.allocatedBytes()).as("both are kept").isGreaterThan(2 * SEGMENT_BYTES);
        assertThat(store.hasSpare(true)).isTrue();
        assertThat(store.allocatedBytes()).as("the one of Chronicle is kept").isLessThan(2 * SEGMENT_BYTES);
        store.close();
        assertThat(store.allocatedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void who_reads_from_outside_and_falls_behind_gets_each_entry_once_and_in_order_or_not_at_all(SegmentKind kind)
            throws IOException {
        try (Spool spool = open(kind);
                SpoolCursor cursor = spool.openCursor();
                SlotCursor outside = SlotView.find(spool.slotDirectory()).get(0).openCursor(SpoolPosition.START)) {
            long last = 0;
            for (int round = 0; round < 100; round++) {
                for (int i = random.nextInt(2000); i > 0; i--) {
                    passOn(spool, cursor);
                }
                for (int i = random.nextInt(400); i > 0 && outside.next(); i--) {
                    assertThat(outside.sequence()).isGreaterThan(last);
                    last = outside.sequence();
                    String text = new String(outside.array(), outside.offset(), outside.length(), UTF_8);
                    assertThat(text).isEqualTo(last + PADDING);
                }
            }
            while (outside.next()) {
                last = outside.sequence();
            }
            assertThat(last).isEqualTo(sequence);
            assertThat(outside.damage()).isEmpty();
            assertThat(outside.gaps()).isEmpty();
            assertThat(outside.tornTails()).isEmpty();
        }
    }

    @Test
    void a_file_that_waits_for_its_next_segment_is_given_back_where_the_quota_needs_it() throws IOException {
        try (Spool spool = open(SegmentKind.CHRONICLE);
                SpoolCursor cursor = spool.openCursor()) {
            while (cursor.position().segment() < 6) {
                passOn(spool, cursor);
            }
            int taken = 0;
            while (append(spool, PADDING, 1) > 0) {
                spool.doWork();
                taken++;
            }
            assertThat(taken).as("entries of about 1 KiB in a quota of 4 MiB").isGreaterThan(2500);
            assertThat(spool.stats().allocatedBytes()).isLessThanOrEqualTo(4L << 20);
            try (var files = Files.list(spool.slotDirectory())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith(SpareSegments.PREFIX));
            }
        }
    }

    @Test
    void a_file_that_somebody_removed_while_it_waits_is_given_up_and_the_spool_goes_on() throws IOException {
        SegmentKind.load();
        SpoolOptions options =
                TestOptions.in(directory.resolve("service")).maxBytes(16L << 20).build();
        try (Spool spool = Spool.open(options, new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            spool.doWork();
            while (spool.page() >> 16 < 6) {
                assertThat(append(spool, PADDING, 1)).isPositive();
                spool.doWork();
            }
            acknowledgeAll(spool, cursor);
            spool.doWork();
            List<Path> spares;
            try (var files = Files.list(spool.slotDirectory())) {
                spares = files.filter(file -> file.getFileName().toString().startsWith(SpareSegments.PREFIX))
                        .toList();
            }
            assertThat(spares).isNotEmpty();
            for (Path spare : spares) {
                PrivateFiles.deleteRecursively(spare);
            }
            long end = (spool.page() >> 16) + 6;
            while (spool.page() >> 16 < end) {
                assertThat(append(spool, PADDING, 1)).as("%s", spool.stats()).isPositive();
                acknowledgeAll(spool, cursor);
                spool.doWork();
                spool.doWork(); // the call that finds a file gone prepares nothing
            }
            assertThat(TestSpools.diskUsage(spool.slotDirectory()))
                    .isLessThanOrEqualTo(spool.stats().allocatedBytes());
        }
    }

    private static void acknowledgeAll(Spool spool, SpoolCursor cursor) throws IOException {
        boolean more = cursor.next();
        while (more) {
            more = cursor.next();
        }
        spool.acknowledge(cursor.position());
    }

    @Test
    void what_a_crash_leaves_of_a_file_between_two_segments_is_deleted_by_the_next_start() throws IOException {
        Path left;
        try (Spool spool = open(SegmentKind.CHRONICLE)) {
            append(spool, PADDING, 1);
            left = spool.slotDirectory().resolve(SpareSegments.PREFIX + "7");
            CrashedSlot.copy(CrashedSlot.segments(spool.slotDirectory()).get(0), left);
        }
        try (Spool spool = open(SegmentKind.CHRONICLE);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(left).doesNotExist();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.next()).isFalse();
        }
    }

    private Spool open(SegmentKind kind) throws IOException {
        return kind.open(TestOptions.in(directory.resolve("service")).build(), new byte[] {1, 2, 3});
    }

    private void passOn(Spool spool, SpoolCursor cursor) throws IOException {
        sequence++;
        assertThat(append(spool, sequence + PADDING, 1)).isEqualTo(sequence);
        spool.doWork();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.sequence()).isEqualTo(sequence);
        assertThat(payload(cursor)).isEqualTo(sequence + PADDING);
        assertThat(cursor.preamble()).containsExactly(1, 2, 3);
        spool.acknowledge(cursor.position());
    }

    private static Object fileOf(Spool spool, long segment) throws IOException {
        String name = new SegmentName(segment, spool.incarnation()).toString();
        Path file = spool.slotDirectory().resolve(name).resolve(SegmentKind.CHRONICLE.fileName());
        return Files.getAttribute(file, "unix:ino");
    }
}
