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
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to a spool, in whatever order, crashes and damage included: what was accepted is read, in order, until
 * it is acknowledged, evicted and listed, or damaged; the quota holds; and the spool goes on when it was read.
 *
 * <p>{@code -Dcampaign.rounds} says how many sequences of random steps are tried, {@code -Dcampaign.seed} which. One
 * that fails is made shorter, and printed as a list to be kept as a test of its own: see {@link #replay}.
 */
class SpoolModelTest {

    private static final int ROUNDS = Integer.getInteger("campaign.rounds", 20);
    private static final int ACTIONS = 60;
    private static final long LONGEST_SHRINKING_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path directory;

    private int runs;

    @Test
    void any_sequence_of_steps_keeps_what_the_spool_promises() throws IOException {
        long seed = Long.getLong("campaign.seed", System.nanoTime() & 0xFFFF_FFFFL);
        SegmentKind.load();
        for (int round = 0; round < ROUNDS; round++) {
            long roundSeed = seed + round;
            Random random = new Random(roundSeed);
            List<ModelAction> actions = new ArrayList<>();
            for (int i = 0; i < ACTIONS; i++) {
                actions.add(ModelAction.any(random));
            }
            Throwable failure = tryAll(roundSeed, actions);
            if (failure != null) {
                List<ModelAction> shortest = shrink(roundSeed, actions);
                Throwable last = tryAll(roundSeed, shortest);
                fail(
                        "-Dcampaign.seed=" + roundSeed + " -Dcampaign.rounds=1; shortest: replay(" + roundSeed + ", \""
                                + shortest.stream().map(ModelAction::toString).collect(Collectors.joining(" ")) + "\")",
                        last == null ? failure : last);
            }
        }
        System.out.printf("spool model: %d rounds of %d steps, 0 failed, seed %d%n", ROUNDS, ACTIONS, seed);
    }

    @Test
    void a_full_spool_is_closed_and_opened_again() throws IOException {
        replay(1448314417, "FILL:551151 REOPEN:0");
    }

    @Test
    void what_a_crash_leaves_between_the_list_of_evictions_and_the_deletion_is_listed_once() throws IOException {
        replay(50, "DRAIN:569078 ROLL:116253 CRASH_IN_WORK:83367 ROLL:678556");
    }

    @Test
    void an_entry_that_ends_in_a_page_it_did_not_begin_in_is_no_damage_for_a_view_that_starts_behind_it()
            throws IOException {
        replay(162, "FILL:505142 ROLL:995783 APPEND:748229 DRAIN:147167 READ_ALL:55094");
    }

    @Test
    void a_segment_that_was_closed_without_an_entry_and_not_deleted_any_more_is_no_backlog() throws IOException {
        replay(100005, "APPEND:578962 CRASH_IN_WORK:680879 WORK:294526 CRASH_IN_WORK:655990");
    }

    @Test
    void what_was_damaged_at_the_end_of_a_segment_is_no_backlog_once_the_reader_was_there() throws IOException {
        replay(4106525362L, "APPEND:654921 ROLL:293290 WORK:258306 CRASH_AND_FLIP:226116");
    }

    @Test
    void what_was_appended_before_the_clock_was_set_back_is_forced_at_the_next_interval() throws IOException {
        replay(1037, "SET_CLOCK:381429 ROLL:62100 SYNC:796981 POWER_LOSS:256714");
    }

    @Test
    void a_start_forces_what_a_killed_process_left_in_memory() throws IOException {
        replay(1006, "APPEND:526704 CRASH:969601");
    }

    @Test
    void what_is_before_the_checkpoint_is_forced_before_the_checkpoint_is() throws IOException {
        replay(1004, "");
    }

    @Test
    void what_was_allocated_before_the_disk_was_full_is_given_back() throws IOException {
        replay(1005, "WORK:956725 ROLL:53319 DISK_FULL:970392");
    }

    /** Drops steps, half of them at first, as long as it still fails. */
    private List<ModelAction> shrink(long seed, List<ModelAction> actions) {
        long deadline = System.nanoTime() + LONGEST_SHRINKING_NANOS;
        List<ModelAction> shortest = actions;
        for (int chunk = actions.size() / 2; chunk > 0; chunk = chunk == 1 ? 0 : chunk / 2) {
            for (int from = 0; from < shortest.size() && System.nanoTime() < deadline; ) {
                List<ModelAction> shorter = new ArrayList<>(shortest);
                shorter.subList(from, Math.min(from + chunk, shorter.size())).clear();
                if (tryAll(seed, shorter) != null) {
                    shortest = shorter;
                } else {
                    from += chunk;
                }
            }
        }
        return shortest;
    }

    private @Nullable Throwable tryAll(long seed, List<ModelAction> actions) {
        try {
            runAll(seed, actions);
            return null;
        } catch (IOException | RuntimeException | AssertionError e) {
            return e;
        }
    }

    private void runAll(long seed, List<ModelAction> actions) throws IOException {
        Path own = directory.resolve("run-" + runs++);
        int step = 0;
        try (SpoolModel model = new SpoolModel(own, seed)) {
            try {
                for (ModelAction action : actions) {
                    step++;
                    model.run(action);
                }
                step++;
                model.finish();
            } catch (IOException | RuntimeException | AssertionError e) {
                e.addSuppressed(new IllegalStateException("in step " + step + " of " + actions.size() + "; " + model));
                throw e;
            }
        } finally {
            PrivateFiles.deleteRecursively(own);
        }
    }

    /** Steps as a failure prints them. */
    private void replay(long seed, String steps) throws IOException {
        SegmentKind.load();
        runAll(
                seed,
                Arrays.stream(steps.split(" ", -1))
                        .filter(step -> !step.isEmpty())
                        .map(ModelAction::parse)
                        .toList());
        assertThat(runs).isEqualTo(1);
    }
}
