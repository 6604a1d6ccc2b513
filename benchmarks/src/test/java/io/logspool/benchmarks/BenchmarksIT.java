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

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, for a moment, in every row, with nothing refused, and leaves nothing on the disk. */
class BenchmarksIT {

    @TempDir
    private Path directory;

    /** Nothing is measured here, so another JMH may run on this machine. */
    @BeforeAll
    static void ignoreTheLockOfJmh() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void each_row_of_the_spool_runs_with_two_threads() throws Exception {
        assertThat(run("SpoolAppendBenchmark", 2)).hasSize(6);
        assertNothingLeft();
    }

    @Test
    void each_row_of_logback_runs() throws Exception {
        assertThat(run("LogbackCallerBenchmark", 1)).hasSize(13);
        assertNothingLeft();
    }

    /** Its rows are those of the other benchmark of Logback. */
    @Test
    void an_exception_under_logback_runs() throws Exception {
        assertThat(run("LogbackExceptionBenchmark", 1, "logspool", "file-logstash"))
                .hasSize(2);
        assertNothingLeft();
    }

    @Test
    void each_row_of_log4j_runs() throws Exception {
        assertThat(run("Log4jCallerBenchmark", 1)).hasSize(7);
        assertNothingLeft();
    }

    @Test
    void each_row_of_java_util_logging_runs() throws Exception {
        assertThat(run("JulCallerBenchmark", 1)).hasSize(4);
        assertNothingLeft();
    }

    @Test
    void events_a_second_are_printed_by_threads() throws Exception {
        List<String> lines = callerThreads("-p", "directory=" + directory);
        assertThat(lines)
                .contains("| | 2 threads | ratio |")
                .anyMatch(line -> line.matches("\\| nothing \\| [\\d,]{6,} \\| [\\d.]+ \\|"))
                .anyMatch(line -> line.matches("\\| file-logstash \\| [\\d,]{5,} \\| 1\\.00 \\|"));
        assertNothingLeft();
    }

    @Test
    void a_run_that_does_not_count_has_no_figure_but_a_reason() throws Exception {
        assertThat(callerThreads("-p", "directory=/dev/null/none"))
                .contains("| nothing | - | - |", "| file-logstash | - | - |")
                .anyMatch(line -> line.matches("does not count: .*file-logstash, 2 threads: .*/dev/null.*"));
    }

    private static List<String> callerThreads(String... more) throws Exception {
        String[] args = "LogbackCaller -t 2 -f 1 -wi 0 -i 1 -r 300ms -p appender=nothing,file-logstash".split(" ");
        return ChildJvm.run(
                        CallerThreads.class,
                        List.of("-Djmh.ignoreLock=true", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"),
                        Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new))
                .lines();
    }

    @Test
    void an_event_with_three_arguments_and_two_mdc_entries_takes_a_quarter_of_its_json_at_most() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BytesPerEvent.print(20_000, new PrintStream(out, true, StandardCharsets.UTF_8));
        List<String[]> rows = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" *\\| *", -1))
                .toList();
        assertThat(rows).hasSize(7);
        String[] typical = rows.get(3);
        assertThat(typical[1]).isEqualTo("three arguments, two MDC entries");
        assertThat(Double.parseDouble(typical[6])).isBetween(0.05, 0.25);
    }

    /** With all rows, if none is named. */
    private Collection<RunResult> run(String benchmark, int threads, String... rows) throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder().include(benchmark);
        if (rows.length > 0) {
            options.param("appender", rows);
        }
        return new Runner(options.param("directory", directory.toString())
                        .forks(1)
                        .threads(threads)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(500))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }

    private void assertNothingLeft() throws Exception {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }
}
