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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an entry needs to be understood is read before it, wherever reading begins: a definition is committed before the
 * entries that refer to it, in the same page.
 */
class DefinitionTest {

    private static final int ENTRIES = 20_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void every_page_has_its_definitions_before_its_entries(SegmentKind kind) throws IOException {
        try (Spool spool = kind.open(SpoolOptions.of(directory), new byte[0])) {
            write(spool);
            try (SpoolCursor cursor = spool.openCursor()) {
                assertThat(check(cursor, 1)).isEqualTo(ENTRIES);
            }
            try (SlotCursor cursor = SlotView.find(directory).get(0).openCursor(SpoolPosition.START)) {
                long definitions = 0;
                while (cursor.next()) {
                    definitions += cursor.isDefinition() ? 1 : 0;
                }
                assertThat(cursor.entries()).isEqualTo(ENTRIES);
                assertThat(cursor.gaps()).isEmpty();
                assertThat(cursor.damage()).isEmpty();
                assertThat(definitions).isGreaterThan(5);
            }
        }
    }

    @Test
    void reading_that_begins_anywhere_gets_the_definitions_of_its_page_and_no_entry_before_its_position()
            throws IOException {
        try (Spool spool = SegmentKind.PLAIN.open(SpoolOptions.of(directory), new byte[0])) {
            write(spool);
            try (SpoolCursor cursor = spool.openCursor();
                    SpoolCursor other = spool.openCursor()) {
                for (long sequence = 1; sequence < ENTRIES; sequence++) {
                    nextEntry(cursor);
                    if (sequence % 997 == 0) {
                        other.seek(cursor.position());
                        assertThat(check(other, sequence + 1)).isEqualTo(ENTRIES - sequence);
                    }
                }
            }
        }
    }

    @Test
    void a_restart_from_a_checkpoint_in_the_middle_of_a_page_understands_what_follows() throws IOException {
        try (Spool spool = SegmentKind.PLAIN.open(SpoolOptions.of(directory), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            write(spool);
            for (int i = 0; i < 12_345; i++) {
                nextEntry(cursor);
            }
            spool.acknowledge(cursor.position());
        }
        try (Spool spool = SegmentKind.PLAIN.open(SpoolOptions.of(directory), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(check(cursor, 12_346)).isEqualTo(ENTRIES - 12_345);
            assertThat(spool.stats().lost()).isZero();
        }
    }

    @Test
    void an_entry_made_for_a_page_that_is_over_is_not_written_and_uses_no_sequence() throws IOException {
        try (Spool spool = SegmentKind.PLAIN.open(SpoolOptions.of(directory), new byte[0])) {
            long page = spool.page();
            byte[] payload = new byte[1000];
            long last = 0;
            for (long result = 0; result != Spool.MOVED; result = spool.append(payload, 0, payload.length, 1, page)) {
                last = Math.max(last, result);
            }
            assertThat(spool.page()).isGreaterThan(page);
            assertThat(spool.define(payload, 0, 10, page)).isFalse();
            assertThat(spool.append(payload, 0, payload.length, 1, spool.page()))
                    .isEqualTo(last + 1);
            assertThat(spool.stats().refused().values()).containsOnly(0L);
        }
    }

    @Test
    void definitions_alone_hold_no_disk_and_are_no_backlog() throws IOException {
        try (Spool spool = SegmentKind.PLAIN.open(SpoolOptions.of(directory), new byte[0])) {
            assertThat(spool.define(new byte[100], 0, 100, spool.page())).isTrue();
            assertThat(spool.stats().backlogBytes()).isZero();
        }
        assertThat(SlotView.find(directory).get(0).segments()).isEmpty();
    }

    /** Each page defines its own number, and each entry is that number and its sequence. */
    private static void write(Spool spool) throws IOException {
        long defined = -1;
        for (long sequence = 1; sequence <= ENTRIES; ) {
            long page = spool.page();
            byte[] name = ("page " + page).getBytes(UTF_8);
            if (defined != page && spool.define(name, 0, name.length, page)) {
                defined = page;
            }
            byte[] payload = (page + " " + sequence + " " + "x".repeat(100)).getBytes(UTF_8);
            long result = spool.append(payload, 0, payload.length, 1, page);
            if (result != Spool.MOVED) {
                assertThat(result).isEqualTo(sequence);
                sequence++;
            }
            spool.doWork();
        }
    }

    private static void nextEntry(SpoolCursor cursor) throws IOException {
        do {
            assertThat(cursor.next()).isTrue();
        } while (cursor.isDefinition());
    }

    private static long check(SpoolCursor cursor, long firstSequence) throws IOException {
        Map<Long, String> definitions = new HashMap<>();
        long entries = 0;
        while (cursor.next()) {
            if (cursor.isDefinition()) {
                definitions.put(cursor.page(), TestSpools.payload(cursor));
                continue;
            }
            assertThat(cursor.sequence()).isEqualTo(firstSequence + entries);
            String[] parts = TestSpools.payload(cursor).split(" ", 3);
            assertThat(Long.parseLong(parts[0])).isEqualTo(cursor.page());
            assertThat(Long.parseLong(parts[1])).isEqualTo(cursor.sequence());
            assertThat(definitions).containsEntry(cursor.page(), "page " + cursor.page());
            entries++;
        }
        return entries;
    }
}
