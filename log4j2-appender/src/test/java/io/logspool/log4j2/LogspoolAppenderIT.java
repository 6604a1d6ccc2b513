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
package io.logspool.log4j2;

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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that logs through its {@code log4j2.xml} finds its events as ECS JSON in the topic, in order; also when
 * Kafka logs everything through the same root logger.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogspoolAppenderIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIGURATION = """
            <Configuration>
              <Appenders>
                <Logspool name="LOGSPOOL" config="%s">
                  <Property name="service.name">orders</Property>
                  <AppenderRef ref="FALLBACK"/>
                </Logspool>
                <Recording name="ALL"/>
                <Recording name="FALLBACK"/>
              </Appenders>
              <Loggers>
                <Root level="%s">
                  <AppenderRef ref="LOGSPOOL"/>
                  <AppenderRef ref="ALL"/>
                </Root>
              </Loggers>
            </Configuration>
            """;
    private static final String NO_APPENDERS =
            "<Configuration><Loggers><Root level=\"OFF\"/></Loggers></Configuration>";

    @TempDir
    Path directory;

    @Test
    void events_arrive_in_the_topic_as_json_in_the_order_they_were_logged() throws IOException {
        configure("events-in-order", "INFO");
        Logger logger = LogManager.getLogger("com.example.Orders");
        for (int i = 0; i < 1000; i++) {
            logger.info("order {} of {}", i, 1000);
        }
        logger.error("the last one", new IllegalStateException("no stock"));
        stop();

        List<JsonNode> events = arrived("events-in-order");

        assertThat(events).hasSize(1001);
        assertThat(messages(events.subList(0, 1000)))
                .isEqualTo(IntStream.range(0, 1000)
                        .mapToObj(i -> "order " + i + " of 1000")
                        .toList());
        assertThat(events.get(0).path("logspool.template").asText()).isEqualTo("order {} of {}");
        assertThat(events.get(0).path("service.name").asText()).isEqualTo("orders");
        assertThat(events.get(0).path("log.logger").asText()).isEqualTo("com.example.Orders");
        assertThat(events.get(1000).path("log.level").asText()).isEqualTo("ERROR");
        assertThat(events.get(1000).path("error.message").asText()).isEqualTo("no stock");
    }

    @Test
    void what_kafka_logs_at_debug_neither_comes_back_nor_holds_anything_up() throws IOException {
        RecordingAppender all = configure("kafka-at-debug", "TRACE");
        Logger logger = LogManager.getLogger("com.example.Orders");
        for (int i = 0; i < 1000; i++) {
            logger.info("order {}", i);
        }
        awaitKafka(all);
        stop();

        List<JsonNode> events = arrived("kafka-at-debug");
        List<String> producer = new ArrayList<>();
        for (RecordingAppender.Line line : all.lines()) {
            if (line.thread().startsWith("kafka-producer-network-thread")) {
                producer.add(line.message());
            }
        }

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

    /** An application does this by a {@code log4j2.xml} on its class path. */
    private RecordingAppender configure(String topic, String level) throws IOException {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic(topic, 1);
        Path settings = Files.writeString(directory.resolve("logspool.properties"), """
                spool.dir=%s
                ship.topic=%s
                ship.close-timeout=30s
                kafka.bootstrap.servers=%s
                """.formatted(
                        directory.resolve("spool"), topic, broker.bootstrapServers()));
        reconfigure(CONFIGURATION.formatted(settings, level));
        return Objects.requireNonNull(
                LoggerContext.getContext(false).getConfiguration().getAppender("ALL"));
    }

    @AfterEach
    void stop() throws IOException {
        reconfigure(NO_APPENDERS);
    }

    private void reconfigure(String xml) throws IOException {
        Path file = Files.createTempFile(directory, "log4j2", ".xml");
        Configurator.reconfigure(Files.writeString(file, xml).toUri());
    }

    /** Kafka's client starts with the first event, and what it logs after the end of the configuration is not seen. */
    private static void awaitKafka(RecordingAppender all) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (all.lines().stream().noneMatch(line -> line.thread().startsWith("kafka-producer-network-thread"))) {
            assertThat(System.nanoTime()).as("Kafka's own thread logs").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static List<JsonNode> arrived(String topic) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (TopicRecord record : SharedKafkaBroker.get().read(topic, DEADLINE)) {
            assertThat(record.header("content-type")).isEqualTo("application/json");
            events.add(JSON.readTree(Objects.requireNonNull(record.value())));
        }
        return events;
    }

    private static List<String> messages(List<JsonNode> events) {
        return events.stream().map(event -> event.path("message").asText()).toList();
    }
}
