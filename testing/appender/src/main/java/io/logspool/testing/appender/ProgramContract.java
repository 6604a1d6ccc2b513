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
package io.logspool.testing.appender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.SharedKafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that others wrote logs through us under load and, beside it, to a file through an appender of its own
 * framework. What arrives in the topic is what the file has: each event, unchanged, in the order of its thread.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ProgramContract {

    /** Fewer would not be a load. */
    private static final int LEAST_EVENTS = 5_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final String program;

    /** For the adapters' tests. */
    protected ProgramContract(String program) {
        this.program = program;
    }

    /**
     * Starts the server in a process of its own with plain {@code java -cp}, gives it work, and stops it.
     *
     * @param directory for its files
     * @param log       the file of the framework's own appender
     * @param settings  of our appender
     */
    protected abstract void runUnderLoad(Path directory, Path log, List<String> settings) throws Exception;

    /** What the framework's own appender wrote, in order: here a line for each event, of JSON with the names of ECS. */
    protected List<ProgramEvent> written(Path log) throws Exception {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(ProgramContract::json).map(ProgramEvent::of).toList();
        }
    }

    /** Our record, with what the file has too: for files that have less than our records. */
    protected ProgramEvent arrived(JsonNode ecs) {
        return ProgramEvent.of(ecs);
    }

    @Test
    final void whatever_a_real_server_logs_arrives_as_the_file_of_its_own_framework_has_it() throws Exception {
        Path log = directory.resolve("program.log");
        runUnderLoad(directory, log, settings("ship.enabled=false"));
        Map<String, List<ProgramEvent>> written = byThread(written(log));

        KafkaBroker broker = SharedKafkaBroker.get();
        String topic = serviceName();
        broker.createTopic(topic, 1);
        TopicEvents.drain(settings("ship.topic=" + topic, "kafka.bootstrap.servers=" + broker.bootstrapServers()));
        Map<String, List<ProgramEvent>> arrived = byThread(TopicEvents.read(broker, topic).events().stream()
                .map(this::arrived)
                .toList());

        System.out.printf(
                "%s: %d events of %d threads in the file, %d through Logspool, %d differ%n",
                program, count(written), written.size(), count(arrived), differences(written, arrived));
        assertLoad(written);
        assertThat(arrived).containsOnlyKeys(written.keySet());
        written.forEach((thread, events) -> assertSame(events, arrived.getOrDefault(thread, List.of())));
    }

    /** One after the other, so that the first that is not the same is what the failure shows. */
    private static void assertSame(List<ProgramEvent> written, List<ProgramEvent> arrived) {
        for (int i = 0; i < Math.min(written.size(), arrived.size()); i++) {
            assertThat(arrived.get(i)).isEqualTo(written.get(i));
        }
        assertThat(arrived).hasSameSizeAs(written);
    }

    /** What is compared here is worth it: many events, of several threads and levels, some with a stack trace. */
    private static void assertLoad(Map<String, List<ProgramEvent>> written) {
        List<ProgramEvent> all = written.values().stream().flatMap(List::stream).toList();
        assertThat(all).hasSizeGreaterThan(LEAST_EVENTS);
        assertThat(written).hasSizeGreaterThan(3);
        assertThat(all.stream().map(ProgramEvent::level).distinct()).hasSizeGreaterThan(2);
        assertThat(all).anyMatch(event -> event.thrown().contains("Exception"));
        assertThat(all).anyMatch(event -> event.message().contains("\n"));
    }

    private static Map<String, List<ProgramEvent>> byThread(List<ProgramEvent> events) {
        Map<String, List<ProgramEvent>> threads = new LinkedHashMap<>();
        for (ProgramEvent event : events) {
            threads.computeIfAbsent(event.thread(), thread -> new ArrayList<>()).add(event);
        }
        return threads;
    }

    private static int count(Map<String, List<ProgramEvent>> events) {
        return events.values().stream().mapToInt(List::size).sum();
    }

    /** How many places of a thread's events have not the same on both sides. */
    private static int differences(Map<String, List<ProgramEvent>> written, Map<String, List<ProgramEvent>> arrived) {
        Map<String, List<ProgramEvent>> all = new LinkedHashMap<>(arrived);
        all.putAll(written);
        int differences = 0;
        for (String thread : all.keySet()) {
            List<ProgramEvent> left = written.getOrDefault(thread, List.of());
            List<ProgramEvent> right = arrived.getOrDefault(thread, List.of());
            for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
                if (i >= left.size() || i >= right.size() || !left.get(i).equals(right.get(i))) {
                    differences++;
                }
            }
        }
        return differences;
    }

    private List<String> settings(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "service.name=" + serviceName(),
                "spool.dir=" + directory.resolve("spool"),
                "spool.min-free-bytes=0",
                "spool.block-timeout=10s")); // this is not about a busy machine
        settings.addAll(List.of(more));
        return settings;
    }

    private String serviceName() {
        return program.replace(' ', '-');
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
