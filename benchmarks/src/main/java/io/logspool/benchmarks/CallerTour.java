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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The callers' benchmarks in short: two forks, each with four seconds to warm up, three to measure. */
final class CallerTour {

    private static final String PART = "callers";
    private static final double A_FIFTH = 0.2;
    private static final String LOGSPOOL = "logspool";
    private static final String LOGSTASH = "file-logstash";

    private CallerTour() {}

    static void measure(Findings findings) throws IOException {
        Map<String, Ratios.Row> logback = run(
                LogbackCallerBenchmark.class,
                "nothing",
                "asked",
                LOGSPOOL,
                LOGSTASH,
                "chronicle-logger",
                "shipping",
                "kafka-logstash");
        Ratios.Row ours = row(logback, LOGSPOOL);
        atMost(findings, "Logback call to spool, to FileAppender + LogstashEncoder", ours, logback, LOGSTASH, A_FIFTH);
        atMost(findings, "the same, to an appender that does nothing", ours, logback, "nothing", 4);
        atMost(findings, "the same, to what chronicle-logger does", ours, logback, "chronicle-logger", 0.6);
        atMost(
                findings,
                "Logback call, shipping, to logback-kafka-appender",
                row(logback, "shipping"),
                logback,
                "kafka-logstash",
                A_FIFTH);
        findings.add(processorTime(row(logback, "shipping"), row(logback, "kafka-logstash")));
        findings.add(Finding.atMost(
                PART,
                "B that a Logback call allocates beyond an appender that only asks for the event's parts",
                ours.callerBytes() - row(logback, "asked").callerBytes(),
                0));
        Map<String, Ratios.Row> log4j =
                run(Log4jCallerBenchmark.class, LOGSPOOL, "async-file-json", "shipping", "kafka-json");
        atMost(
                findings,
                "Log4j call to spool, to async logger + JsonTemplateLayout",
                row(log4j, LOGSPOOL),
                log4j,
                "async-file-json",
                A_FIFTH);
        atMost(
                findings,
                "Log4j call, shipping, to KafkaAppender",
                row(log4j, "shipping"),
                log4j,
                "kafka-json",
                A_FIFTH);
        findings.add(processorTime(row(log4j, "shipping"), row(log4j, "kafka-json")));
        Map<String, Ratios.Row> exception = run(LogbackExceptionBenchmark.class, LOGSPOOL, LOGSTASH);
        atMost(
                findings,
                "exception with 40 frames, to FileAppender + LogstashEncoder",
                row(exception, LOGSPOOL),
                exception,
                LOGSTASH,
                A_FIFTH);
        // What two threads can reach on this machine is what they reach with an appender that does nothing.
        findings.add(Finding.atLeast(
                PART,
                String.format(
                        Locale.ROOT,
                        "two threads' throughput, to one thread's (of an appender that does nothing: %.2f)",
                        twoThreads(row(logback, "nothing"))),
                twoThreads(ours),
                1.5));
    }

    private static double twoThreads(Ratios.Row one) throws IOException {
        return perSecond(LogbackCallerBenchmark.class, 2, one.name()) * one.nanos() / 1e9;
    }

    /** Without the waits for Kafka, which takes no more, whoever sends. */
    private static Finding processorTime(Ratios.Row ours, Ratios.Row peer) {
        return Finding.atMost(
                PART, "the same, the caller's processor time", ours.cpuNanos() / peer.cpuNanos(), A_FIFTH);
    }

    private static void atMost(
            Findings findings,
            String what,
            Ratios.Row ours,
            Map<String, Ratios.Row> rows,
            String baseline,
            double target) {
        findings.add(
                Finding.atMost(PART, what, ours.nanos() / row(rows, baseline).nanos(), target));
    }

    private static Ratios.Row row(Map<String, Ratios.Row> rows, String name) {
        Ratios.Row row = rows.get(name);
        if (row == null) {
            throw new IllegalStateException("no row " + name);
        }
        return row;
    }

    private static double perSecond(Class<?> benchmark, int threads, String appender) throws IOException {
        try {
            return Caller.perSecond(
                    new Runner(options(benchmark, threads, appender).build()).runSingle());
        } catch (RunnerException e) {
            throw new IOException(e);
        }
    }

    private static ChainedOptionsBuilder options(Class<?> benchmark, int threads, String... appenders) {
        return new OptionsBuilder()
                .include(benchmark.getName())
                .param(Ratios.ROW_PARAMETER, appenders)
                .threads(threads)
                .forks(2)
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static Map<String, Ratios.Row> run(Class<?> benchmark, String... appenders) throws IOException {
        try (WorkDirectory work = WorkDirectory.create("")) {
            Path results = work.path().resolve("results.json");
            new Runner(options(benchmark, 1, appenders)
                            .resultFormat(ResultFormatType.JSON)
                            .result(results.toString())
                            .build())
                    .run();
            Map<String, Ratios.Row> rows = new HashMap<>();
            Ratios.read(List.of(new File(results.toString())))
                    .values()
                    .forEach(table -> table.forEach(row -> rows.put(row.name(), row)));
            return rows;
        } catch (RunnerException e) {
            throw new IOException(e);
        }
    }
}
