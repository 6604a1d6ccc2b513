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
package io.logspool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logspool.event.LogLevel;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract, with a real broker: an event goes to the topic and the partition that it says; those of one key stay in
 * order; what its topic will never take goes to the topic of dead letters, and holds up nothing.
 */
class RoutedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 3000;
    private static final int USERS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "exactly-once"})
    void events_go_to_topics_and_partitions_of_their_own(String delivery, @TempDir Path directory) throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder()
                .property("auto.create.topics.enable", "false")
                .start()) {
            broker.createTopic("logs-info", 3);
            broker.createTopic("logs-warn", 3, Map.of("max.message.bytes", "4000"));
            broker.createTopic("letters", 1);
            LogAgentConfig config = config(directory, broker, "logs-{level}", delivery);
            try (LogAgent agent = LogAgent.start(config)) {
                for (int i = 0; i < EVENTS; i++) {
                    log(agent, i, i % 2 == 0 ? LogLevel.INFO : LogLevel.WARN, i % 1000 == 501 ? incompressible() : "");
                }
                await(agent);
                assertThat(agent.stats().deadLettered()).isEqualTo(3);
            }
            assertInOrder(read(broker, "logs-info"), EVENTS / 2);
            assertInOrder(read(broker, "logs-warn"), EVENTS / 2 - 3);
            assertThat(read(broker, "letters")).hasSize(3).allSatisfy(letter -> {
                assertThat(letter.header("logspool.dead-letter.topic")).isEqualTo("logs-warn");
                assertThat(letter.header("logspool.dead-letter.reason")).contains("RecordTooLarge");
                assertThat(number(letter) % 1000).isEqualTo(501);
            });
        }
    }

    @Test
    void a_key_that_is_most_of_a_large_event_fits_its_record(@TempDir Path directory) {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("long", 1);
            String key = "k".repeat(120 << 10);
            try (LogAgent agent = LogAgent.start(config(directory, broker, "long", "at-least-once"))) {
                agent.log(
                        "m".repeat(120 << 10),
                        (message, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                                .message(message)
                                .mdc("user", key));
                await(agent);
                assertThat(agent.stats().deadLettered() + agent.stats().truncated())
                        .isZero();
            }
            assertThat(read(broker, "long"))
                    .singleElement()
                    .satisfies(record -> assertThat(record.key()).isEqualTo(key));
        }
    }

    private static LogAgentConfig config(Path directory, KafkaBroker broker, String topic, String delivery) {
        return LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "routed")
                .set("spool.dir", directory.toString())
                .set("ship.topic", topic)
                .set("ship.key", "mdc:user")
                .set("ship.dead-letter-topic", "letters")
                .set("ship.delivery", delivery)
                .set("kafka.bootstrap.servers", broker.bootstrapServers())
                .build();
    }

    private static void log(LogAgent agent, int number, LogLevel level, String more) {
        LogResult result = agent.log(
                number,
                (event, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, level)
                        .message(number + " " + more)
                        .mdc("user", "user-" + number % USERS));
        assertThat(result).isEqualTo(LogResult.ACCEPTED);
    }

    private static void await(LogAgent agent) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (agent.stats().backlogBytes() > 0) {
            assertThat(System.nanoTime()).as("%s", agent.stats()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Every event once, each key in one partition, and growing there. */
    private static void assertInOrder(List<TopicRecord> records, int count) {
        assertThat(records).hasSize(count).extracting(RoutedIT::number).doesNotHaveDuplicates();
        Map<String, Integer> partitions = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        for (TopicRecord record : records) {
            int number = number(record);
            String key = Objects.requireNonNull(record.key());
            assertThat(key).isEqualTo("user-" + number % USERS);
            assertThat(partitions.computeIfAbsent(key, name -> record.partition()))
                    .isEqualTo(record.partition());
            assertThat(last.getOrDefault(key, -1)).isLessThan(number);
            last.put(key, number);
        }
    }

    private static List<TopicRecord> read(KafkaBroker broker, String topic) {
        return TopicReader.builder(broker.bootstrapServers(), topic)
                .readEnded()
                .deadline(PATIENCE)
                .readAll();
    }

    private static int number(TopicRecord record) {
        try {
            JsonNode event = JSON.readTree(Objects.requireNonNull(record.value()));
            return Integer.parseInt(event.get("message").asText().split(" ", 2)[0]);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String incompressible() {
        StringBuilder text = new StringBuilder();
        new Random(1).ints(8000, 'A', 'z').forEach(c -> text.append((char) c));
        return text.toString();
    }
}
