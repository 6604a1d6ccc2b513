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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program with a Kafka in it runs, for a moment, with every event acknowledged, and leaves nothing on the disk. */
class KafkaProgramsIT {

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    @AfterEach
    void nothing_is_left() throws Exception {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void draining_a_spool_is_printed_beside_a_plain_loop() throws Exception {
        assertThat(run(SpoolToKafka.class, "2000", "1", "1"))
                .filteredOn(line -> line.matches("\\| .* \\| [15] \\| [\\d,]+( \\| [\\d.]+){5} \\|"))
                .hasSize(6);
    }

    @Test
    void latency_is_printed_for_each_rate_with_the_broker_well_hung_and_none() throws Exception {
        Path results = elsewhere.resolve("rates.json");
        assertThat(run(CallLatency.class, "--results=" + results, "1", "0.2", "10000,50000"))
                .filteredOn(line ->
                        line.matches("\\| [15]0,000 \\| [^|]+( \\| [\\d,.]+){10} \\| 0 \\| (yes|no, [\\d,]+) \\|"))
                .hasSize(2 * LatencyKind.values().length)
                .anyMatch(line -> line.contains("| Logspool, nothing shipped |"))
                .anyMatch(line -> line.contains("| Logspool, broker hangs |"));
        assertThat(results).content().contains("10,000 a second: does nothing", "50,000 a second: Logspool, no broker");
    }

    @Test
    void the_processor_time_from_call_to_acknowledgement_is_printed_beside_a_peers() throws Exception {
        assertThat(run(CallToAck.class, "2000", "1"))
                .filteredOn(line -> line.matches("\\| .* \\| [\\d.]+ \\| [\\d,]+ \\| [\\d.]+ \\| [\\d.]+ \\|"))
                .hasSize(2);
    }

    @Test
    void heap_and_memory_are_printed_at_rest_and_with_a_hung_broker() throws Exception {
        assertThat(run(Footprint.class, "20000"))
                .filteredOn(line -> line.matches("\\| .* \\| [\\d.]+ \\| -?[\\d.]+ \\| [\\d.]+ \\|"))
                .hasSize(3);
    }

    @Test
    void everything_arrives_after_an_outage_while_the_load_goes_on() throws Exception {
        List<String> lines = run(CatchUp.class, "2", "5000");
        assertThat(lines).anyMatch(line -> line.startsWith("| caught up |"));
        Matcher last = Pattern.compile("accepted ([\\d,]+), acknowledged ([\\d,]+), dropped 0")
                .matcher(lines.get(lines.size() - 1));
        assertThat(last.matches()).as("last of %s", lines).isTrue();
        assertThat(last.group(2)).isEqualTo(last.group(1));
    }

    @Test
    void events_from_the_call_to_a_consumer_are_printed_beside_those_of_peers() throws Exception {
        List<String> lines = run(EndToEnd.class, "2000", "1", "0.2");
        assertThat(lines)
                .filteredOn(line -> line.matches("\\| .* \\| [124] \\| [\\d,]+ \\| [\\d.]+ \\| [\\d.]+ \\| 0 \\|"))
                .hasSizeGreaterThanOrEqualTo(9);
        assertThat(lines)
                .filteredOn(line -> line.matches("\\| [^|]*( \\| [\\d.]+){5} \\| 0 \\|"))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    private List<String> run(Class<?> program, String... args) throws Exception {
        String[] all =
                Stream.concat(Stream.of(args), Stream.of(directory.toString())).toArray(String[]::new);
        return ChildJvm.run(program, List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"), all)
                .lines();
    }
}
