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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any thread may append, of whatever kind and in whatever state: each entry comes once, each thread's in its order. */
class ThreadsTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int ROUNDS_WITHOUT_STACK =
            Math.min(500, 5 * Integer.getInteger("campaign.rounds", 20)); // nobody reads
    private static final byte[] ENTRY = new byte[20];
    private static final String PINNED = "jdk.VirtualThreadPinned";

    @TempDir
    private Path directory;

    @Test
    void many_threads_append_everything_and_each_ones_entries_stay_in_order() throws Exception {
        int threads = 16;
        int each = 2_000;
        try (RunningSpool running = new RunningSpool()) {
            List<Thread> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int number = t;
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        running.append(number, i);
                    }
                });
                thread.start();
                all.add(thread);
            }
            join(all);
            running.assertEachOnceAndInOrder((long) threads * each);
        }
    }

    @Test
    void a_thousand_virtual_threads_append_everything_once_and_in_order_and_pin_no_carrier() throws Exception {
        assumeTrue(
                Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS,
                "virtual threads need Java 21, this is " + Runtime.version());
        int threads = 1000;
        int each = 100;
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(PINNED).withStackTrace().withoutThreshold();
            try (RunningSpool running = new RunningSpool()) {
                running.append(threads, 0); // what is loaded by the first append is not looked at
                recording.start();
                List<Thread> all = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    int number = t;
                    all.add(startVirtual(() -> {
                        for (int i = 0; i < each; i++) {
                            running.append(number, i);
                            LockSupport.parkNanos(1); // lets another one have the carrier
                        }
                    }));
                }
                join(all);
                recording.stop();
                running.assertEachOnceAndInOrder(1L + (long) threads * each);
            }
            recording.dump(file);
        }
        List<RecordedEvent> pinned = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(PINNED))
                .filter(event -> String.valueOf(event.getStackTrace()).contains("io.logspool"))
                .toList();
        assertThat(pinned).isEmpty();
    }

    /** {@code Thread.startVirtualThread}, which the compiler does not know yet. */
    private static Thread startVirtual(Runnable task)
            throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    @Test
    void an_interrupted_thread_appends_and_stays_interrupted() throws IOException {
        try (Spool spool = Spool.open(TestOptions.in(directory).build(), new byte[0])) {
            Thread.currentThread().interrupt();
            long result = TestSpools.append(spool, "interrupted", 1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(result).isEqualTo(1);
        }
    }

    @Test
    void threads_that_are_interrupted_while_they_press_for_the_lock_append_everything_and_stay_interrupted()
            throws Exception {
        int threads = 8;
        int each = 3000;
        AtomicLong seen = new AtomicLong();
        AtomicLong forgotten = new AtomicLong();
        try (RunningSpool running = new RunningSpool()) {
            List<Thread> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int number = t;
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        boolean own = i % 5 == 0;
                        if (own) {
                            Thread.currentThread().interrupt();
                        }
                        running.append(number, i);
                        if (Thread.interrupted()) {
                            seen.incrementAndGet();
                        } else if (own) {
                            forgotten.incrementAndGet();
                        }
                    }
                });
                thread.start();
                all.add(thread);
            }
            while (all.stream().anyMatch(Thread::isAlive)) {
                all.forEach(Thread::interrupt);
                Thread.onSpinWait();
            }
            join(all);
            assertThat(forgotten.get()).as("interrupts that were lost").isZero();
            assertThat(seen.get()).isGreaterThanOrEqualTo((long) threads * each / 5);
            running.assertEachOnceAndInOrder((long) threads * each);
        }
    }

    @Test
    void a_thread_that_runs_out_of_stack_while_it_appends_leaves_the_lock_free() throws Exception {
        try (RunningSpool running = new RunningSpool()) {
            Thread beside = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    running.tryAppend();
                    LockSupport.parkNanos(1);
                }
            });
            beside.start();
            for (int round = 0; round < ROUNDS_WITHOUT_STACK; round++) {
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Runnable task = () -> {
                    try {
                        appendAndRecurse(running, Integer.MAX_VALUE);
                    } catch (StackOverflowError e) {
                        thrown.set(e);
                    }
                };
                Thread thread = new Thread(null, task, "recursive", (128 << 10) + 16L * round);
                thread.start();
                thread.join();
                assertThat(thrown.get()).isInstanceOf(StackOverflowError.class);
                assertThat(running.tryAppend()).as("round %s", round).isPositive();
            }
            beside.interrupt();
            beside.join();
        }
    }

    private static int appendAndRecurse(RunningSpool running, int depth) {
        running.tryAppend();
        return depth == 0 ? 0 : appendAndRecurse(running, depth - 1) + 1;
    }

    @Test
    void the_quota_holds_while_a_thread_swaps_segments_as_fast_as_it_can() throws Exception {
        long maxBytes = 3L << 20;
        AtomicBoolean stop = new AtomicBoolean();
        try (Spool spool =
                Spool.open(TestOptions.in(directory).maxBytes(maxBytes).build(), new byte[0])) {
            byte[] entry = new byte[32 << 10];
            Thread writer = new Thread(() -> {
                while (!stop.get()) {
                    spool.append(entry, 0, entry.length, 1);
                }
            });
            writer.start();
            try (SpoolCursor cursor = spool.openCursor()) {
                while (cursor.position().segment() < 400) {
                    spool.doWork();
                    assertThat(spool.stats().allocatedBytes()).isLessThanOrEqualTo(maxBytes);
                    for (int read = 0; read < 20 && cursor.next(); read++) {
                        spool.acknowledge(cursor.position());
                    }
                }
            } finally {
                stop.set(true);
                writer.join();
            }
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** A spool at work, to which threads append numbers of their own. */
    private final class RunningSpool implements AutoCloseable {

        private final Spool spool = Spool.open(
                TestOptions.in(directory.resolve("service"))
                        .maxBytes(64L << 20)
                        .blockTimeout(Duration.ofSeconds(60))
                        .build(),
                new byte[0]);
        private final DutyCycleRunner runner =
                new DutyCycleRunner("spool", spool, Duration.ofMillis(10), Throwable::printStackTrace);
        private final Queue<Long> refusals = new ConcurrentLinkedQueue<>();

        RunningSpool() throws IOException {
            spool.onWorkNeeded(runner::wakeUp);
            runner.start();
        }

        long tryAppend() {
            return spool.append(ENTRY, 0, ENTRY.length, 1);
        }

        void append(int thread, int number) {
            long result = TestSpools.append(spool, thread + ":" + number, 1);
            if (result < 0) {
                refusals.add(result);
            }
        }

        void assertEachOnceAndInOrder(long entries) throws IOException {
            assertThat(refusals).as("%s", spool.stats()).isEmpty();
            Map<String, Integer> next = new HashMap<>();
            try (SpoolCursor cursor = spool.openCursor()) {
                for (long sequence = 1; sequence <= entries; sequence++) {
                    assertThat(cursor.next()).isTrue();
                    assertThat(cursor.sequence()).isEqualTo(sequence);
                    String[] parts = TestSpools.payload(cursor).split(":", 2);
                    assertThat(Integer.parseInt(parts[1])).isEqualTo(next.merge(parts[0], 1, Integer::sum) - 1);
                }
                assertThat(cursor.next()).isFalse();
            }
        }

        @Override
        public void close() throws IOException {
            runner.close();
            spool.close();
        }
    }
}
