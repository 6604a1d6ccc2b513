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
package io.logspool.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.event.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tail} prints the last events, and with {@code -f} each one that follows, once and in order. */
class TailCommandTest {

    @TempDir
    private Path directory;

    @Test
    void the_last_events_of_many_segments_are_printed() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            for (int i = 1; i <= 2000; i++) {
                spool.log(Duration.ofSeconds(3000 - i), LogLevel.INFO, "a", i + " " + "x".repeat(1000));
            }
            assertThat(numbers(tail())).hasSize(10).startsWith("1991").endsWith("2000");
            assertThat(numbers(tail("-n", "3"))).containsExactly("1998", "1999", "2000");
            assertThat(numbers(tail("-n", "2", "--grep", "^1\\d\\d "))).containsExactly("198", "199");
            assertThat(numbers(tail("-n", "5000"))).hasSize(2000);
            assertThat(tail("-n", "0").out()).isEmpty();
        }
    }

    @Test
    void the_last_events_of_several_slots_are_the_last_of_all() throws IOException {
        try (TestSpool orders = new TestSpool(directory, "orders");
                TestSpool billing = new TestSpool(directory, "billing")) {
            orders.log(Duration.ofMinutes(5), LogLevel.INFO, "a", "1");
            billing.log(Duration.ofMinutes(4), LogLevel.INFO, "a", "2");
            orders.log(Duration.ofMinutes(3), LogLevel.INFO, "a", "3");
            assertThat(numbers(tail("-n", "2"))).containsExactly("2", "3");
        }
    }

    @Test
    void following_prints_what_is_logged_later_also_in_a_slot_that_comes_later() throws Exception {
        Follower follower = new Follower();
        try (TestSpool orders = new TestSpool(directory, "orders")) {
            orders.log(Duration.ofMinutes(5), LogLevel.INFO, "a", "before");
            follower.start();
            assertThat(follower.next()).endsWith("before");
            for (int i = 1; i <= 2000; i++) {
                orders.log(Duration.ofMinutes(4), LogLevel.INFO, "a", i + "x".repeat(1000));
            }
            for (int i = 1; i <= 2000; i++) {
                assertThat(follower.next()).endsWith(" a: " + i + "x".repeat(1000));
            }
            try (TestSpool billing = new TestSpool(directory, "billing")) {
                billing.log(Duration.ofMinutes(3), LogLevel.INFO, "a", "a new slot");
                assertThat(follower.next()).endsWith("a new slot");
            }
        } finally {
            follower.stop();
        }
    }

    @Test
    void an_interrupt_while_files_are_read_ends_following_without_a_complaint() throws Exception {
        try (TestSpool orders = new TestSpool(directory, "orders")) {
            orders.log(Duration.ofMinutes(5), LogLevel.INFO, "a", "before");
            Follower follower = new Follower();
            follower.interruptedBy = "after 0";
            follower.start();
            assertThat(follower.next()).endsWith("before");
            for (int i = 0; i < 3000; i++) {
                orders.log(Duration.ofMinutes(4), LogLevel.INFO, "a", "after " + i + " " + "x".repeat(1000));
            }
            follower.stop();
        }
    }

    private Run tail(String... options) {
        return Run.on(directory, "tail", options);
    }

    private static List<String> numbers(Run run) {
        assertThat(run.exitCode()).isZero();
        return run.lines().stream()
                .map(line -> line.substring(line.indexOf(": ") + 2).split(" ", 2)[0])
                .toList();
    }

    /** A {@code tail -f} that runs in a thread of its own, until it is interrupted. */
    private final class Follower {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringWriter err = new StringWriter();
        private volatile String interruptedBy = "never";
        private final OutputStream out = new OutputStream() {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public void write(int b) {
                if (b == '\n') {
                    String text = line.toString(UTF_8);
                    lines.add(text);
                    line.reset();
                    if (text.contains(interruptedBy)) {
                        Thread.currentThread().interrupt();
                    }
                } else {
                    line.write(b);
                }
            }
        };
        private final Thread thread = new Thread(() -> Logspool.run(
                new Streams(out, new PrintWriter(err), false, Clock.fixed(Run.NOW, ZoneOffset.UTC)),
                "tail",
                "-f",
                "--spool",
                directory.toString()));

        void start() {
            thread.start();
        }

        String next() throws InterruptedException {
            String line = lines.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("a line within 20 seconds; %s", err).isNotNull();
            return line;
        }

        void stop() throws InterruptedException {
            thread.interrupt();
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
            assertThat(err.toString()).isEmpty();
        }
    }
}
