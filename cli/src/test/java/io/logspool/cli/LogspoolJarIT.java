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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command runs by {@code java -jar}, beside a live application, and loads only what it needs. */
class LogspoolJarIT {

    private static final int EVENTS = 20_000;

    @TempDir
    private Path directory;

    @Test
    void the_jar_runs() throws Exception {
        Process help = jar(List.of(), "--help");
        assertThat(new String(help.getInputStream().readAllBytes(), UTF_8)).startsWith("Usage: logspool");
        assertThat(help.waitFor()).isZero();
        assertThat(jar(List.of(), "stat", "--spool", directory.resolve("none").toString())
                        .waitFor())
                .isEqualTo(3);
    }

    @Test
    void neither_chronicle_nor_kafka_is_loaded() throws Exception {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.log(Duration.ofMinutes(1), LogLevel.INFO, "a", "event");
            for (String command : new String[] {"stat", "cat", "tail", "verify"}) {
                Process process = jar(List.of("-Xlog:class+load:stdout"), command, "--spool", directory.toString());
                String loaded = new String(process.getInputStream().readAllBytes(), UTF_8);
                assertThat(process.waitFor()).isZero();
                assertThat(loaded).contains("io.logspool.spool.SlotCursor ");
                assertThat(loaded).doesNotContain("net.openhft.").doesNotContain("org.apache.kafka.");
            }
        }
    }

    @Test
    void a_live_application_is_read_by_cat_and_tail_and_verified() throws Exception {
        Process writer = java(
                List.of("-cp", System.getProperty("java.class.path"), Writer.class.getName()), directory.toString());
        try (BufferedReader written = reader(writer)) {
            assertThat(written.readLine()).isEqualTo("writing");
            Process tail = jar(List.of(), "tail", "-f", "-n", "1000000", "--spool", directory.toString());
            try (BufferedReader lines = reader(tail)) {
                for (int i = 1; i <= EVENTS; i++) {
                    assertThat(lines.readLine()).endsWith(" live: " + i);
                }
            } finally {
                tail.destroy();
            }
            Process cat = jar(List.of(), "cat", "--spool", directory.toString());
            try (BufferedReader lines = reader(cat)) {
                for (int i = 1; i <= EVENTS; i++) {
                    assertThat(lines.readLine()).endsWith(" live: " + i);
                }
            }
            // Its reader has gone before the end.
            assertThat(cat.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(cat.exitValue()).isZero();
            Process verify = jar(List.of(), "verify", "--spool", directory.toString());
            assertThat(new String(verify.getInputStream().readAllBytes(), UTF_8))
                    .endsWith(" entries: whole\n");
            assertThat(verify.waitFor()).isZero();
            assertThat(writer.isAlive()).isTrue();
        } finally {
            writer.destroyForcibly().waitFor();
        }
        Process stat = jar(List.of(), "stat", "--spool", directory.toString());
        assertThat(new String(stat.getInputStream().readAllBytes(), UTF_8)).contains("damage      none");
        assertThat(stat.waitFor()).isZero();
    }

    /** Logs numbers until the spool is full, and then waits to be killed. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) throws Exception {
            TestSpool spool = new TestSpool(Path.of(args[0]), "orders");
            System.out.println("writing");
            for (int i = 1; i <= 5 * EVENTS; i++) {
                spool.log(Duration.ofMinutes(1), LogLevel.INFO, "live", Integer.toString(i));
            }
            Thread.currentThread().join();
        }
    }

    private static Process jar(List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>(options);
        Collections.addAll(
                command,
                "-jar",
                Path.of("target", "logspool.jar").toAbsolutePath().toString());
        return java(command, args);
    }

    private static Process java(List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Collections.addAll(command, args);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }
}
