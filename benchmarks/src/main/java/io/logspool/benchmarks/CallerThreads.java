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

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How many log statements a second 1, 2, 4 and 16 threads get through together, sustained, under each framework.
 *
 * <pre>
 *   java -cp benchmarks.jar io.logspool.benchmarks.CallerThreads -f 1 -wi 4 -w 1 -i 4 -r 1
 *   java -cp benchmarks.jar io.logspool.benchmarks.CallerThreads LogbackCaller -t 4 -p appender=logspool,file-logstash
 * </pre>
 *
 * <p>The options are JMH's: names choose the frameworks, {@code -p appender=} the rows, {@code -t} one number of threads,
 * {@code -rff} keeps the results as JSON, for {@link Ratios}. A run in which an event was dropped does not count: it has
 * no figure, and the reason stands below the table.
 */
public final class CallerThreads {

    private static final List<Integer> THREADS = List.of(1, 2, 4, 16);

    /**
     * What is printed as one table.
     *
     * @param baseline the row that has ratio 1
     */
    private record Table(Class<?> benchmark, String baseline, List<String> rows) {

        /** Whether one of the patterns is its name's, as JMH has it, or there is none. */
        boolean isNamed(Collection<String> patterns) {
            return patterns.isEmpty()
                    || patterns.stream()
                            .anyMatch(pattern -> Pattern.compile(pattern)
                                    .matcher(benchmark.getName())
                                    .find());
        }
    }

    private static final List<Table> TABLES = List.of(
            new Table(
                    LogbackCallerBenchmark.class,
                    "file-logstash",
                    List.of(
                            "nothing",
                            "logspool",
                            "shipping",
                            "file-logstash",
                            "file-ecs",
                            "async-file-logstash",
                            "async-file-ecs",
                            "chronicle-logger",
                            "kafka-logstash")),
            new Table(
                    Log4jCallerBenchmark.class,
                    "file-json",
                    List.of("nothing", "logspool", "shipping", "file-json", "async-file-json", "kafka-json")),
            new Table(JulCallerBenchmark.class, "file-xml", List.of("nothing", "logspool", "file-xml", "file-line")));

    private final CommandLineOptions options;
    private final PrintStream out;
    private final List<RunResult> results = new ArrayList<>();
    private final Map<String, Double> perSecond = new HashMap<>();
    private final List<String> uncounted = new ArrayList<>();

    private CallerThreads(CommandLineOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) throws CommandLineOptionException {
        Collection<String> names = new CommandLineOptions(args).getIncludes();
        // Without the names: each run is of one framework.
        CommandLineOptions options = new CommandLineOptions(
                Stream.of(args).filter(arg -> !names.contains(arg)).toArray(String[]::new));
        List<Integer> threads =
                options.getThreads().hasValue() ? List.of(options.getThreads().get()) : THREADS;
        CallerThreads all = new CallerThreads(options, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        List<Table> tables = new ArrayList<>();
        for (Table table : TABLES) {
            List<String> rows = all.chosen(table.rows());
            if (!rows.isEmpty() && table.isNamed(names)) {
                tables.add(new Table(table.benchmark(), table.baseline(), rows));
            }
        }
        for (Table table : tables) {
            for (int count : threads) {
                table.rows().forEach(row -> all.measure(table, row, count));
            }
        }
        tables.forEach(table -> all.print(table, threads));
        all.uncounted.forEach(run -> all.out.printf("%ndoes not count: %s%n", run));
    }

    private List<String> chosen(List<String> rows) {
        Collection<String> wanted = options.getParameter(Ratios.ROW_PARAMETER).orElse(rows);
        return rows.stream().filter(wanted::contains).toList();
    }

    private void measure(Table table, String row, int threads) {
        String run = run(table, row, threads);
        try {
            ChainedOptionsBuilder builder = new OptionsBuilder()
                    .parent(options)
                    .include("\\b" + table.benchmark().getSimpleName() + "\\b")
                    .param(Ratios.ROW_PARAMETER, row)
                    .threads(threads)
                    .shouldFailOnError(true)
                    .verbosity(options.verbosity().orElse(VerboseMode.SILENT));
            for (RunResult result : new Runner(builder.build()).run()) {
                double rate = Caller.perSecond(result);
                out.printf(Locale.ROOT, "%s: %,.0f events/s%n", run, rate);
                perSecond.put(run, rate);
                results.add(result);
            }
        } catch (RunnerException e) {
            out.println(run + ": does not count");
            uncounted.add(run + ": " + reason(e));
        }
        if (options.getResult().hasValue()) {
            // In the place of the one run's own.
            ResultFormatFactory.getInstance(
                            options.getResultFormat().orElse(ResultFormatType.JSON),
                            options.getResult().get())
                    .writeOut(results);
        }
    }

    /** What JMH wraps up. */
    private static Throwable reason(Throwable failure) {
        Throwable deepest = failure;
        while (true) {
            if (deepest.getCause() != null) {
                deepest = deepest.getCause();
            } else if (deepest.getSuppressed().length > 0) {
                deepest = deepest.getSuppressed()[0];
            } else {
                return deepest;
            }
        }
    }

    private void print(Table table, List<Integer> threads) {
        out.printf(
                "%n%s: events/s of all threads, and their ratio to %s%n%n",
                table.benchmark().getSimpleName(), table.baseline());
        StringBuilder head = new StringBuilder("| |");
        threads.forEach(count -> head.append(' ').append(threads(count)).append(" | ratio |"));
        out.println(head);
        out.println("|---|" + "---|---|".repeat(threads.size()));
        for (String row : table.rows()) {
            StringBuilder line = new StringBuilder("| ").append(row).append(" |");
            for (int count : threads) {
                double rate = perSecond.getOrDefault(run(table, row, count), Double.NaN);
                double base = perSecond.getOrDefault(run(table, table.baseline(), count), Double.NaN);
                line.append(cell("%,.0f", rate)).append(cell("%.2f", rate / base));
            }
            out.println(line);
        }
    }

    private static String cell(String format, double value) {
        return " " + (Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value)) + " |";
    }

    private static String run(Table table, String row, int threads) {
        return table.benchmark().getSimpleName() + ", " + row + ", " + threads(threads);
    }

    private static String threads(int count) {
        return count + (count == 1 ? " thread" : " threads");
    }
}
