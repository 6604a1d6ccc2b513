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
package io.logspool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program about the spool runs, for a moment, with nothing refused or lost, and leaves nothing on the disk. */
class SpoolProgramsIT {

    @TempDir
    private Path directory;

    @AfterEach
    void nothing_is_left() throws Exception {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void latency_is_printed_beside_that_of_a_loop_that_does_nothing() throws Exception {
        assertThat(run(SpoolLatency.class, "1", "0.2", "100000", "250"))
                .contains("| | nothing | append | ratio |")
                .anyMatch(line -> line.matches("\\| p99\\.9, µs \\| [\\d.,]+ \\| [\\d.,]+ \\| [\\d.]+ \\|"));
    }

    @Test
    void reading_is_printed_beside_appending() throws Exception {
        assertThat(run(SpoolReading.class, "1", "40"))
                .anyMatch(line -> line.matches("\\| 250 B \\| [\\d,]{5,} \\| [\\d,]{5,} \\|.*"));
    }

    @Test
    void each_kind_of_opening_is_printed() throws Exception {
        assertThat(run(SpoolOpening.class, "1", "20"))
                .filteredOn(line -> line.matches("\\| .* \\| [\\d.]+ \\| [\\d.]+ to [\\d.]+ \\| \\d+ \\|"))
                .hasSize(5);
    }

    @Test
    void the_processor_time_of_each_thread_is_printed() throws Exception {
        assertThat(run(SpoolLimits.class, "0.5", "40"))
                .anyMatch(line -> line.startsWith("| " + RunningSpool.THREAD + " | "))
                .anyMatch(line -> line.startsWith("| " + DiscardingReader.THREAD + " | "));
    }

    /** From the jar: classes in directories are not archived. */
    @Test
    void the_start_of_an_application_is_printed_with_and_without_an_archive_of_its_classes() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path out = directory.resolve("out");
        Process program = new ProcessBuilder(
                        java, "-cp", "target/benchmarks.jar", WithoutBroker.class.getName(), "1000", "1", "cds")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(out.toFile())
                .start();
        assertThat(program.waitFor()).isZero();
        List<String> lines = Files.readAllLines(out);
        Files.delete(out);
        assertThat(lines)
                .filteredOn(
                        line -> line.matches("start to first event(, with an archive.*)?, median of 1: .* [\\d]+ ms"))
                .hasSize(2);
    }

    private List<String> run(Class<?> program, String... args) throws Exception {
        String[] all =
                Stream.concat(Stream.of(args), Stream.of(directory.toString())).toArray(String[]::new);
        return ChildJvm.run(program, List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"), all)
                .lines();
    }
}
