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

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@link SpoolAppendBenchmark} with 1, 2, 4 and 8 threads, and what comes of it beside Chronicle.
 *
 * <pre>java -cp benchmarks.jar io.logspool.benchmarks.SpoolThreads [JMH's options, such as -f 2 -i 4]</pre>
 */
public final class SpoolThreads {

    private static final int[] THREADS = {1, 2, 4, 8};

    private SpoolThreads() {}

    public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
        try (WorkDirectory work = WorkDirectory.create("")) {
            Map<String, List<Ratios.Row>> tables = Ratios.read(List.of());
            for (int threads : THREADS) {
                String results = work.path().resolve(threads + ".json").toString();
                new Runner(new OptionsBuilder()
                                .parent(new CommandLineOptions(args))
                                .include(SpoolAppendBenchmark.class.getName())
                                .threads(threads)
                                .shouldFailOnError(true)
                                .resultFormat(ResultFormatType.JSON)
                                .result(results)
                                .build())
                        .run();
                tables.putAll(Ratios.read(List.of(new File(results))));
            }
            Ratios.print(tables, "", System.out);
            summarise(tables);
        }
    }

    private static void summarise(Map<String, List<Ratios.Row>> tables) {
        System.out.println();
        System.out.println(
                "| | spool, entries/s of all threads | wall: to sparse | to zeroed | CPU: to sparse | to zeroed |");
        System.out.println("|---|---|---|---|---|---|");
        tables.forEach((title, rows) -> {
            Ratios.Row spool = row(rows, "spool");
            Ratios.Row sparse = row(rows, "chronicleSparse");
            Ratios.Row zeroed = row(rows, "chronicleZeroed");
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %.2f | %.2f | %.2f |%n",
                    title.substring(title.indexOf(' ') + 1),
                    spool.threads() * 1e9 / spool.nanos(),
                    spool.nanos() / sparse.nanos(),
                    spool.nanos() / zeroed.nanos(),
                    spool.cpuNanos() / sparse.cpuNanos(),
                    spool.cpuNanos() / zeroed.cpuNanos());
        });
    }

    private static Ratios.Row row(List<Ratios.Row> rows, String name) {
        for (Ratios.Row row : rows) {
            if (row.name().equals(name)) {
                return row;
            }
        }
        throw new IllegalStateException("no row " + name);
    }
}
