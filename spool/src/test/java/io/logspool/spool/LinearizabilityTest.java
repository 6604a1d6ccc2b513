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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.kotlinx.lincheck.LinCheckerKt;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Threads that append and define, and one that reads, see one queue: each step takes effect at one instant between its
 * call and its return. Lincheck makes up short programs for a few threads, runs each again and again on the real spool,
 * and looks for an order of the steps, one after the other, that gives the same results.
 */
class LinearizabilityTest {

    private static final int DEFINITION = -1;
    private static final int NOTHING = 0;
    private static final AtomicLong SWAPS = new AtomicLong();
    private static final int INVOCATIONS = 5 * Integer.getInteger("campaign.rounds", 20);

    @Test
    @SuppressWarnings("deprecation") // what replaces it is for Kotlin alone
    void appends_definitions_and_reads_happen_one_after_the_other() {
        LinCheckerKt.check(options(30), SharedSpool.class);
    }

    @Test
    @SuppressWarnings("deprecation") // what replaces it is for Kotlin alone
    void the_same_holds_while_segments_are_swapped() {
        SWAPS.set(0);
        int iterations = 5;
        LinCheckerKt.check(options(iterations), SwappingSpool.class);
        assertThat(SWAPS.get()).as("swaps").isGreaterThanOrEqualTo((long) iterations * INVOCATIONS);
    }

    private static StressOptions options(int iterations) {
        return new StressOptions()
                .iterations(iterations)
                .invocationsPerIteration(INVOCATIONS)
                .threads(3)
                .actorsPerThread(4)
                .actorsBefore(1)
                .actorsAfter(2)
                .sequentialSpecification(OneQueue.class);
    }

    /** Three entries fill a segment, and there is always a next one soon. */
    public static final class SwappingSpool {

        private static final byte[] ENTRY = new byte[250 << 10];

        private final Path directory;
        private final Spool spool;
        private final SpoolCursor cursor;
        private final DutyCycleRunner runner;

        public SwappingSpool() throws IOException {
            this.directory = Files.createTempDirectory("logspool-lincheck");
            SpoolOptions options = TestOptions.in(directory)
                    .maxBytes(64L << 20)
                    .maxEntryBytes(256 << 10)
                    .blockTimeout(Duration.ofMinutes(1))
                    .build();
            this.spool = Spool.open(options, new byte[0]);
            this.cursor = spool.openCursor();
            this.runner = new DutyCycleRunner("spool", spool, Duration.ofMillis(10), Throwable::printStackTrace);
            spool.onWorkNeeded(runner::wakeUp);
            runner.start();
        }

        @Operation
        public long append() {
            return spool.append(ENTRY, 0, ENTRY.length, 1);
        }

        /** The page may be over before the entry is written, and the segment with it. */
        @Operation
        public long appendInPage() {
            long result = Spool.MOVED;
            while (result == Spool.MOVED) {
                result = spool.append(ENTRY, 0, ENTRY.length, 1, spool.page());
            }
            return result;
        }

        /** All there is: one at a time, it would hardly come to a second segment. */
        @Operation(nonParallelGroup = "reader")
        public long readAll() throws IOException {
            long last = NOTHING;
            while (cursor.next()) {
                last = cursor.sequence();
            }
            return last;
        }

        /** After each run. */
        @Validate
        public void close() {
            try {
                SWAPS.addAndGet((spool.page() >> 16) - 1);
                runner.close();
                cursor.close();
                spool.close();
                PrivateFiles.deleteRecursively(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What is checked; Lincheck makes one for each run. */
    public static final class SharedSpool {

        private final Path directory;
        private final Spool spool;
        private final SpoolCursor cursor;

        public SharedSpool() throws IOException {
            this.directory = Files.createTempDirectory("logspool-lincheck");
            this.spool = Spool.open(SpoolOptions.of(directory), new byte[0]);
            this.cursor = spool.openCursor();
        }

        @Operation
        public long append() {
            return spool.append(new byte[20], 0, 20, 1);
        }

        @Operation
        public long appendInPage() {
            return spool.append(new byte[300], 0, 300, 1, spool.page());
        }

        /** Tried again where another thread had the lock for too long: what is refused is not written. */
        @Operation
        public void define() {
            while (!spool.define(new byte[5], 0, 5, spool.page())) {
                Thread.onSpinWait();
            }
        }

        @Operation(nonParallelGroup = "reader")
        public long read() throws IOException {
            if (!cursor.next()) {
                return NOTHING;
            }
            return cursor.isDefinition() ? DEFINITION : cursor.sequence();
        }

        /** After each run. */
        @Validate
        public void close() {
            try {
                cursor.close();
                spool.close();
                PrivateFiles.deleteRecursively(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What it is to be like. */
    public static final class OneQueue {

        private final Queue<Long> queue = new ArrayDeque<>();
        private long last;

        public long append() {
            queue.add(++last);
            return last;
        }

        public long appendInPage() {
            return append();
        }

        public void define() {
            queue.add((long) DEFINITION);
        }

        public long readAll() {
            long read = queue.isEmpty() ? NOTHING : last;
            queue.clear();
            return read;
        }

        public long read() {
            Long next = queue.poll();
            return next == null ? NOTHING : next;
        }
    }
}
