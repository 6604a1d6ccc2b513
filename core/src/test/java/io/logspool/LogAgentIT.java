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
import io.logspool.event.EventWriter;
import io.logspool.event.LogLevel;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go from a call to a real topic, in order and complete, with the broker there, late, or killed in between. */
class LogAgentIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void events_arrive_in_order_through_a_killed_broker() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            try (LogAgent agent = LogAgent.start(config(broker))) {
                logNumbered(agent, 0, 5000);
                awaitAcknowledged(agent, 1000);
                broker.kill();
                logNumbered(agent, 5000, 10_000);
                broker.restart();
                awaitAcknowledged(agent, 10_000);
                await(agent, () -> agent.stats().backlogBytes() == 0);
            }
            List<TopicRecord> records = broker.read("logs", DEADLINE);
            Set<String> ids = new HashSet<>();
            List<String> messages = new ArrayList<>();
            for (TopicRecord record : records) {
                JsonNode json = JSON.readTree(record.value());
                assertThat(json.get("event.id").asText()).isEqualTo(record.header("logspool.id"));
                assertThat(record.header("content-type")).isEqualTo("application/json");
                if (ids.add(json.get("event.id").asText())) {
                    messages.add(json.get("message").asText());
                }
            }
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                expected.add("event " + i);
            }
            assertThat(messages).isEqualTo(expected);
        }
    }

    @Test
    void a_missing_broker_delays_neither_start_nor_calls_nor_close_and_the_backlog_goes_out_later() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            broker.stop();
            LogAgent agent = LogAgent.start(config(broker));
            logNumbered(agent, 0, 1000);
            assertThat(agent.stats().acknowledged()).isZero();
            agent.close(Duration.ofMillis(500));
            assertThat(agent.stats().backlogBytes()).isPositive();

            broker.restart();
            try (LogAgent next = LogAgent.start(config(broker))) {
                awaitAcknowledged(next, 1000);
            }
            List<TopicRecord> records = broker.read("logs", DEADLINE);
            assertThat(records).hasSize(1000);
            assertThat(records.get(999).value()).contains("event 999");
        }
    }

    @Test
    void an_agent_that_starts_on_a_spool_full_of_its_backlog_ships_it_and_then_takes_events_again() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            broker.stop();
            LogAgentConfig config = settings(broker)
                    .set("spool.max-bytes", "4MiB")
                    .set("spool.segment-bytes", "1MiB")
                    .set("spool.max-event-bytes", "64KiB")
                    .set("spool.reserve-percent", "0")
                    .build();
            AtomicInteger accepted = new AtomicInteger();
            LogAgent agent = LogAgent.start(config);
            logUntil(agent, LogResult.REFUSED, accepted);
            agent.close(Duration.ofMillis(500));
            int backlog = accepted.get();

            try (LogAgent next = LogAgent.start(config)) {
                assertThat(next.stats().backlogEvents()).isGreaterThanOrEqualTo(backlog);
                logUntil(next, LogResult.REFUSED, accepted);
                broker.restart();
                logUntil(next, LogResult.ACCEPTED, accepted);
                await(next, () -> next.stats().backlogBytes() == 0);
                assertThat(next.stats().spoolBytes()).isLessThanOrEqualTo(4L << 20);
            }
            List<String> messages = new ArrayList<>();
            for (TopicRecord record : broker.read("logs", DEADLINE)) {
                JsonNode event = JSON.readTree(record.value());
                if (event.path("log.logger").asText().equals("io.shop.Orders")) { // not the agent's word on drops
                    messages.add(event.path("message").asText());
                }
            }
            assertThat(messages)
                    .hasSize(accepted.get())
                    .startsWith(numbered(0))
                    .endsWith(numbered(accepted.get() - 1))
                    .doesNotHaveDuplicates();
        }
    }

    /** Logs numbered events until one has this result. */
    private static void logUntil(LogAgent agent, LogResult wanted, AtomicInteger accepted) {
        await(agent, () -> {
            LogResult result = agent.log(numbered(accepted.get()), LogAgentIT::map);
            accepted.addAndGet(result == LogResult.ACCEPTED ? 1 : 0);
            return result == wanted;
        });
    }

    private static String numbered(int number) {
        return "x".repeat(1000) + number;
    }

    @Test
    void an_interrupted_thread_that_closes_an_agent_ships_what_was_logged_and_stays_interrupted() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            LogAgent agent = LogAgent.start(config(broker));
            logNumbered(agent, 0, 1000);
            Thread.currentThread().interrupt();
            agent.close(DEADLINE);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(agent.stats().acknowledged()).isEqualTo(1000);
            assertThat(agent.stats().backlogBytes()).isZero();
        }
    }

    @Test
    void a_record_has_the_configured_encoding_and_placement_of_pairs() throws Exception {
        Map<String, String> expected = Map.of(
                "ecs", "\"labels.count\":\"3\"",
                "logstash", "\"count\":\"3\",\"logspool_event_id\"",
                "gelf", "\"_count\":\"3\"",
                "otlp-json", "{\"key\":\"count\",\"value\":{\"stringValue\":\"3\"}}");
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            for (String encoding : expected.keySet()) {
                broker.createTopic(encoding, 1);
                LogAgentConfig config = settings(broker)
                        .set("ship.topic", encoding)
                        .set("ship.encoding", encoding)
                        .set("capture.key-values", "labels")
                        .build();
                try (LogAgent agent = LogAgent.start(config)) {
                    agent.log("counted", (message, writer) -> {
                        map(message, writer);
                        writer.keyValue("count", 3);
                    });
                    awaitAcknowledged(agent, 1);
                }
                List<TopicRecord> records = broker.read(encoding, DEADLINE);
                assertThat(records).hasSize(1);
                assertThat(records.get(0).value())
                        .contains(
                                expected.get(encoding),
                                "\"counted\"",
                                records.get(0).header("logspool.id"));
                assertThat(records.get(0).header("content-type")).isEqualTo("application/json");
            }
        }
    }

    @Test
    void reloads_ship_on_with_new_settings_and_no_event_is_missing() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            List<String> topics = List.of("first", "second", "third");
            topics.forEach(topic -> broker.createTopic(topic, 1));
            LogAgent agent =
                    LogAgent.start(settings(broker).set("ship.enabled", "false").build());
            logNumbered(agent, 0, 100);
            int next = 100;
            for (String topic : topics) {
                LogAgent before = agent;
                agent = LogAgent.startInPlaceOf(
                        List.of(before),
                        settings(broker)
                                .set("ship.topic", topic)
                                .set("fields.round", topic)
                                .build(),
                        new RecordingListener(new ArrayList<>()));
                before.close();
                logNumbered(agent, next, next + 2000);
                next += 2000;
                awaitAcknowledged(agent, next - 1000);
            }
            awaitAcknowledged(agent, next);
            LogAgentStats stats = agent.stats();
            agent.close();
            assertThat(stats.acknowledged()).isEqualTo(next);
            assertThat(stats.shipped()).isGreaterThanOrEqualTo(next);

            Set<String> messages = new HashSet<>();
            for (String topic : topics) {
                List<TopicRecord> records = broker.read(topic, DEADLINE);
                assertThat(records)
                        .isNotEmpty()
                        .allSatisfy(record -> assertThat(JSON.readTree(record.value())
                                        .path("fields.round")
                                        .asText())
                                .isEqualTo(topic));
                for (TopicRecord record : records) {
                    messages.add(JSON.readTree(record.value()).path("message").asText());
                }
            }
            assertThat(messages).hasSize(next).contains("event 0", "event " + (next - 1));
        }
    }

    @Test
    void reloads_move_the_ledger_and_end_and_begin_shipping() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            List.of("logs", "one", "two").forEach(topic -> broker.createTopic(topic, 1));
            LogAgent agent = LogAgent.start(ledgerIn(broker, "one").build());
            logNumbered(agent, 0, 100);
            awaitAcknowledged(agent, 100);
            awaitLedger(broker, "one", 100);

            agent = reload(agent, ledgerIn(broker, "two"));
            logNumbered(agent, 100, 200);
            awaitAcknowledged(agent, 200);
            awaitLedger(broker, "two", 200);
            int inOne = broker.read("one", DEADLINE).size();

            agent = reload(agent, ledgerIn(broker, "two").set("ship.enabled", "false"));
            await(agent, () -> !hasThread("logspool-ledger-orders"));
            LogAgent notShipping = agent;
            await(agent, () -> notShipping.stats().inFlightBytes() == 0);
            logNumbered(agent, 200, 300);
            assertThat(agent.stats().acknowledged()).isEqualTo(200);

            agent = reload(agent, ledgerIn(broker, "two"));
            awaitAcknowledged(agent, 300);
            agent.close();

            assertThat(broker.read("one", DEADLINE)).hasSize(inOne);
            JsonNode last = lastOf(broker, "two");
            assertThat(last.path("state").asText()).isEqualTo("closed");
            assertThat(last.path("accepted").asLong()).isEqualTo(300);
            assertThat(last.path("acknowledged").asLong()).isEqualTo(300);
            assertThat(last.path("lost").size()).isZero();
            assertThat(broker.read("logs", DEADLINE)).hasSize(300);
        }
    }

    private LogAgentConfig.Builder ledgerIn(KafkaBroker broker, String topic) {
        return settings(broker).set("ship.ledger-topic", topic).set("ship.ledger-interval", "1s");
    }

    private static LogAgent reload(LogAgent before, LogAgentConfig.Builder next) {
        List<String> said = new ArrayList<>();
        LogAgent agent = LogAgent.startInPlaceOf(List.of(before), next.build(), new RecordingListener(said));
        before.close();
        assertThat(said).isEmpty();
        return agent;
    }

    private static void awaitLedger(KafkaBroker broker, String topic, long acknowledged) throws IOException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (lastOf(broker, topic).path("acknowledged").asLong() < acknowledged) {
            assertThat(System.nanoTime()).as("ledger in %s", topic).isLessThan(deadline);
        }
    }

    /** What the ledger said last; nothing if it has not said anything. */
    private static JsonNode lastOf(KafkaBroker broker, String topic) throws IOException {
        List<TopicRecord> records = broker.read(topic, DEADLINE);
        return JSON.readTree(
                records.isEmpty() ? "{}" : records.get(records.size() - 1).value());
    }

    private static boolean hasThread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }

    private LogAgentConfig config(KafkaBroker broker) {
        return settings(broker).build();
    }

    private LogAgentConfig.Builder settings(KafkaBroker broker) {
        return LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "orders")
                .set("spool.dir", directory.resolve("spool").toString())
                .set("kafka.bootstrap.servers", broker.bootstrapServers());
    }

    private static void logNumbered(LogAgent agent, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(agent.log("event " + i, LogAgentIT::map)).isEqualTo(LogResult.ACCEPTED);
        }
    }

    private static void map(String message, EventWriter writer) {
        writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                .logger("io.shop.Orders")
                .thread("main", 1)
                .message(message);
    }

    private static void awaitAcknowledged(LogAgent agent, long events) {
        await(agent, () -> agent.stats().acknowledged() >= events);
    }

    private static void await(LogAgent agent, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s", agent.stats()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
