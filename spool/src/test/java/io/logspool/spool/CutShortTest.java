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
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody cuts a segment's file short while it is written to: that costs the segment, and neither the process nor the
 * spool. {@code -Dcampaign.rounds} says how often it is tried: the JVM raises its error at another instruction each time.
 */
class CutShortTest {

    private static final int CALLS = 3;
    private static final int ROUNDS = Integer.getInteger("campaign.rounds", 20);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void the_spool_goes_on_in_the_next_segment_and_says_why(SegmentKind kind) throws Exception {
        try (Spool spool = open(kind, directory);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(TestSpools.append(spool, "before", 1)).isEqualTo(1);
            assertThat(cursor.next()).isTrue();
            cutShort(kind, directory);
            assertNothingButTheFault(run(() -> TestSpools.append(spool, "lost", 1)));
            doWork(spool);
            assertThat(TestSpools.append(spool, "after", 1)).isPositive();
            assertThat(cursor.next()).isTrue();
            assertThat(TestSpools.payload(cursor)).isEqualTo("after");
            assertThat(spool.stats().lastError()).contains("cut short");
        }
    }

    @ParameterizedTest
    @EnumSource(SegmentKind.class)
    void wherever_the_fault_strikes_the_lock_is_free_after_it(SegmentKind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path slots = directory.resolve(Integer.toString(round));
            try (Spool spool = open(kind, slots)) {
                assertThat(TestSpools.append(spool, "before", 1)).isEqualTo(1);
                cutShort(kind, slots);
                assertNothingButTheFault(run(() -> spool.define(new byte[100], 0, 100, spool.page())));
                assertNothingButTheFault(run(() -> TestSpools.append(spool, "lost", 1)));
                doWork(spool);
                AtomicLong result = new AtomicLong();
                assertThat(run(() -> result.set(TestSpools.append(spool, "after", 1))))
                        .isNull();
                assertThat(result.get()).as("round %s", round).isPositive();
            }
            PrivateFiles.deleteRecursively(slots);
        }
    }

    private static Spool open(SegmentKind kind, Path slots) throws IOException {
        return kind.open(
                TestOptions.in(slots.resolve("service"))
                        .blockTimeout(Duration.ofSeconds(10))
                        .build(),
                new byte[0]);
    }

    private static void cutShort(SegmentKind kind, Path slots) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(kind.file(slots).toFile(), "rw")) {
            file.setLength(0);
        }
    }

    private static void doWork(Spool spool) throws InterruptedException {
        for (int i = 0; i < CALLS; i++) {
            assertNothingButTheFault(run(spool::doWork));
        }
    }

    private static void assertNothingButTheFault(@Nullable Throwable thrown) {
        if (thrown != null) {
            assertThat(thrown).hasStackTraceContaining("a fault occurred in a");
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    /**
     * The JVM tells of a fault in mapped memory when it comes to it, in the thread that met it: so each step has a thread
     * of its own. Gives what was thrown.
     */
    private static @Nullable Throwable run(Task task) throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                thrown[0] = e;
            }
        });
        thread.setUncaughtExceptionHandler((unused, e) -> thrown[0] = e);
        thread.setDaemon(true);
        thread.start();
        thread.join(TimeUnit.MINUTES.toMillis(1));
        assertThat(thread.isAlive()).as("%s waits for ever", task).isFalse();
        return thrown[0];
    }
}
