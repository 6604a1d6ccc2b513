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
package io.logspool.jul;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.SharedKafkaBroker;
import io.logspool.testing.kafka.TopicRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that logs through its {@code logging.properties} finds its records as ECS JSON in the topic, in order;
 * also when Kafka logs everything through the same root logger.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogspoolHandlerIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = LogspoolHandler.class.getName() + ".";

    /** Held, because java.util.logging forgets loggers that nobody holds. */
    private final Logger logger = Logger.getLogger("com.example.Orders");

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        LoggingProperties.clear();
    }

    @Test
    void records_arrive_in_the_topic_as_json_in_the_order_they_were_logged() throws IOException {
        configure("records-in-order", "INFO");
        for (int i = 0; i < 1000; i++) {
            logger.log(Level.INFO, "order {0} of {1}", new Object[] {Integer.toString(i), "many"});
        }
        logger.log(Level.SEVERE, "the last one", new IllegalStateException("no stock"));
        stop();

        List<JsonNode> events = arrived("records-in-order");

        assertThat(events).hasSize(1001);
        assertThat(messages(events.subList(0, 1000)))
                .isEqualTo(IntStream.range(0, 1000)
                        .mapToObj(i -> "order " + i + " of many")
                        .toList());
        assertThat(events.get(0).path("logspool.template").asText()).isEqualTo("order {0} of {1}");
        assertThat(events.get(0).path("service.name").asText()).isEqualTo("orders");
        assertThat(events.get(0).path("log.logger").asText()).isEqualTo("com.example.Orders");
        assertThat(events.get(0).path("fields.team").asText()).isEqualTo("blue");
        assertThat(events.get(1000).path("log.level").asText()).isEqualTo("SEVERE");
        assertThat(events.get(1000).path("error.message").asText()).isEqualTo("no stock");
    }

    @Test
    void what_kafka_logs_at_debug_neither_comes_back_nor_holds_anything_up() throws IOException {
        configure("kafka-at-finest", "ALL");
        RecordingHandler all = recording();
        for (int i = 0; i < 1000; i++) {
            logger.info("order " + i);
        }
        awaitKafka(all);
        long begin = System.nanoTime();
        stop();
        Duration stopped = Duration.ofNanos(System.nanoTime() - begin);

        List<JsonNode> events = arrived("kafka-at-finest");
        List<String> producer = new ArrayList<>();
        for (RecordingHandler.Line line : all.lines()) {
            if (line.thread().startsWith("kafka-producer-network-thread")) {
                producer.add(line.message());
            }
        }

        assertThat(stopped).isLessThan(CLOSE_TIMEOUT);
        assertThat(producer).as("logged by Kafka's own thread").isNotEmpty();
        assertThat(events)
                .noneMatch(
                        event -> event.path("process.thread.name").asText().startsWith("kafka-producer-network-thread"))
                .noneMatch(event -> event.path("process.thread.name").asText().startsWith("logspool-"));
        assertThat(messages(events.stream()
                        .filter(event -> event.path("log.logger").asText().equals("com.example.Orders"))
                        .toList()))
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "order " + i).toList());
    }

    private void configure(String topic, String level) throws IOException {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic(topic, 1);
        Path settings = Files.writeString(directory.resolve("logspool.properties"), """
                spool.dir=%s
                ship.topic=%s
                ship.close-timeout=%ds
                kafka.bootstrap.servers=%s
                """.formatted(
                        directory.resolve("spool"), topic, CLOSE_TIMEOUT.toSeconds(), broker.bootstrapServers()));
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("handlers", LogspoolHandler.class.getName() + " " + RecordingHandler.class.getName());
        lines.put(".level", level);
        lines.put(PREFIX + "config", settings.toString());
        lines.put(PREFIX + "service.name", "orders");
        lines.put(PREFIX + "fields.team", "blue");
        LoggingProperties.read(directory, lines);
    }

    private static RecordingHandler recording() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            if (handler instanceof RecordingHandler recording) {
                return recording;
            }
        }
        throw new AssertionError("the LogManager has not made the handlers");
    }

    /** Kafka's client starts with the first event, and what it logs after the end of the configuration is not seen. */
    private static void awaitKafka(RecordingHandler all) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (all.lines().stream().noneMatch(line -> line.thread().startsWith("kafka-producer-network-thread"))) {
            assertThat(System.nanoTime()).as("Kafka's own thread logs").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static List<JsonNode> arrived(String topic) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (TopicRecord record : SharedKafkaBroker.get().read(topic, DEADLINE)) {
            events.add(JSON.readTree(Objects.requireNonNull(record.value())));
        }
        return events;
    }

    private static List<String> messages(List<JsonNode> events) {
        return events.stream().map(event -> event.path("message").asText()).toList();
    }
}
