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
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is appended is read back, in order, across segments and restarts; what is acknowledged is deleted and never
 * read again.
 */
class SpoolTest {

    private static final byte[] PREAMBLE = "who logs".getBytes(UTF_8);

    @TempDir
    private Path directory;

    @Test
    void entries_come_back_in_order_with_dense_sequences_and_their_tags() throws IOException {
        try (Spool spool = open(options())) {
            for (int i = 1; i <= 1000; i++) {
                assertThat(append(spool, "entry " + i, i % 6)).isEqualTo(i);
            }
            try (SpoolCursor cursor = spool.openCursor()) {
                for (int i = 1; i <= 1000; i++) {
                    assertThat(cursor.next()).isTrue();
                    assertThat(payload(cursor)).isEqualTo("entry " + i);
                    assertThat(cursor.sequence()).isEqualTo(i);
                    assertThat(cursor.tag()).isEqualTo(i % 6);
                    assertThat(cursor.incarnation()).isEqualTo(spool.incarnation());
                    assertThat(cursor.preamble()).isEqualTo(PREAMBLE);
                }
                assertThat(cursor.next()).isFalse();
                append(spool, "one more", 1);
                assertThat(cursor.next()).isTrue();
                assertThat(payload(cursor)).isEqualTo("one more");
            }
        }
    }

    @Test
    void segments_roll_by_size_and_are_deleted_once_acknowledged() throws IOException {
        try (Spool spool = open(options());
                SpoolCursor cursor = spool.openCursor()) {
            String payload = "x".repeat(1000);
            int entries = 5000;
            long highest = 0;
            for (int i = 1; i <= entries; i++) {
                assertThat(append(spool, payload + i, 1)).isEqualTo(i);
                spool.doWork();
                assertThat(cursor.next()).isTrue();
                assertThat(payload(cursor)).isEqualTo(payload + i);
                spool.acknowledge(cursor.position());
                if (i % 250 == 0) {
                    highest = Math.max(highest, diskUsage(directory));
                }
            }
            spool.doWork();
            assertThat(spool.stats().segments()).isLessThanOrEqualTo(2);
            assertThat(spool.stats().backlogBytes()).isZero();
            assertThat(highest).isLessThan(5L << 20);
            assertThat(cursor.position().segment()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void a_restart_reads_from_the_checkpoint_and_begins_a_new_incarnation() throws IOException {
        Incarnation first;
        try (Spool spool = open(options());
                SpoolCursor cursor = spool.openCursor()) {
            first = spool.incarnation();
            for (int i = 1; i <= 10; i++) {
                append(spool, "first " + i, 1);
            }
            for (int i = 1; i <= 4; i++) {
                assertThat(cursor.next()).isTrue();
            }
            spool.acknowledge(cursor.position());
        }
        try (Spool spool = open(options());
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(spool.incarnation().ordinal()).isEqualTo(first.ordinal() + 1);
            append(spool, "second 1", 1);
            for (int i = 5; i <= 10; i++) {
                assertThat(cursor.next()).isTrue();
                assertThat(payload(cursor)).isEqualTo("first " + i);
                assertThat(cursor.sequence()).isEqualTo(i);
                assertThat(cursor.incarnation()).isEqualTo(first);
            }
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("second 1");
            assertThat(cursor.sequence()).isEqualTo(1);
            assertThat(cursor.incarnation()).isEqualTo(spool.incarnation());
            spool.acknowledge(cursor.position());
        }
        try (Spool spool = open(options());
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(cursor.next()).isFalse();
            assertThat(spool.stats().segments()).isEqualTo(1);
            assertThat(spool.incarnation().ordinal()).isEqualTo(first.ordinal() + 2);
        }
    }

    @Test
    void an_entry_over_the_limit_is_refused_and_uses_no_sequence() throws IOException {
        try (Spool spool = open(options())) {
            assertThat(append(spool, "x".repeat(options().maxEntryBytes()), 1)).isEqualTo(1);
            long result = append(spool, "x".repeat(options().maxEntryBytes() + 1), 1);
            assertThat(AppendRefusal.of(result)).isEqualTo(AppendRefusal.TOO_LARGE);
            assertThat(append(spool, "next", 1)).isEqualTo(2);
        }
    }

    @Test
    void entries_larger_than_what_is_configured_now_are_still_read() throws IOException {
        try (Spool spool = open(options())) {
            append(spool, "x".repeat(60_000), 1);
        }
        SpoolOptions smaller =
                TestOptions.in(directory.resolve("service")).maxEntryBytes(1000).build();
        try (Spool spool = open(smaller);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.length()).isEqualTo(60_000);
        }
    }

    @Test
    void a_second_spool_takes_the_next_slot_and_the_first_is_free_again_after_close() throws IOException {
        Spool first = open(options());
        try (Spool second = open(options())) {
            assertThat(first.slotDirectory().getFileName()).hasToString("0");
            assertThat(second.slotDirectory().getFileName()).hasToString("1");
            first.close();
            try (Spool third = open(options())) {
                assertThat(third.slotDirectory().getFileName()).hasToString("0");
            }
        }
    }

    @Test
    void one_reader_at_a_time_has_a_slot_and_the_next_begins_where_it_ended() throws IOException {
        try (Spool spool = open(options());
                SpoolCursor cursor = spool.openCursor()) {
            for (int i = 1; i <= 10; i++) {
                append(spool, "entry " + i, 1);
            }
            Path lock = spool.slotDirectory().resolve(Slot.SHIP_LOCK_FILE);
            try (SlotLock other = SlotLock.tryClaim(lock);
                    Checkpoint theirs = Checkpoint.open(spool.slotDirectory())) {
                assertThat(other).isNotNull();
                assertThatThrownBy(cursor::next)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("another process reads " + spool.slotDirectory());
                assertThat(append(spool, "entry 11", 1)).isEqualTo(11);
                theirs.write(endOfEntry(spool, 7), 1, false);
            }
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("entry 8");
            assertThat(SlotLock.tryClaim(lock)).isNull();
        }
    }

    private static SpoolPosition endOfEntry(Spool spool, long sequence) throws IOException {
        try (SlotCursor reader = SlotView.find(spool.slotDirectory()).get(0).openCursor(SpoolPosition.START)) {
            do {
                assertThat(reader.next()).isTrue();
            } while (reader.sequence() < sequence);
            return reader.position();
        }
    }

    @Test
    void the_first_entries_are_durable_before_chronicle_is_loaded_and_come_before_those_that_follow()
            throws IOException {
        try (Spool spool = SegmentKind.PLAIN.open(options(), PREAMBLE);
                SpoolCursor cursor = spool.openCursor()) {
            append(spool, "plain", 1);
            SegmentKind.PLAIN.file(directory);
            SegmentKind.load();
            spool.doWork();
            append(spool, "chronicle", 1);
            SegmentKind.CHRONICLE.file(directory);
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("plain");
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("chronicle");
            assertThat(cursor.sequence()).isEqualTo(2);
            assertThat(cursor.position().segment()).isEqualTo(2);
        }
    }

    @Test
    void chronicles_own_tailer_reads_what_is_appended() throws IOException {
        try (Spool spool = SegmentKind.CHRONICLE.open(options(), PREAMBLE)) {
            for (int i = 1; i <= 3000; i++) {
                append(spool, "entry " + i, 1);
            }
            Path segment = SegmentKind.CHRONICLE.file(directory).getParent();
            List<String> read = new ArrayList<>();
            Bytes<byte[]> document = Bytes.allocateElasticOnHeap();
            try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(segment)
                            .rollCycle(SegmentCycle.INSTANCE)
                            .readOnly(true)
                            .build();
                    ExcerptTailer tailer = queue.createTailer()) {
                while (tailer.readBytes(document)) {
                    read.add(new String(
                            document.toByteArray(),
                            EntryFormat.HEADER_BYTES,
                            (int) document.readRemaining() - EntryFormat.HEADER_BYTES,
                            UTF_8));
                    document.clear();
                }
            }
            assertThat(read).hasSize(3001).startsWith("who logs", "entry 1").endsWith("entry 3000");
        }
    }

    @Test
    void a_segments_name_is_the_same_in_every_language_of_the_user() {
        Locale before = Locale.getDefault();
        SegmentName name = new SegmentName(7, Incarnation.next(12));
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(name)
                    .hasToString("000000000007-00000012-" + name.incarnation().id());
            assertThat(SegmentName.parse(name.toString())).isEqualTo(name);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_closed_spool_refuses() throws IOException {
        Spool spool = open(options());
        spool.close();
        assertThat(AppendRefusal.of(append(spool, "late", 1))).isEqualTo(AppendRefusal.CLOSED);
    }

    @Test
    void files_and_directories_are_private_to_the_user() throws IOException {
        try (Spool spool = open(options())) {
            append(spool, "secret", 1);
            List<String> open = new ArrayList<>();
            try (Stream<Path> all = Files.walk(directory.resolve("service"))) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                    if (!permissions.endsWith("------")) {
                        open.add(path + " " + permissions);
                    }
                }
            }
            assertThat(open).isEmpty();
        }
    }

    private Spool open(SpoolOptions options) throws IOException {
        return Spool.open(options, PREAMBLE);
    }

    private SpoolOptions options() {
        return TestOptions.in(directory.resolve("service")).build();
    }
}
