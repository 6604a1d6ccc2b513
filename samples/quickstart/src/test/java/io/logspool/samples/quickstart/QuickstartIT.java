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
package io.logspool.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart as a user starts it: nothing is missing, nothing is left running, and what is wrong is said. */
class QuickstartIT {
    private static final Path JAR = Path.of("target", "quickstart.jar");
    private static final long DEADLINE_SECONDS = 120;
    private static final Pattern LAST_LINE =
            Pattern.compile("logged (\\d+), arrived (\\d+), missing (\\d+), duplicates \\d+");
    private static final Pattern BROKER = Pattern.compile("Kafka broker on .*, process (\\d+)");

    private final Path directory;

    QuickstartIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void every_event_arrives_though_the_broker_is_killed_in_the_middle() throws Exception {
        Ended run = run("--requests", "400", "--outage", "2s");
        assertThat(run.output).anyMatch(line -> line.endsWith("broker KILLED"));
        assertThat(run.output)
                .filteredOn(line -> line.startsWith("{\"@timestamp\""))
                .hasSize(3);
        Matcher last = LAST_LINE.matcher(run.output.get(run.output.size() - 1));
        assertThat(last.matches()).as("last line of %s", run.output).isTrue();
        assertThat(Integer.parseInt(last.group(1))).isGreaterThan(1_000);
        assertThat(last.group(2)).isEqualTo(last.group(1));
        assertThat(last.group(3)).isEqualTo("0");
        // SLF4J says so when another thread logs while it starts, as the agent's threads may.
        assertThat(run.errors).filteredOn(line -> !line.startsWith("SLF4J(W)")).isEmpty();
        assertThat(run.code).isZero();
        assertThat(broker(run.output)).isNull();
    }

    @Test
    void a_port_in_use_is_named_and_nothing_is_started() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            for (String option : List.of("--port", "--kafka-port")) {
                Ended run = run(option, port);
                assertThat(run.code).isEqualTo(3);
                assertThat(run.errors)
                        .singleElement()
                        .asString()
                        .startsWith("quickstart: Port " + port + " ")
                        .contains("in use");
            }
        }
    }

    @Test
    void a_bad_option_is_refused_before_anything_starts() throws Exception {
        Ended run = run("--outage", "soon");
        assertThat(run.code).isEqualTo(2);
        assertThat(run.output).isEmpty();
        assertThat(run.errors)
                .containsExactly("quickstart: --outage soon: not a duration like 500ms, 10s or 2m; see --help");
    }

    @Test
    void being_ended_by_a_signal_ends_the_broker_too_and_removes_the_directory() throws Exception {
        Process process = start("--requests", "100000");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith("logged")) {
                    break;
                }
            }
            ProcessHandle broker = Objects.requireNonNull(broker(lines));
            process.destroy(); // not an interrupt, which a process ignores if whoever started this build does
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(broker.isAlive()).isFalse();
            assertThat(temporary()).isEmptyDirectory();
        } finally {
            process.destroyForcibly();
        }
    }

    /** What a run left behind; the directory for temporary files is the test's. */
    private record Ended(int code, List<String> output, List<String> errors) {}

    private Ended run(String... arguments) throws Exception {
        Process process = start(arguments);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = output.lines().toList();
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), lines, Files.readAllLines(errors().toPath()));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws Exception {
        Files.createDirectories(temporary());
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("-Djava.io.tmpdir=" + temporary());
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(errors()).start();
    }

    private Path temporary() {
        return directory.resolve("tmp");
    }

    private File errors() {
        return directory.resolve("errors").toFile();
    }

    /** The broker's process as the output names it; null if it is gone. */
    private static @Nullable ProcessHandle broker(List<String> output) {
        for (String line : output) {
            Matcher matcher = BROKER.matcher(line);
            if (matcher.matches()) {
                return ProcessHandle.of(Long.parseLong(matcher.group(1))).orElse(null);
            }
        }
        throw new AssertionError("No broker in " + output);
    }
}
