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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints JMH's results as Markdown tables, each row with its ratio to a baseline.
 *
 * <pre>
 *   java -cp benchmarks.jar io.logspool.benchmarks.Ratios results.json [more.json...] [--baseline=NAME]
 * </pre>
 *
 * <p>The rows of one table are one benchmark class with the same parameters and threads. A row's name is its method's,
 * or the value of the parameter {@value #ROW_PARAMETER} if it has one. Without {@code --baseline} the first of {@link
 * #BASELINES} that is in the table is the baseline, else the first row.
 */
public final class Ratios {

    /** Of the benchmarks whose rows are configurations. */
    static final String ROW_PARAMETER = "appender";

    private static final List<String> BASELINES = List.of("chronicleSparse", "file-logstash", "file-json", "file-xml");

    /**
     * One row.
     *
     * @param threads     that called
     * @param nanos       time of one call
     * @param error       half of its 99.9 % interval, NaN if there are too few samples
     * @param lowest      the fastest iteration
     * @param highest     the slowest iteration
     * @param cpuNanos    processor time of the calling thread in one call, NaN if not counted
     * @param callerBytes allocated by the calling thread in one call, NaN if not counted
     * @param allBytes    allocated by all threads in one call, NaN without {@code -prof gc}
     */
    record Row(
            String name,
            int threads,
            double nanos,
            double error,
            double lowest,
            double highest,
            double cpuNanos,
            double callerBytes,
            double allBytes) {}

    private Ratios() {}

    /** Reads the files named, prints to standard output; 2 if there is none, 3 if one cannot be read. */
    public static void main(String[] args) {
        String baseline = "";
        List<File> files = new ArrayList<>();
        for (String arg : args) {
            if (arg.startsWith("--baseline=")) {
                baseline = arg.substring("--baseline=".length());
            } else {
                files.add(new File(arg));
            }
        }
        if (files.isEmpty()) {
            System.err.println("usage: Ratios results.json [more.json...] [--baseline=NAME]");
            System.exit(2);
        }
        try {
            print(read(files), baseline, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.err.println("cannot read the results: " + e.getMessage());
            System.exit(3);
        }
    }

    /** Rows by the title of their table. */
    static Map<String, List<Row>> read(List<File> files) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Map<String, List<Row>> tables = new TreeMap<>();
        for (File file : files) {
            for (JsonNode result : mapper.readTree(file)) {
                tables.computeIfAbsent(title(result), title -> new ArrayList<>())
                        .add(row(result));
            }
        }
        return tables;
    }

    static void print(Map<String, List<Row>> tables, String baseline, PrintStream out) {
        tables.forEach((title, rows) -> {
            Row base = baseline(rows, baseline);
            out.printf("%n%s%n%n", title);
            out.println(
                    "| | ns/op | ± | fastest to slowest | ratio | CPU ns/op, caller | ratio | B/op, caller | B/op, all threads |");
            out.println("|---|---|---|---|---|---|---|---|---|");
            for (Row row : rows) {
                out.printf(
                        Locale.ROOT,
                        "| %s | %.0f | %s | %.0f to %.0f | %.2f | %s | %s | %s | %s |%n",
                        row.name(),
                        row.nanos(),
                        number(row.error(), 0),
                        row.lowest(),
                        row.highest(),
                        row.nanos() / base.nanos(),
                        number(row.cpuNanos(), 0),
                        number(row.cpuNanos() / base.cpuNanos(), 2),
                        number(row.callerBytes(), 0),
                        number(row.allBytes(), 0));
            }
        });
    }

    private static Row baseline(List<Row> rows, String wanted) {
        List<String> names = wanted.isEmpty() ? BASELINES : List.of(wanted);
        for (String name : names) {
            for (Row row : rows) {
                if (row.name().equals(name)) {
                    return row;
                }
            }
        }
        return rows.get(0);
    }

    private static String title(JsonNode result) {
        String benchmark = result.path("benchmark").asText();
        String className = benchmark.substring(0, benchmark.lastIndexOf('.'));
        StringBuilder title = new StringBuilder(className.substring(className.lastIndexOf('.') + 1));
        int threads = result.path("threads").asInt();
        title.append(", ").append(threads).append(threads == 1 ? " thread" : " threads");
        for (Map.Entry<String, JsonNode> parameter : result.path("params").properties()) {
            String value = parameter.getValue().asText();
            if (!parameter.getKey().equals(ROW_PARAMETER) && !value.isEmpty()) {
                title.append(", ").append(parameter.getKey()).append(' ').append(value);
            }
        }
        return title.toString();
    }

    private static Row row(JsonNode result) {
        String benchmark = result.path("benchmark").asText();
        String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        JsonNode time = result.path("primaryMetric");
        if (!time.path("scoreUnit").asText().equals("ns/op")) {
            throw new IllegalArgumentException(benchmark + " is in " + time.path("scoreUnit") + ", not in ns/op");
        }
        double lowest = Double.POSITIVE_INFINITY;
        double highest = 0;
        for (JsonNode fork : time.path("rawData")) {
            for (JsonNode iteration : fork) {
                lowest = Math.min(lowest, iteration.asDouble());
                highest = Math.max(highest, iteration.asDouble());
            }
        }
        JsonNode more = result.path("secondaryMetrics");
        double calls = number(more.path("callerCalls").path("score"));
        return new Row(
                result.path("params").path(ROW_PARAMETER).asText(method),
                result.path("threads").asInt(),
                time.path("score").asDouble(),
                number(time.path("scoreError")),
                lowest,
                highest,
                number(more.path("callerCpuNanos").path("score")) / calls,
                number(more.path("callerBytes").path("score")) / calls,
                number(more.path("gc.alloc.rate.norm").path("score")));
    }

    /** JMH writes "NaN" as a string. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    private static String number(double value, int digits) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
