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
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody removes a slot, or a part of it, while it is in use: the process lives, the spool says so, makes the slot anew, and
 * what it takes from then on is as durable as ever.
 */
class RemovedSlotTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void a_slot_that_is_removed_is_made_anew_and_what_comes_then_outlives_the_process(SegmentKind kind)
            throws IOException {
        SpoolOptions options = TestOptions.in(directory.resolve("service")).build();
        Path crashed = directory.resolve("crashed");
        try (Spool spool = kind.open(options, new byte[] {7});
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(append(spool, "shipped", 1)).isEqualTo(1);
            assertThat(cursor.next()).isTrue();
            spool.acknowledge(cursor.position());
            assertThat(append(spool, "not shipped", 1)).isEqualTo(2);

            PrivateFiles.deleteRecursively(directory.resolve("service"));
            assertThat(append(spool, "into nowhere", 1)).isEqualTo(3);
            spool.doWork();
            spool.doWork();
            assertThat(spool.stats().lastError()).contains("removed");
            assertThat(append(spool, "after", 1)).isEqualTo(4);

            // The reader has the old file open.
            for (String text : new String[] {"not shipped", "into nowhere", "after"}) {
                assertThat(cursor.next()).isTrue();
                assertThat(payload(cursor)).isEqualTo(text);
            }
            spool.acknowledge(cursor.position());
            assertThat(append(spool, "last", 1)).isEqualTo(5);
            spool.doWork();
            assertThat(SlotView.find(spool.slotDirectory()).get(0).checkpoint()).isEqualTo(cursor.position());
            assertThat(spool.stats().lost()).isZero();
            assertOwned(spool);
            CrashedSlot.copy(directory.resolve("service"), crashed); // which opens the lock, and so ends it
        }
        assertThat(crashed.resolve("0").resolve(Slot.LOCK_FILE)).exists();
        try (Spool spool = Spool.open(TestOptions.in(crashed).build(), new byte[] {7});
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("last");
            assertThat(cursor.next()).isFalse();
        }
    }

    @Test
    void what_was_not_read_before_its_slot_was_removed_is_counted_as_lost() throws IOException {
        try (Spool spool = Spool.open(TestOptions.in(directory).build(), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            for (int i = 1; i <= 10; i++) {
                assertThat(append(spool, "gone", 1)).isEqualTo(i);
            }
            assertThat(cursor.next()).isTrue();
            cursor.seek(SpoolPosition.START); // closes the file
            PrivateFiles.deleteRecursively(spool.slotDirectory());
            spool.doWork();
            spool.doWork();
            assertThat(append(spool, "after", 1)).isEqualTo(11);
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("after");
            assertThat(spool.stats().lost()).isEqualTo(9);
        }
    }

    @Test
    void a_slot_that_is_removed_while_nobody_ships_it_is_made_anew_once_and_for_all() throws IOException {
        TestMachine machine = new TestMachine();
        try (Spool spool = Spool.open(TestOptions.in(directory).build(), new byte[0], machine)) {
            assertThat(append(spool, "before", 1)).isEqualTo(1);
            PrivateFiles.deleteRecursively(spool.slotDirectory());
            for (int second = 0; second < 5; second++) {
                machine.advance(TimeUnit.SECONDS.toNanos(1));
                spool.doWork();
            }
            assertThat(append(spool, "after", 1)).isEqualTo(2);
            try (SlotCursor view = SlotView.find(spool.slotDirectory()).get(0).openCursor(SpoolPosition.START)) {
                assertThat(view.next()).isTrue();
                assertThat(view.sequence()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_lock_that_is_removed_is_taken_again_before_somebody_else_can_have_the_slot() throws IOException {
        try (Spool spool = SegmentKind.CHRONICLE.open(TestOptions.in(directory).build(), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(append(spool, "before", 1)).isEqualTo(1);
            long page = spool.page();
            Files.delete(spool.slotDirectory().resolve(Slot.LOCK_FILE));
            spool.doWork();
            assertThat(append(spool, "after", 1)).isEqualTo(2);
            assertOwned(spool);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("after");
            assertThat(spool.page()).as("the spool goes on in the same segment").isEqualTo(page);
        }
    }

    @Test
    void a_slot_that_another_process_has_made_anew_is_left_to_it_and_everything_is_refused() throws Exception {
        Spool spool = Spool.open(TestOptions.in(directory).build(), new byte[0]);
        try {
            assertThat(append(spool, "before", 1)).isEqualTo(1);
            PrivateFiles.deleteRecursively(spool.slotDirectory());
            Process other = SlotHolder.start(spool.slotDirectory());
            try {
                spool.doWork();
                assertThat(AppendRefusal.of(append(spool, "after", 1))).isEqualTo(AppendRefusal.CLOSED);
                assertThat(spool.stats().lastError()).contains("another process");
                spool.doWork();
                assertThat(spool.slotDirectory().resolve(Slot.LOCK_FILE)).exists();
            } finally {
                other.destroyForcibly().waitFor();
            }
        } finally {
            spool.close();
        }
    }

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void a_segment_that_is_removed_while_it_is_written_to_is_left_for_the_next_one(SegmentKind kind)
            throws IOException {
        try (Spool spool = kind.open(TestOptions.in(directory).build(), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(append(spool, "before", 1)).isEqualTo(1);
            for (Path segment : CrashedSlot.segments(spool.slotDirectory())) {
                PrivateFiles.deleteRecursively(segment);
            }
            spool.doWork();
            spool.doWork();
            assertThat(append(spool, "after", 1)).isEqualTo(2);
            assertThat(spool.stats().lastError()).contains("removed");
            Path segment = CrashedSlot.segments(spool.slotDirectory()).get(0);
            assertThat(CrashedSlot.file(segment)).isNotNull();
            assertThat(cursor.next()).isTrue();
            assertThat(payload(cursor)).isEqualTo("after");
        }
    }

    private static void assertOwned(Spool spool) throws IOException {
        SlotView view = SlotView.find(spool.slotDirectory()).get(0);
        assertThat(view.owner())
                .isEqualTo(new SlotOwner(
                        SlotOwner.State.HELD, ProcessHandle.current().pid()));
    }

    /** A process that has a slot until it is killed. */
    static final class SlotHolder {

        private SlotHolder() {}

        static Process start(Path slot) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            SlotHolder.class.getName(),
                            slot.getParent() + "")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.getInputStream().read()).isEqualTo('0');
            return process;
        }

        public static void main(String[] args) throws Exception {
            try (Slot slot = Slot.claim(Path.of(args[0]))) {
                System.out.print(slot.directory().getFileName());
                System.out.flush();
                Thread.currentThread().join(TimeUnit.MINUTES.toMillis(5));
            }
        }
    }
}
