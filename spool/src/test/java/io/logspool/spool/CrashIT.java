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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    @Test
    void whatever_was_accepted_before_a_kill_is_read_before_or_after_it() throws Exception {
        long seed = Long.getLong("campaign.seed", System.nanoTime());
        Random random = new Random(seed);
        CrashRecords records = new CrashRecords(directory);
        for (int round = 1; round <= ROUNDS; round++) {
            runAndKill(records, random.nextInt(300));
            records.verify(CrashingWriter.options(records.spoolDirectory()), "seed " + seed + " round " + round);
            records.clear();
        }
        System.out.printf(
                "crash campaign: %d kills, %d accepted, %d read before, %d after, 0 missing, seed %d%n",
                ROUNDS, records.accepted, records.readBefore, records.readAfter, seed);
        assertThat(records.accepted).isPositive();
    }

    private void runAndKill(CrashRecords records, int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        CrashingWriter.class.getName(),
                        records.spoolDirectory().toString(),
                        records.records().toString(),
                        Integer.toString(THREADS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String incarnation = out.readLine();
            assertThat(incarnation).hasSize(32);
            // The instant is the point here: nothing is waited for, the program is cut down wherever it is.
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
