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
import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The events that are in a topic, and how they got there. */
final class TopicEvents {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<TopicRecord> records;

    private TopicEvents(List<TopicRecord> records) {
        this.records = records;
    }

    /** All that is in the topic now. Each record's headers say what its value says. */
    static TopicEvents read(KafkaBroker broker, String topic) {
        List<TopicRecord> records = broker.read(topic, DEADLINE);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.header("logspool.id"))
                    .isEqualTo(json(record).path("event.id").asText());
            assertThat(record.header("content-type")).isEqualTo("application/json");
        });
        return new TopicEvents(records);
    }

    /** Each event once, in the order of the first time each was sent. */
    List<JsonNode> events() {
        return List.copyOf(byId().values());
    }

    /** The same, by {@code event.id}. */
    Map<String, JsonNode> byId() {
        Map<String, JsonNode> events = new LinkedHashMap<>();
        for (TopicRecord record : records) {
            JsonNode event = json(record);
            events.putIfAbsent(event.path("event.id").asText(), event);
        }
        return events;
    }

    /** How many bytes the records have that came again. */
    long bytesSentAgain() {
        Set<String> ids = new HashSet<>();
        return records.stream()
                .filter(record -> !ids.add(Objects.requireNonNull(record.header("logspool.id"))))
                .mapToLong(record -> Objects.requireNonNull(record.value()).length())
                .sum();
    }

    /** Starts an agent again with these settings, which ships what the ones before it left. */
    static void drain(List<String> settings) {
        LogAgentConfig.Builder config = LogAgentConfig.builder();
        settings.forEach(config::setting);
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        try (LogAgent agent = LogAgent.start(config.build())) {
            while (agent.stats().backlogBytes() != 0) {
                assertThat(System.nanoTime()).as("%s", agent.stats()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    private static JsonNode json(TopicRecord record) {
        try {
            return JSON.readTree(Objects.requireNonNull(record.value()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(record.value(), e);
        }
    }
}
