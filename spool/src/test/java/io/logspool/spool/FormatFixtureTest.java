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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool written by any released version is read for ever, and what is written today is version 1 to the byte. */
class FormatFixtureTest {

    private static final SpoolPosition POSITION = new SpoolPosition(3, 80);
    private static final List<String> SENT = List.of("definition a definition", "1/8 tag 6 sent already");
    private static final List<String> REST = List.of(
            "1/9 tag 1 ",
            "1/10 tag 253 für 😀",
            "definition another",
            "1/11 tag 0 " + "x".repeat(300),
            "2/1 tag 2 of the second start",
            "definition a third",
            "2/2 tag 3 last");

    @TempDir
    private Path directory;

    @Test
    void a_slot_of_version_1_is_seen_from_outside_as_it_was_written() throws Exception {
        SlotView view = SlotView.find(FormatFixture.version1()).get(0);
        assertThat(view.checkpoint()).isEqualTo(POSITION);
        assertThat(view.checkpointDamaged()).isFalse();
        assertThat(view.evictions()).containsExactly(FormatFixture.EVICTION);
        assertThat(view.segments())
                .extracting(SegmentFile::incarnation)
                .containsExactly(FormatFixture.FIRST, FormatFixture.SECOND);
        List<String> read = new ArrayList<>();
        try (SlotCursor cursor = view.openCursor(SpoolPosition.START)) {
            while (cursor.next()) {
                String text = new String(cursor.array(), cursor.offset(), cursor.length(), UTF_8);
                read.add(
                        cursor.isDefinition()
                                ? "definition " + text
                                : cursor.incarnation().ordinal() + "/" + cursor.sequence() + " tag " + cursor.tag()
                                        + " " + text);
                assertThat(new String(cursor.preamble(), UTF_8)).isEqualTo(FormatFixture.PREAMBLE);
            }
            assertThat(cursor.gaps()).isEmpty();
            assertThat(cursor.damage()).isEmpty();
            assertThat(cursor.tornTails()).isEmpty();
        }
        List<String> all = new ArrayList<>(SENT);
        all.addAll(REST);
        assertThat(read).isEqualTo(all);
    }

    @Test
    void a_spool_goes_on_with_a_slot_of_version_1() throws Exception {
        CrashedSlot.copy(FormatFixture.version1(), directory.resolve("0"));
        List<String> expected = new ArrayList<>(REST);
        expected.add(0, SENT.get(0)); // of the page in which the checkpoint is
        try (Spool spool = Spool.open(SpoolOptions.of(directory), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(spool.incarnation().ordinal()).isEqualTo(3);
            assertThat(spool.stats().evicted()).containsExactly(FormatFixture.EVICTION);
            List<String> read = new ArrayList<>();
            while (cursor.next()) {
                read.add(
                        cursor.isDefinition()
                                ? "definition " + TestSpools.payload(cursor)
                                : cursor.incarnation().ordinal() + "/" + cursor.sequence() + " tag " + cursor.tag()
                                        + " " + TestSpools.payload(cursor));
            }
            assertThat(read).isEqualTo(expected);
            assertThat(TestSpools.append(spool, "of today", 1)).isEqualTo(1);
            assertThat(cursor.next()).isTrue();
            assertThat(spool.stats().lost()).isZero();
            spool.acknowledge(cursor.position());
            assertThat(spool.stats().backlogBytes()).isZero();
        }
    }

    @Test
    void what_is_written_today_is_version_1_to_the_byte() throws Exception {
        FormatFixture.write(directory);
        Path plain = Path.of(FormatFixture.PLAIN.toString(), PlainMapping.FILE);
        for (Path file : List.of(plain, Path.of(Checkpoint.FILE_NAME), Path.of(EvictionLog.FILE_NAME))) {
            assertThat(Files.readAllBytes(directory.resolve(file.toString())))
                    .as("%s", file)
                    .isEqualTo(Files.readAllBytes(FormatFixture.version1().resolve(file.toString())));
        }
    }
}
