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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slot that is not one's own can be shipped, by one at a time, and one without an owner be removed. */
class SlotBacklogTest {

    @TempDir
    private Path service;

    @Test
    void what_is_acknowledged_here_the_owner_never_reads_again_and_deletes() throws IOException {
        try (Spool owner = Spool.open(TestOptions.in(service).build(), new byte[0])) {
            fill(owner, 3);
            int before = owner.stats().segments();
            try (SlotBacklog backlog = open(owner.slotDirectory());
                    Cursor cursor = backlog.openCursor()) {
                long last = 0;
                while (cursor.next()) {
                    last = cursor.sequence();
                }
                assertThat(last).isEqualTo(owner.stats().appended());
                backlog.acknowledge(cursor.position());
                assertThat(SlotBacklog.open(owner.slotDirectory()))
                        .as("while it is shipped")
                        .isNull();
                long deadline = System.nanoTime() + 30_000_000_000L;
                while (owner.stats().backlogBytes() > 0 || owner.stats().segments() >= before) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    owner.doWork();
                }
                assertThat(owner.backlogEntries()).isZero();
            }
            TestSpools.append(owner, "more", 1);
            try (SpoolCursor cursor = owner.openCursor()) {
                assertThat(cursor.next()).isTrue();
                assertThat(TestSpools.payload(cursor)).isEqualTo("more");
            }
        }
    }

    @Test
    void who_owns_or_ships_a_slot_is_not_robbed_of_it() throws IOException {
        try (Spool owner = Spool.open(TestOptions.in(service).build(), new byte[0])) {
            TestSpools.append(owner, "mine", 1);
            assertThat(SlotBacklog.adopt(owner.slotDirectory())).isNull();
            try (SpoolCursor cursor = owner.openCursor()) {
                assertThat(cursor.next()).isTrue();
                assertThat(SlotBacklog.open(owner.slotDirectory())).isNull();
            }
        }
    }

    @Test
    void a_slot_without_an_owner_is_adopted_by_one_and_nobody_claims_it_meanwhile() throws IOException {
        Path slot = abandoned("left");
        try (Spool own = Spool.open(TestOptions.in(service).build(), new byte[0])) {
            assertThat(own.slotDirectory()).isEqualTo(slot);
        }
        SlotBacklog adopted = Objects.requireNonNull(SlotBacklog.adopt(slot));
        assertThat(SlotBacklog.adopt(slot)).isNull();
        try (Spool next = Spool.open(TestOptions.in(service).build(), new byte[0])) {
            assertThat(next.slotDirectory().getFileName()).hasToString("1");
            assertThat(SlotBacklog.beside(next.slotDirectory())).containsExactly(slot.toRealPath());
        }
        adopted.remove();
        assertThat(slot).doesNotExist();
        try (Spool again = Spool.open(TestOptions.in(service).build(), new byte[0])) {
            assertThat(again.slotDirectory()).isEqualTo(slot);
        }
    }

    @Test
    void the_backlog_is_counted_over_incarnations() throws IOException {
        abandoned("one", "two", "three");
        try (Spool owner = Spool.open(TestOptions.in(service).build(), new byte[0])) {
            TestSpools.append(owner, "four", 1);
            assertThat(owner.backlogEntries()).isEqualTo(4);
            try (SpoolCursor cursor = owner.openCursor()) {
                for (int left = 3; left >= 0; left--) {
                    assertThat(cursor.next()).isTrue();
                    owner.acknowledge(cursor.position());
                    assertThat(owner.backlogEntries()).isEqualTo(left);
                }
            }
        }
    }

    private Path abandoned(String... payloads) throws IOException {
        try (Spool gone = Spool.open(TestOptions.in(service).build(), new byte[0])) {
            for (String payload : payloads) {
                TestSpools.append(gone, payload, 1);
            }
            return gone.slotDirectory();
        }
    }

    private static void fill(Spool spool, int segments) throws IOException {
        String payload = "x".repeat(1000);
        while (spool.stats().segments() < segments) {
            TestSpools.append(spool, payload, 1);
            spool.doWork();
        }
        assertThat(Files.exists(spool.slotDirectory())).isTrue();
    }

    private static SlotBacklog open(Path slot) throws IOException {
        return Objects.requireNonNull(SlotBacklog.open(slot));
    }
}
