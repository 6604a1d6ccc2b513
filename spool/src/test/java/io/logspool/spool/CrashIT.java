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
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at any instant loses nothing whose append had returned: it was read before, or is read by the next
 * start, in order, with dense sequences. {@code -Dcampaign.rounds=1000} makes it long.
 */
class CrashIT {

    private static final int ROUNDS = Integer.getInteger("campaign.rounds", 20);
    private static final int THREADS = 3;

    @TempDir
    private Path directory;

    private long accepted;
    private long readBefore;
    private long readAfter;

    @Test
    void whatever_was_accepted_before_a_kill_is_read_before_or_after_it() throws Exception {
        long seed = Long.getLong("campaign.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 1; round <= ROUNDS; round++) {
            Path records = Files.createDirectory(directory.resolve("round-" + round));
            String incarnation = runAndKill(records, random.nextInt(300));
            verify(records, incarnation, "seed " + seed + " round " + round);
        }
        System.out.printf(
                "crash campaign: %d kills, %d accepted, %d read before, %d after, 0 missing, seed %d%n",
                ROUNDS, accepted, readBefore, readAfter, seed);
        assertThat(accepted).isPositive();
    }

    private String runAndKill(Path records, int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        CrashingWriter.class.getName(),
                        directory.resolve("spool").toString(),
                        records.toString(),
                        Integer.toString(THREADS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String incarnation = out.readLine();
            assertThat(incarnation).hasSize(32);
            // The instant is the point here: nothing is waited for, the program is cut down wherever it is.
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
            return incarnation;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void verify(Path records, String incarnation, String context) throws IOException {
        Map<Long, Long> numberBySequence = new HashMap<>();
        for (int thread = 0; thread < THREADS; thread++) {
            readRecords(records.resolve("accepted-" + thread), numberBySequence);
        }
        accepted += numberBySequence.size();
        Map<Long, Long> found = new HashMap<>();
        readRecords(records.resolve("read"), found);
        readBefore += found.size();
        long highestBefore = found.keySet().stream().mapToLong(s -> s).max().orElse(0);
        assertThat(found).as("read before the kill, dense; " + context).hasSize((int) highestBefore);

        try (Spool spool = Spool.open(CrashingWriter.options(directory.resolve("spool")), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            long last = 0;
            while (cursor.next()) {
                assertThat(cursor.incarnation().id()).isEqualTo(incarnation);
                assertThat(cursor.preamble()).containsExactly(1, 2, 3);
                if (last > 0) {
                    assertThat(cursor.sequence()).as("order; " + context).isEqualTo(last + 1);
                } else {
                    assertThat(cursor.sequence()).as("no hole; " + context).isLessThanOrEqualTo(highestBefore + 1);
                }
                last = cursor.sequence();
                found.put(last, ByteBuffer.wrap(cursor.array()).getLong(cursor.offset() + 4));
                readAfter++;
            }
            assertThat(spool.stats().lost()).isZero();
            spool.acknowledge(cursor.position());
        }
        assertThat(found).as(context).containsAllEntriesOf(numberBySequence);
    }

    private static void readRecords(Path file, Map<Long, Long> into) throws IOException {
        if (Files.exists(file)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            while (bytes.remaining() >= CrashingWriter.RECORD_BYTES) {
                into.put(bytes.getLong(), bytes.getLong());
            }
        }
    }
}
