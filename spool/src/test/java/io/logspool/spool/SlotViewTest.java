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
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A slot is looked at from outside without a trace: what is whole is read once and in order, while its owner appends
 * and deletes, and what is damaged, missing or unfinished is told apart.
 */
class SlotViewTest {

    private static final byte[] PREAMBLE = "who logs".getBytes(UTF_8);

    @TempDir
    private Path directory;

    @Test
    void what_the_owner_appends_is_read_once_and_in_order_across_segments() throws IOException {
        try (Spool spool = open()) {
            spool.doWork();
            try (SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
                assertThat(cursor.next()).isFalse();
                for (int i = 1; i <= 3000; i++) {
                    append(spool, i);
                    spool.doWork();
                    if (i % 7 == 0) {
                        assertThat(drain(cursor)).hasSize(7);
                        assertThat(cursor.next()).isFalse();
                    }
                }
                drain(cursor);
                assertThat(cursor.entries()).isEqualTo(3000);
                assertThat(cursor.damage()).isEmpty();
                assertThat(cursor.gaps()).isEmpty();
                assertThat(cursor.tornTails()).isEmpty();
            }
            assertThat(view().segments()).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void an_entry_tells_who_appended_it_and_where_it_is() throws IOException {
        try (Spool spool = open();
                SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
            append(spool, 1);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.incarnation()).isEqualTo(spool.incarnation());
            assertThat(cursor.preamble()).isEqualTo(PREAMBLE);
            assertThat(cursor.tag()).isEqualTo(3);
            assertThat(cursor.sizeOnDisk()).isEqualTo(EntryFormat.sizeOnDisk(cursor.length()));
            try (SpoolCursor own = spool.openCursor()) {
                assertThat(own.next()).isTrue();
                assertThat(cursor.position()).isEqualTo(own.position());
            }
        }
    }

    @Test
    void reading_from_the_checkpoint_gives_the_backlog() throws IOException {
        try (Spool spool = open();
                SpoolCursor own = spool.openCursor()) {
            for (int i = 1; i <= 10; i++) {
                append(spool, i);
            }
            for (int i = 1; i <= 4; i++) {
                assertThat(own.next()).isTrue();
            }
            spool.acknowledge(own.position());
            SpoolPosition checkpoint = view().checkpoint();
            assertThat(checkpoint).isEqualTo(own.position());
            try (SlotCursor cursor = view().openCursor(own.position())) {
                assertThat(drain(cursor)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
                assertThat(cursor.gaps()).isEmpty();
            }
        }
    }

    @Test
    void segments_that_the_owner_deletes_meanwhile_are_skipped_and_not_called_lost() throws IOException {
        try (Spool spool = open();
                SpoolCursor own = spool.openCursor();
                SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
            append(spool, 1);
            assertThat(cursor.next()).isTrue();
            for (int i = 2; i <= 4000; i++) {
                append(spool, i);
                spool.doWork();
                assertThat(own.next()).isTrue();
            }
            spool.doWork();
            spool.acknowledge(own.position());
            spool.doWork();
            for (int i = 4001; i <= 4010; i++) {
                append(spool, i);
            }
            List<Long> read = drain(cursor);
            assertThat(read).hasSizeLessThan(3000).endsWith(4009L, 4010L);
            assertThat(cursor.gaps()).isEmpty();
            assertThat(cursor.damage()).isEmpty();
        }
    }

    @Test
    void a_damaged_byte_is_reported_with_its_range_and_the_entry_as_missing() throws IOException {
        List<SpoolPosition> ends = write(100);
        flip(ends.get(49).offset() + 20); // in the 51st entry
        try (SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
            assertThat(drain(cursor)).hasSize(99).doesNotContain(51L);
            assertThat(cursor.damage())
                    .containsExactly(new DamagedRange(
                            1,
                            EntryFormat.align(ends.get(49).offset()),
                            EntryFormat.align(ends.get(50).offset())));
            assertThat(cursor.gaps()).hasSize(1);
            assertThat(cursor.gaps().get(0).first()).isEqualTo(51);
            assertThat(cursor.gaps().get(0).last()).isEqualTo(51);
            assertThat(cursor.tornTails()).isEmpty();
        }
    }

    @Test
    void damage_before_the_first_and_at_the_last_entry_is_found_too() throws IOException {
        List<SpoolPosition> ends = write(100);
        flip(ends.get(0).offset() - 20);
        flip(ends.get(99).offset() - 20);
        try (SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
            assertThat(drain(cursor)).hasSize(98);
            assertThat(cursor.damage()).hasSize(2);
            assertThat(cursor.damage().get(1).from())
                    .isEqualTo(EntryFormat.align(ends.get(98).offset()));
            assertThat(cursor.damage().get(1).to()).isEqualTo(Files.size(segmentFile()));
            assertThat(cursor.gaps()).extracting(SequenceGap::count).containsExactly(1L);
            assertThat(cursor.gaps().get(0).first()).isEqualTo(1);
        }
    }

    @Test
    void a_file_cut_in_an_entry_is_damaged_from_there_to_its_end() throws IOException {
        List<SpoolPosition> ends = write(10);
        long from = EntryFormat.align(ends.get(8).offset());
        try (RandomAccessFile file = new RandomAccessFile(segmentFile().toFile(), "rw")) {
            file.setLength(from + 9);
        }
        try (SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
            assertThat(drain(cursor)).hasSize(9);
            assertThat(cursor.damage()).containsExactly(new DamagedRange(1, from, from + 9));
        }
    }

    @Test
    void an_append_that_did_not_finish_is_a_torn_tail_and_no_damage() throws IOException {
        List<SpoolPosition> ends = write(10);
        long at = EntryFormat.align(ends.get(9).offset());
        for (int mark : new int[] {0, 0x80}) {
            try (RandomAccessFile file = new RandomAccessFile(segmentFile().toFile(), "rw")) {
                file.seek(at);
                file.write(new byte[] {0, 0, 0, (byte) mark, 17, 4, 21, 99, 1, 3});
                file.setLength(at + 4096);
            }
            try (SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
                assertThat(drain(cursor)).hasSize(10);
                assertThat(cursor.damage()).isEmpty();
                assertThat(cursor.gaps()).isEmpty();
                assertThat(cursor.tornTails()).containsExactly(new SpoolPosition(1, at));
            }
        }
    }

    @Test
    void what_is_written_behind_the_end_that_was_read_is_read_at_the_next_look() throws IOException {
        int fifthEnd = (int) write(10).get(4).offset();
        Path file = segmentFile();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, fifthEnd), whole.length));
        try (SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
            assertThat(drain(cursor)).containsExactly(1L, 2L, 3L, 4L, 5L);
            Files.write(file, whole);
            assertThat(drain(cursor)).containsExactly(6L, 7L, 8L, 9L, 10L);
            assertThat(cursor.damage()).isEmpty();
        }
    }

    @Test
    void a_segment_that_is_finished_between_two_looks_is_no_damage() throws IOException {
        long firstEnd = write(10).get(0).offset();
        int firstAt = (int) (firstEnd - EntryFormat.sizeOnDisk(payload(1).length()));
        Path file = segmentFile();
        byte[] whole = Files.readAllBytes(file);
        byte[] begun = new byte[whole.length];
        begun[3] = (byte) 0xC0; // Chronicle's header, with no length yet
        Files.write(file, begun);
        Segment segment =
                SegmentSet.scan(view().directory(), false).all().iterator().next();
        try (SegmentReader reader = new SegmentReader(segment)) {
            byte[] headOnly = Arrays.copyOf(Arrays.copyOf(whole, firstAt), whole.length);
            Files.write(file, headOnly); // after it was read, before it is read again
            assertThat(reader.next(reader.fileSize())).isFalse();
            assertThat(reader.damagedTail()).isNull();
            assertThat(reader.tornTail()).isFalse();
            assertThat(reader.preamble()).isEqualTo(PREAMBLE);
        }
    }

    @Test
    void untouched_disk_behind_the_last_entry_is_no_damage() throws IOException {
        write(10);
        try (RandomAccessFile file = new RandomAccessFile(segmentFile().toFile(), "rw")) {
            file.setLength(3 << 20);
        }
        try (SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
            assertThat(drain(cursor)).hasSize(10);
            assertThat(cursor.damage()).isEmpty();
            assertThat(cursor.tornTails()).isEmpty();
        }
    }

    @Test
    void a_missing_segment_shows_as_a_gap() throws IOException {
        try (Spool spool = open()) {
            for (int i = 1; i <= 4000; i++) {
                append(spool, i);
                spool.doWork();
            }
        }
        List<SegmentFile> segments = view().segments();
        assertThat(segments).hasSizeGreaterThan(3);
        Files.delete(segments.get(1).file());
        try (SlotCursor cursor = view().openCursor(SpoolPosition.START)) {
            List<Long> read = drain(cursor);
            assertThat(cursor.gaps()).hasSize(1);
            assertThat(cursor.gaps().get(0).count()).isEqualTo(4000 - read.size());
        }
    }

    @Test
    void the_owner_is_named_while_it_holds_the_slot() throws IOException {
        try (Spool spool = open()) {
            assertThat(SlotView.find(directory)).hasSize(1);
            SlotOwner owner = view().owner();
            assertThat(owner.state()).isEqualTo(SlotOwner.State.HELD);
            assertThat(owner.processId()).isEqualTo(ProcessHandle.current().pid());
            append(spool, 1);
        }
        assertThat(view().owner().state()).isNotEqualTo(SlotOwner.State.HELD);
    }

    @Test
    void slots_are_found_from_any_directory_above_them_and_sorted_by_number() throws IOException {
        for (String name : List.of("b/10", "b/9", "a/0")) {
            Path slot = Files.createDirectories(directory.resolve(name));
            Files.createFile(slot.resolve(Checkpoint.FILE_NAME));
        }
        Files.createDirectories(directory.resolve("other/things"));
        Path real = directory.toRealPath();
        assertThat(SlotView.find(directory))
                .extracting(slot -> real.relativize(slot.directory()).toString())
                .containsExactly("a/0", "b/9", "b/10");
        assertThat(SlotView.find(directory.resolve("b"))).hasSize(2);
        assertThat(SlotView.find(directory.resolve("b/9"))).hasSize(1);
        assertThat(SlotView.find(directory.resolve("other"))).isEmpty();
    }

    private List<SpoolPosition> write(int entries) throws IOException {
        List<SpoolPosition> ends = new ArrayList<>();
        try (Spool spool = open();
                SpoolCursor cursor = spool.openCursor()) {
            for (int i = 1; i <= entries; i++) {
                append(spool, i);
                assertThat(cursor.next()).isTrue();
                ends.add(cursor.position());
            }
        }
        return ends;
    }

    private void flip(long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segmentFile().toFile(), "rw")) {
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 0x10);
        }
    }

    private Path segmentFile() throws IOException {
        return view().segments().get(0).file();
    }

    private SlotView view() throws IOException {
        return SlotView.find(directory).get(0);
    }

    private static List<Long> drain(SlotCursor cursor) throws IOException {
        List<Long> sequences = new ArrayList<>();
        while (cursor.next()) {
            String payload = new String(cursor.array(), cursor.offset(), cursor.length(), UTF_8);
            assertThat(payload).isEqualTo(payload(cursor.sequence()));
            sequences.add(cursor.sequence());
        }
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
        return sequences;
    }

    private static void append(Spool spool, int number) {
        byte[] bytes = payload(number).getBytes(UTF_8);
        assertThat(spool.append(bytes, 0, bytes.length, 3)).isEqualTo(number);
    }

    private static String payload(long sequence) {
        return "entry " + sequence + " " + "x".repeat((int) (sequence * 31 % 2000));
    }

    private Spool open() throws IOException {
        return Spool.open(
                TestOptions.in(directory.resolve("service"))
                        .maxBytes(64L << 20)
                        .blockTimeout(Duration.ofMillis(100))
                        .build(),
                PREAMBLE);
    }
}
