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
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any thread may append, of whatever kind and in whatever state: each entry comes once, each thread's in its order. */
class ThreadsTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final String PINNED = "jdk.VirtualThreadPinned";

    @TempDir
    private Path directory;

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
            try (Spool spool = Spool.open(options(Duration.ofSeconds(60)), new byte[0]);
                    DutyCycleRunner runner =
                            new DutyCycleRunner("spool", spool, Duration.ofMillis(10), Throwable::printStackTrace)) {
                spool.onWorkNeeded(runner::wakeUp);
                runner.start();
                assertThat(SpoolTest.append(spool, "first:0", 1)).isEqualTo(1);
                recording.start();
                Queue<Long> refusals = appendFrom(spool, threads, each);
                recording.stop();
                assertThat(refusals).as("%s", spool.stats()).isEmpty();
                assertEachOnceAndInOrder(spool, 1L + (long) threads * each);
            }
            recording.dump(file);
        }
        List<RecordedEvent> pinned = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(PINNED))
                .filter(event -> String.valueOf(event.getStackTrace()).contains("io.logspool"))
                .toList();
        assertThat(pinned).isEmpty();
    }

    private static Queue<Long> appendFrom(Spool spool, int threads, int each) throws Exception {
        Queue<Long> refusals = new ConcurrentLinkedQueue<>();
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String name = "thread" + t;
            all.add(startVirtual(() -> {
                for (int i = 0; i < each; i++) {
                    long result = SpoolTest.append(spool, name + ":" + i, 1);
                    if (result < 0) {
                        refusals.add(result);
                    }
                    LockSupport.parkNanos(1); // lets another one have the carrier
                }
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }
        return refusals;
    }

    /** {@code Thread.startVirtualThread}, which the compiler does not know yet. */
    private static Thread startVirtual(Runnable task)
            throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    private static void assertEachOnceAndInOrder(Spool spool, long entries) throws IOException {
        Map<String, Integer> next = new HashMap<>();
        try (SpoolCursor cursor = spool.openCursor()) {
            for (long sequence = 1; sequence <= entries; sequence++) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.sequence()).isEqualTo(sequence);
                String[] parts = SpoolTest.payload(cursor).split(":", 2);
                assertThat(Integer.parseInt(parts[1])).isEqualTo(next.merge(parts[0], 1, Integer::sum) - 1);
            }
            assertThat(cursor.next()).isFalse();
        }
    }

    @Test
    void threads_that_are_interrupted_while_they_press_for_the_lock_append_everything_and_stay_interrupted()
            throws Exception {
        int threads = 8;
        int each = 3000;
        Queue<Long> refusals = new ConcurrentLinkedQueue<>();
        AtomicLong seen = new AtomicLong();
        try (Spool spool = Spool.open(options(Duration.ofSeconds(60)), new byte[0]);
                DutyCycleRunner runner =
                        new DutyCycleRunner("spool", spool, Duration.ofMillis(10), Throwable::printStackTrace)) {
            spool.onWorkNeeded(runner::wakeUp);
            runner.start();
            List<Thread> writers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String name = "thread" + t;
                Thread writer = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        boolean own = i % 5 == 0;
                        if (own) {
                            Thread.currentThread().interrupt();
                        }
                        long result = SpoolTest.append(spool, name + ":" + i, 1);
                        if (result < 0) {
                            refusals.add(result);
                        }
                        if (Thread.interrupted()) {
                            seen.incrementAndGet();
                        } else if (own) {
                            refusals.add(0L);
                        }
                    }
                });
                writers.add(writer);
                writer.start();
            }
            while (writers.stream().anyMatch(Thread::isAlive)) {
                writers.forEach(Thread::interrupt);
                Thread.onSpinWait();
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(refusals).as("%s", spool.stats()).isEmpty();
            assertThat(seen.get()).isGreaterThanOrEqualTo((long) threads * each / 5);
            assertEachOnceAndInOrder(spool, (long) threads * each);
        }
    }

    @Test
    void the_quota_holds_while_a_thread_swaps_segments_as_fast_as_it_can() throws Exception {
        long maxBytes = 3L << 20;
        AtomicBoolean stop = new AtomicBoolean();
        try (Spool spool = Spool.open(options(maxBytes, Duration.ZERO), new byte[0])) {
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

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void a_write_that_fails_in_the_mapping_leaves_the_lock_free(SegmentKind kind) throws Exception {
        try (Spool spool = kind.open(options(Duration.ofSeconds(10)), new byte[0])) {
            assertThat(SpoolTest.append(spool, "before", 1)).isEqualTo(1);
            try (RandomAccessFile file =
                    new RandomAccessFile(kind.file(directory).toFile(), "rw")) {
                file.setLength(0);
            }
            for (Runnable write : List.<Runnable>of(
                    () -> spool.define(new byte[100], 0, 100, spool.page()),
                    () -> SpoolTest.append(spool, "lost", 1))) {
                Thread unlucky = new Thread(write);
                unlucky.setUncaughtExceptionHandler((thread, e) -> assertThat(e).isInstanceOf(InternalError.class));
                unlucky.start();
                unlucky.join();
            }
            Thread upkeep = new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    try {
                        spool.doWork();
                    } catch (IOException | InternalError e) {
                        assertThat(e).hasStackTraceContaining("a fault occurred in a");
                    }
                }
            });
            upkeep.start();
            upkeep.join();
            AtomicLong result = new AtomicLong();
            Thread next = new Thread(() -> result.set(SpoolTest.append(spool, "after", 1)));
            long started = System.nanoTime();
            next.start();
            next.join();
            assertThat(result.get()).isPositive();
            assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    private SpoolOptions options(Duration blockTimeout) {
        return options(64L << 20, blockTimeout);
    }

    private SpoolOptions options(long maxBytes, Duration blockTimeout) {
        return new SpoolOptions(
                directory.resolve("service"),
                maxBytes,
                1 << 20,
                0,
                64 << 10,
                OverflowPolicy.DROP_NEWEST,
                blockTimeout,
                0,
                0,
                SyncMode.NONE,
                Duration.ofSeconds(1));
    }
}
