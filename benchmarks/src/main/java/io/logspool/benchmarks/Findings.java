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
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the tour has found: the table of ratios, and the curves of latency, as text and as JSON for the pictures. */
final class Findings {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final List<Finding> all = new ArrayList<>();
    private final Map<String, Map<String, Double>> curves = new LinkedHashMap<>();

    void add(Finding finding) {
        all.add(finding);
    }

    /** Microseconds by percentile, of one line in the picture of latencies. */
    void curve(String name, Map<String, Double> microsByPercentile) {
        curves.put(name, microsByPercentile);
    }

    List<Finding> all() {
        return all;
    }

    void print(PrintStream out) {
        out.println("| | measured | target | |");
        out.println("|---|---|---|---|");
        for (Finding finding : all) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %s %.2f | %s |%n",
                    finding.what(),
                    finding.value(),
                    finding.atMost() ? "at most" : "at least",
                    finding.target(),
                    finding.isMet() ? "met" : "missed");
        }
    }

    /** Adds what another JVM wrote. */
    void addAll(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readString(file));
        for (JsonNode finding : root.path("findings")) {
            add(new Finding(
                    finding.path("part").asText(),
                    finding.path("what").asText(),
                    finding.path("value").asDouble(),
                    finding.path("target").asDouble(),
                    finding.path("atMost").asBoolean()));
        }
        for (JsonNode line : root.path("curves")) {
            Map<String, Double> points = new LinkedHashMap<>();
            line.path("micros")
                    .properties()
                    .forEach(
                            point -> points.put(point.getKey(), point.getValue().asDouble()));
            curve(line.path("name").asText(), points);
        }
    }

    /** Writes the JSON that {@code docs/pictures/Benchmarks.java} draws. */
    void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        root.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        root.put("processors", Runtime.getRuntime().availableProcessors());
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : all) {
            findings.addObject()
                    .put("part", finding.part())
                    .put("what", finding.what())
                    .put("value", finding.value())
                    .put("target", finding.target())
                    .put("atMost", finding.atMost());
        }
        ArrayNode lines = root.putArray("curves");
        curves.forEach((name, points) -> {
            ObjectNode line = lines.addObject().put("name", name);
            ObjectNode micros = line.putObject("micros");
            points.forEach(micros::put);
        });
        Files.writeString(file, JSON.writeValueAsString(root) + "\n");
    }
}
