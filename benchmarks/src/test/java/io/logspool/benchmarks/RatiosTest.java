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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JMH's JSON becomes one table for each class, parameters and threads, with each row's ratio to the baseline. */
class RatiosTest {

    @TempDir
    private Path directory;

    @Test
    void a_row_has_its_time_its_allocation_and_its_ratio_to_the_baseline() throws IOException {
        File results = results(
                result("io.x.SpoolAppendBenchmark.chronicleSparse", 1, "\"entryBytes\":\"40\"", 200),
                result("io.x.SpoolAppendBenchmark.spool", 1, "\"entryBytes\":\"40\"", 250));

        assertThat(printed(results, "")).contains("""
                SpoolAppendBenchmark, 1 thread, entryBytes 40

                | | ns/op | ± | fastest to slowest | ratio | CPU ns/op, caller | ratio | B/op, caller | B/op, all threads |
                |---|---|---|---|---|---|---|---|---|
                | chronicleSparse | 200 | - | 190 to 210 | 1.00 | 100 | 1.00 | 24 | 33 |
                | spool | 250 | - | 240 to 260 | 1.25 | 100 | 1.00 | 24 | 33 |
                """);
        assertThat(printed(results, "spool")).contains("| chronicleSparse | 200 |", "| 190 to 210 | 0.80 |");
    }

    @Test
    void other_parameters_and_threads_are_other_tables_but_the_appender_is_a_row() throws IOException {
        File results = results(
                result("io.x.LogbackCallerBenchmark.info", 1, "\"appender\":\"file-logstash\"", 1000),
                result("io.x.LogbackCallerBenchmark.info", 1, "\"appender\":\"logspool\"", 400),
                result("io.x.SpoolAppendBenchmark.spool", 1, "\"entryBytes\":\"40\"", 250),
                result("io.x.SpoolAppendBenchmark.spool", 2, "\"entryBytes\":\"40\"", 300));

        assertThat(Ratios.read(List.of(results)).keySet())
                .containsExactly(
                        "LogbackCallerBenchmark, 1 thread",
                        "SpoolAppendBenchmark, 1 thread, entryBytes 40",
                        "SpoolAppendBenchmark, 2 threads, entryBytes 40");
        assertThat(printed(results, "")).contains("| logspool | 400 |", "| 390 to 410 | 0.40 |");
    }

    private static String printed(File results, String baseline) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Ratios.print(Ratios.read(List.of(results)), baseline, new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    private File results(String... results) throws IOException {
        return Files.writeString(directory.resolve("results.json"), "[" + String.join(",", results) + "]")
                .toFile();
    }

    private static String result(String benchmark, int threads, String parameters, int nanos) {
        return """
                {"benchmark": "%s", "threads": %d, "params": {"directory":"", %s},
                 "primaryMetric": {"score": %d.0, "scoreError": "NaN", "scoreUnit": "ns/op",
                                   "rawData": [[%d.0, %d.0]]},
                 "secondaryMetrics": {"callerBytes": {"score": 240.0}, "callerCpuNanos": {"score": 1000.0}, "callerCalls": {"score": 10.0},
                                      "gc.alloc.rate.norm": {"score": 33.0}}}""".formatted(benchmark, threads, parameters, nanos, nanos - 10, nanos + 10);
    }
}
