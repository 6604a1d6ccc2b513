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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looking at a slot of another process that appends, ships and deletes as fast as it can gives every entry but those that
 * were acknowledged before they were reached, no wrong one and no false alarm; and asking who owns a slot never takes it from one that claims it.
 */
class SlotViewIT {

    private static final int ROUNDS = Math.max(1, Integer.getInteger("campaign.rounds", 20) / 4);
    private static final int ENTRIES = 30_000;
    private static final int CLAIMS = 50;
    private static final int THREADS = 3;

    @TempDir
    private Path directory;

    @Test
    void a_slot_that_is_written_and_shipped_meanwhile_reads_without_false_alarm() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            readBeside(Files.createDirectory(directory.resolve("round-" + round)));
        }
    }

    private static void readBeside(Path directory) throws Exception {
        Path records = Files.createDirectory(directory.resolve("records"));
        Path service = directory.resolve("spool");
        Map<Long, Long> read = new HashMap<>();
        Map<Long, Long> passedOver = new TreeMap<>();
        long end;
        Process process =
                start(CrashingWriter.class, service.toString(), records.toString(), Integer.toString(THREADS));
        try (BufferedReader out = reader(process)) {
            String incarnation = out.readLine();
            assertThat(incarnation).hasSize(32);
            SlotView slot = SlotView.find(service).get(0);
            assertThat(slot.owner()).isEqualTo(new SlotOwner(SlotOwner.State.HELD, process.pid()));
            try (SlotCursor cursor = slot.openCursor(SpoolPosition.START)) {
                long last = 0;
                long segment = 0;
                while (read.size() < ENTRIES) {
                    assertThat(process.isAlive()).isTrue();
                    if (cursor.next() && !cursor.isDefinition()) {
                        assertThat(cursor.sequence()).isGreaterThan(last);
                        if (cursor.sequence() > last + 1) {
                            assertThat(cursor.position().segment()).isGreaterThan(segment);
                            passedOver.put(last + 1, cursor.sequence() - 1);
                            assertAcknowledged(slot, cursor.sequence() - 1);
                        }
                        last = cursor.sequence();
                        segment = cursor.position().segment();
                        read.put(last, number(cursor));
                    }
                    if (read.size() % 1000 == 0) {
                        assertQuiet(cursor);
                    }
                }
                assertQuiet(cursor);
                end = last;
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        // What the killed process left behind is no damage either.
        SlotView slot = SlotView.find(service).get(0);
        assertThat(slot.owner().state()).isNotEqualTo(SlotOwner.State.HELD);
        try (SlotCursor cursor = slot.openCursor(SpoolPosition.START)) {
            long last = 0;
            while (cursor.next()) {
                if (!cursor.isDefinition()) {
                    if (cursor.sequence() > Math.max(last, end) + 1) {
                        passedOver.put(Math.max(last, end) + 1, cursor.sequence() - 1);
                        assertAcknowledged(slot, cursor.sequence() - 1);
                    }
                    last = cursor.sequence();
                    read.put(cursor.sequence(), number(cursor));
                }
            }
            assertQuiet(cursor);
        }
        Map<Long, Long> accepted = accepted(records);
        passedOver.forEach((from, to) -> {
            for (long sequence = from; sequence <= to; sequence++) {
                accepted.remove(sequence);
            }
        });
        assertThat(accepted).hasSizeGreaterThan(ENTRIES / 2);
        assertThat(read).containsAllEntriesOf(accepted);
    }

    /** What is missing was acknowledged before, and its segment deleted as a whole: nothing else may be passed over. */
    private static void assertAcknowledged(SlotView slot, long sequence) throws IOException {
        SpoolPosition checkpoint = slot.checkpoint();
        assertThat(checkpoint).isNotNull();
        assertThat(checkpoint == null ? 0 : checkpoint.sequence())
                .as("what was passed over is acknowledged")
                .isGreaterThanOrEqualTo(sequence);
    }

    @Test
    void asking_for_the_owner_again_and_again_never_takes_the_slot_from_one_that_claims_it() throws Exception {
        Path service = Files.createDirectories(directory.resolve("service"));
        Slot.claim(service).close();
        Process process = start(Prober.class, service.resolve("0").toString());
        try (BufferedReader out = reader(process)) {
            assertThat(out.readLine()).isEqualTo("probing");
            List<String> claimed = new ArrayList<>();
            for (int i = 0; i < CLAIMS; i++) {
                try (Slot slot = Slot.claim(service)) {
                    claimed.add(slot.directory().getFileName().toString());
                    // Held through one whole look of the other process at least.
                    while (!out.readLine()
                            .equals("HELD " + ProcessHandle.current().pid())) {
                        assertThat(process.isAlive()).isTrue();
                    }
                }
            }
            assertThat(claimed).hasSize(CLAIMS).containsOnly("0");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Asks without a pause, and says what it saw. */
    static final class Prober {

        private Prober() {}

        public static void main(String[] args) throws IOException {
            Path slot = Path.of(args[0]);
            System.out.println("probing");
            LockTable locks = new LockTable(Path.of("/proc"));
            while (!System.out.checkError()) {
                SlotOwner owner = locks.ownerOf(slot.resolve(Slot.LOCK_FILE));
                System.out.println(owner.state() + " " + owner.processId());
            }
        }
    }

    private static void assertQuiet(SlotCursor cursor) {
        assertThat(cursor.damage()).isEmpty();
        assertThat(cursor.gaps()).isEmpty();
    }

    private static long number(SlotCursor cursor) {
        return ByteBuffer.wrap(cursor.array()).getLong(cursor.offset() + 4);
    }

    private static Map<Long, Long> accepted(Path records) throws IOException {
        Map<Long, Long> accepted = new HashMap<>();
        for (int thread = 0; thread < THREADS; thread++) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(records.resolve("accepted-1-" + thread)));
            while (bytes.remaining() >= CrashingWriter.RECORD_BYTES) {
                assertThat(bytes.getLong()).as("ordinal").isEqualTo(1);
                accepted.put(bytes.getLong(), bytes.getLong());
            }
        }
        return accepted;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static Process start(Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
