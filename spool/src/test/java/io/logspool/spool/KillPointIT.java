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

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that ends before any statement of the spool, in an append, a roll, a deletion, an eviction, while it opens,
 * loads Chronicle or moves the checkpoint, loses nothing whose append had returned. Each place counts the same, however
 * often the program comes by. {@code -Dcampaign.rounds=1000} makes it long.
 */
class KillPointIT {

    private static final int ROUNDS = Integer.getInteger("campaign.rounds", 20);
    private static final int ROUNDS_AS_FIRST_PROCESS = Math.max(3, ROUNDS / 10);
    private static final int LONGEST_LIFE_MILLIS = 1500;
    private static final List<String> OWN_PROCESS_IDS =
            List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

    @TempDir
    private static Path directory;

    private static KillPointSource source;

    /** How often each point is reached in a life that ends by time. */
    private static final Map<OverflowPolicy, List<Integer>> COUNTS = new TreeMap<>();

    private final long seed = Long.getLong("campaign.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeAll
    static void compileAndCount() throws Exception {
        source = KillPointSource.compile(directory);
        for (OverflowPolicy overflow : OverflowPolicy.values()) {
            COUNTS.put(overflow, count(overflow));
        }
    }

    @Test
    void whatever_statement_a_process_dies_at_what_was_accepted_is_read_before_or_after_it_or_listed_as_evicted()
            throws Exception {
        campaign(ROUNDS, List.of());
    }

    @Test
    void a_process_that_dies_and_comes_again_with_the_same_process_id_loses_nothing() throws Exception {
        assumeTrue(canRun(OWN_PROCESS_IDS), "a process-id namespace of our own needs root and unshare");
        campaign(ROUNDS_AS_FIRST_PROCESS, OWN_PROCESS_IDS);
    }

    private void campaign(int rounds, List<String> prefix) throws Exception {
        Map<String, Integer> killsByPlace = new TreeMap<>();
        long accepted = 0;
        long read = 0;
        long evicted = 0;
        int atPoint = 0;
        for (int round = 1; round <= rounds; round++) {
            CrashRecords records = new CrashRecords(directory.resolve("round-" + round));
            OverflowPolicy overflow = List.of(OverflowPolicy.values()).get(random.nextInt(3));
            List<Integer> counts = COUNTS.getOrDefault(overflow, List.of());
            StringBuilder context = new StringBuilder("seed " + seed + " round " + round + " " + overflow);
            // The second one finds what the first one left, and may die of it.
            for (int life = 0; life <= random.nextInt(2); life++) {
                int point = anyReached(counts);
                int countdown = (int) Math.exp(random.nextDouble() * Math.log(counts.get(point)));
                String place = source.points().get(point);
                context.append(", ").append(place).append(" time ").append(countdown);
                if (run(records, prefix, overflow, point, countdown, null, context.toString())) {
                    atPoint++;
                    killsByPlace.merge(place.substring(0, place.indexOf('.')), 1, Integer::sum);
                }
            }
            records.verify(CrashingWriter.options(records.spoolDirectory(), overflow), context.toString());
            accepted += records.accepted;
            read += records.readBefore + records.readAfter;
            evicted += records.evicted;
            records.delete();
        }
        System.out.printf(
                "kill point campaign%s: %d rounds, %d of %d places reachable, %d accepted, %d read, %d evicted, 0 missing,"
                        + " kills %s, seed %d%n",
                prefix.isEmpty() ? "" : " as process 1",
                rounds,
                IntStream.range(0, source.points().size())
                        .filter(point -> COUNTS.values().stream().anyMatch(counts -> counts.get(point) > 0))
                        .count(),
                source.points().size(),
                accepted,
                read,
                evicted,
                killsByPlace,
                seed);
        assertThat(accepted).isPositive();
        assertThat(atPoint).as("processes that died where they should").isGreaterThanOrEqualTo(rounds / 3);
    }

    /** The second life has something of an earlier one to begin with. */
    private static List<Integer> count(OverflowPolicy overflow) throws Exception {
        CrashRecords records = new CrashRecords(directory.resolve("counted-" + overflow));
        Path counts = directory.resolve("counts-" + overflow);
        for (int life = 0; life < 2; life++) {
            run(records, List.of(), overflow, -1, 1, counts, "counted");
        }
        List<Integer> result = KillPointSource.counts(counts);
        assertThat(result.stream().filter(n -> n > 0).count()).isGreaterThan(100);
        records.delete();
        return result;
    }

    private int anyReached(List<Integer> counts) {
        int[] reached = IntStream.range(0, counts.size())
                .filter(point -> counts.get(point) > 0)
                .toArray();
        return reached[random.nextInt(reached.length)];
    }

    /** Returns whether the process halted itself at the point. */
    private static boolean run(
            CrashRecords records,
            List<String> prefix,
            OverflowPolicy overflow,
            int point,
            int countdown,
            @Nullable Path counts,
            String context)
            throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-cp",
                source.classes() + File.pathSeparator + System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-D" + KillPoint.TARGET_KEY + "=" + point,
                "-D" + KillPoint.COUNTDOWN_KEY + "=" + countdown));
        if (counts != null) {
            command.add("-D" + KillPoint.COUNTS_KEY + "=" + counts);
        }
        command.addAll(List.of(
                CrashingWriter.class.getName(),
                records.spoolDirectory().toString(),
                records.records().toString(),
                "3",
                overflow.name(),
                Integer.toString(LONGEST_LIFE_MILLIS)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long started = System.nanoTime();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
            out.lines().forEach(line -> {});
            assertThat(process.waitFor()).as(context).isEqualTo(KillPoint.EXIT_CODE);
            return System.nanoTime() - started < LONGEST_LIFE_MILLIS * 1_000_000L;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean canRun(List<String> prefix) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // no such tool
        }
    }
}
