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

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.event.LogLevel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes are 0 done, 1 found wrong, 2 wrong usage, 3 could not; data and messages never mix. */
class LogspoolTest {

    @TempDir
    private Path directory;

    @Test
    void help_is_data_and_names_only_what_there_is() {
        Run run = Run.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("stat ", "cat ", "tail ", "verify ", "ship ", "replay ", "audit ");
        assertThat(Run.of("audit", "--help").out()).contains("Usage: logspool audit", "--topic=T", "--json");
        for (String command : new String[] {"stat", "cat", "tail", "verify", "ship", "replay"}) {
            assertThat(Run.of(command, "--help").exitCode()).isZero();
            assertThat(Run.of(command, "--help").out()).contains("Usage: logspool " + command, "--spool=DIR", "--json");
        }
    }

    @Test
    void wrong_usage_is_said_on_standard_error_with_exit_code_2() {
        assertUsage("a command is missing");
        assertUsage("the directory of the spool is missing: --spool DIR, or DIR alone", "cat");
        assertUsage("--spool x and y: the directory is to be given once", "stat", "--spool", "x", "y");
        assertUsage("'y'", "verify", "x", "y");
        assertUsage("'--frob'", "stat", "--spool", "x", "--frob");
        assertUsage("expected one of", "cat", "--spool", "x", "--level", "loud");
        assertUsage("'10 min' is neither", "cat", "--spool", "x", "--since", "10 min");
        assertUsage("'2026-11-21' is neither", "cat", "--spool", "x", "--until", "2026-11-21");
        assertUsage("--grep", "cat", "--spool", "x", "--grep", "(");
        assertUsage("-n -1 is negative", "tail", "--spool", "x", "-n", "-1");
        assertUsage("ship", "ship");
    }

    @Test
    void what_cannot_be_done_is_said_with_exit_code_3() throws IOException {
        for (String command : new String[] {"stat", "cat", "tail", "verify"}) {
            Run missing =
                    Run.of(command, "--spool", directory.resolve("nowhere").toString());
            assertThat(missing.exitCode()).isEqualTo(3);
            assertThat(missing.out()).isEmpty();
            assertThat(missing.err()).isEqualTo("logspool: " + directory.resolve("nowhere") + " does not exist\n");
            Run empty = Run.of(command, "--spool", directory.toString());
            assertThat(empty.exitCode()).isEqualTo(3);
            assertThat(empty.err()).isEqualTo("logspool: no slot of a spool in " + directory + "\n");
            Path file = Files.writeString(directory.resolve("file"), "");
            Run noDirectory = Run.on(file, command);
            assertThat(noDirectory.exitCode()).isEqualTo(3);
            assertThat(noDirectory.err()).isEqualTo("logspool: " + file + " is not a directory\n");
        }
    }

    @Test
    void the_directory_may_be_given_without_the_option() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.log(Duration.ofMinutes(1), LogLevel.INFO, "a", "event");
            for (String command : new String[] {"stat", "cat", "tail", "verify"}) {
                Run run = Run.of(command, directory.toString());
                assertThat(run.exitCode()).isZero();
                assertThat(run.out())
                        .isEqualTo(
                                Run.of(command, "--spool", directory.toString()).out());
            }
        }
    }

    @Test
    void a_closed_pipe_ends_quietly_and_a_full_disk_does_not() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.log(Duration.ofMinutes(1), LogLevel.INFO, "a", "event");
            assertThat(catInto("Broken pipe")).isEqualTo("0");
            assertThat(catInto("No space left on device")).isEqualTo("3logspool: No space left on device\n");
        }
    }

    private String catInto(String complaint) {
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(complaint);
            }
        };
        StringWriter err = new StringWriter();
        int exitCode = Logspool.run(
                new Streams(failing, new PrintWriter(err), false, Clock.systemUTC()),
                "cat",
                "--spool",
                directory.toString());
        return exitCode + err.toString();
    }

    private static void assertUsage(String message, String... args) {
        Run run = Run.of(args);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
    }
}
