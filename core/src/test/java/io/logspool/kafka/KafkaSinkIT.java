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
package io.logspool.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.ship.AgentState;
import io.logspool.ship.Remedy;
import io.logspool.ship.SinkFailure;
import io.logspool.ship.SinkRecord;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract, with a real broker: whatever happens to it, every event arrives, in order within a partition; what it
 * will never take goes to the dead letters; and closing never takes longer than it was given.
 */
class KafkaSinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.builder()
                .property("auto.create.topics.enable", "false")
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void haveABroker() {
        if (!broker.isRunning()) {
            broker.restart();
        }
    }

    @Test
    void a_record_has_the_events_time_and_headers(@TempDir Path directory) throws IOException {
        broker.createTopic("plain", 1);
        try (KafkaRig rig = new KafkaRig(directory, broker, "plain")) {
            rig.append("a", 1);
            rig.awaitAcknowledged(1);
            TopicRecord record = broker.read("plain", PATIENCE).get(0);

            assertThat(record.timestamp()).isEqualTo(rig.lastTimestamp());
            assertThat(record.key()).isEqualTo("a");
            assertThat(record.header("logspool.id")).isEqualTo(rig.incarnationId() + "-1");
            assertThat(record.header("content-type")).isEqualTo("text/plain");
        }
    }

    @Test
    void a_broker_that_comes_late_gets_everything_in_order(@TempDir Path directory) throws IOException {
        broker.createTopic("late", 3);
        broker.stop();
        try (KafkaRig rig = new KafkaRig(directory, broker, "late")) {
            rig.appendRange(0, 3000);
            rig.await("waiting", () -> rig.stats().state() == AgentState.WAITING_FOR_BROKER);
            assertThat(rig.stats().acknowledged()).isZero();

            broker.restart();
            rig.awaitAcknowledged(3000);
            assertThat(rig.stats().state()).isEqualTo(AgentState.SHIPPING);
            assertOnceInOrder("late", 3000);
        }
    }

    @Test
    void a_broker_that_is_killed_in_the_middle_costs_nothing(@TempDir Path directory) throws IOException {
        broker.createTopic("killed", 3);
        try (KafkaRig rig = new KafkaRig(directory, broker, "killed")) {
            rig.appendRange(0, 20_000);
            rig.await("some arrive", () -> rig.stats().acknowledged() > 0);
            broker.kill();
            rig.appendRange(20_000, 40_000);
            broker.restart();
            rig.awaitAcknowledged(40_000);
            assertOnceInOrder("killed", 40_000);
        }
    }

    @Test
    void a_broker_that_hangs_is_waited_for(@TempDir Path directory) throws IOException {
        broker.createTopic("hung", 2);
        try (KafkaRig rig = new KafkaRig(directory, broker, "hung")) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
            broker.pause();
            try {
                rig.appendRange(100, 5000);
                rig.await("waiting", () -> rig.stats().state() == AgentState.WAITING_FOR_BROKER);
            } finally {
                broker.resume();
            }
            rig.awaitAcknowledged(5000);
            assertOnceInOrder("hung", 5000);
        }
    }

    @Test
    void closing_while_the_broker_hangs_takes_no_longer_than_allowed(@TempDir Path directory) throws IOException {
        broker.createTopic("closing", 1);
        try (KafkaRig first = new KafkaRig(directory, broker, "closing")) {
            first.appendRange(0, 100);
            first.awaitAcknowledged(100);
            broker.pause();
            long took;
            try {
                first.appendRange(100, 3000);
                first.await("some are sent", () -> first.stats().shipped() > 100);
                long start = System.nanoTime();
                assertThat(first.closeShipper(Duration.ofSeconds(2))).isTrue();
                took = System.nanoTime() - start;
            } finally {
                broker.resume();
            }
            assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(2200));
            assertThat(first.stats().state()).isEqualTo(AgentState.CLOSED);
        }
        try (KafkaRig next = new KafkaRig(directory, broker, "closing")) {
            next.awaitAcknowledged(2900);
            assertAllInOrder("closing", 3000);
        }
    }

    @Test
    void a_record_too_large_for_the_topic_is_a_dead_letter_and_the_others_pass(@TempDir Path directory)
            throws IOException {
        broker.createTopic("small", 1, Map.of("max.message.bytes", "2000"));
        try (KafkaRig rig = new KafkaRig(directory, broker, "small")) {
            rig.appendRange(0, 50);
            rig.append("big", incompressible(5000));
            rig.appendRange(50, 100);
            rig.awaitAcknowledged(100);
            assertThat(rig.stats().deadLettered()).isEqualTo(1);
            assertThat(Files.readAllLines(rig.deadLetters()))
                    .singleElement()
                    .asString()
                    .contains("big ");
            assertOnceInOrder("small", 100);
        }
    }

    @Test
    void a_refused_timestamp_is_sent_again_with_the_current_time(@TempDir Path directory) throws IOException {
        broker.createTopic("fresh", 1, Map.of("message.timestamp.before.max.ms", "3600000"));
        try (KafkaRig rig = new KafkaRig(directory, broker, "fresh")) {
            long before = System.currentTimeMillis();
            rig.backdate(Duration.ofDays(2));
            rig.appendRange(0, 1000);
            rig.awaitAcknowledged(1000);
            rig.backdate(Duration.ZERO);
            rig.appendRange(1000, 1100);
            rig.awaitAcknowledged(1100);

            List<TopicRecord> records = broker.read("fresh", PATIENCE);
            assertThat(records)
                    .hasSize(1100)
                    .allSatisfy(r -> assertThat(r.timestamp()).isGreaterThanOrEqualTo(before - 60_000));
            assertThat(rig.stats().deadLettered()).isZero();
            assertOnceInOrder("fresh", 1100);
        }
    }

    @Test
    void fresh_and_refused_timestamps_in_one_batch_all_arrive(@TempDir Path directory) throws IOException {
        broker.createTopic("mixed", 1, Map.of("message.timestamp.before.max.ms", "3600000"));
        try (KafkaRig rig = new KafkaRig(directory, broker, "mixed")) {
            for (int i = 0; i < 300; i++) {
                rig.backdate(i % 7 == 3 ? Duration.ofDays(2) : Duration.ZERO);
                rig.appendRange(i, i + 1);
            }
            rig.awaitAcknowledged(300);
            assertThat(broker.read("mixed", PATIENCE)).hasSize(300);
            assertThat(rig.stats().deadLettered()).isZero();
        }
    }

    @Test
    void a_missing_topic_is_waited_for_and_said(@TempDir Path directory) throws IOException {
        try (KafkaRig rig = new KafkaRig(directory, broker, "missing")) {
            rig.appendRange(0, 10);
            rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("does not exist")));
            assertThat(rig.stats().state()).isEqualTo(AgentState.WAITING_FOR_BROKER);
            broker.createTopic("missing", 1);
            rig.awaitAcknowledged(10);
            assertOnceInOrder("missing", 10);
        }
    }

    @Test
    void a_topic_that_is_deleted_while_records_wait_for_it_is_found_out() throws Exception {
        broker.createTopic("deleted", 1);
        KafkaSink sink = new KafkaSink(KafkaSettings.of(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "max.block.ms", "1000",
                        "metadata.max.age.ms", "500"),
                1 << 20,
                "looks"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(sink.lookUp("deleted")).isNull();
            SinkRecord record = SinkRecord.of("deleted", null, new byte[1], 0, "id", "text/plain");
            assertThat(sink.send(record, failure -> {})).isNull();
            assertThat(sink.lookUp("deleted")).isNull();
            admin.deleteTopics(List.of("deleted")).all().get();
            SinkFailure failure = null;
            for (long end = System.nanoTime() + PATIENCE.toNanos(); failure == null && System.nanoTime() < end; ) {
                failure = sink.lookUp("deleted");
            }
            assertThat(failure).isNotNull();
            assertThat(failure.remedy()).isEqualTo(Remedy.TOPIC_MISSING);
        } finally {
            sink.close(Duration.ZERO);
        }
    }

    @Test
    void a_host_that_cannot_be_found_is_waited_for(@TempDir Path directory) throws IOException {
        try (KafkaRig rig = new KafkaRig(directory, Map.of("bootstrap.servers", "no-such-host.invalid:9092"), "any")) {
            rig.append("a", 1);
            rig.await("waiting", () -> rig.stats().state() == AgentState.WAITING_FOR_BROKER);
            assertThat(rig.stats().lastError()).contains("bootstrap");
        }
    }

    @Test
    void kafkas_own_threads_belong_to_the_agent(@TempDir Path directory) throws IOException {
        broker.createTopic("threads", 1);
        try (KafkaRig rig = new KafkaRig(directory, broker, "threads")) {
            rig.append("a", 1);
            rig.awaitAcknowledged(1);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("kafka-producer-network-thread"))
                    .isNotEmpty()
                    .allSatisfy(thread -> assertThat(Objects.requireNonNull(thread.getThreadGroup())
                                    .getName())
                            .isEqualTo("logspool"));
        }
    }

    /** Every number once, and growing within each partition. */
    private static void assertOnceInOrder(String topic, int count) {
        List<TopicRecord> records = broker.read(topic, PATIENCE);
        assertThat(records).extracting(KafkaSinkIT::number).doesNotHaveDuplicates();
        assertInOrder(records, count);
    }

    /** Every number, and growing within each partition once repetitions are left out. */
    private static void assertAllInOrder(String topic, int count) {
        Map<String, TopicRecord> first = new LinkedHashMap<>();
        broker.read(topic, PATIENCE)
                .forEach(r -> first.putIfAbsent(Objects.requireNonNull(r.header("logspool.id")), r));
        assertInOrder(List.copyOf(first.values()), count);
    }

    private static void assertInOrder(List<TopicRecord> records, int count) {
        assertThat(records)
                .extracting(KafkaSinkIT::number)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
        Map<Integer, List<Integer>> partitions = new HashMap<>();
        records.forEach(r -> partitions
                .computeIfAbsent(r.partition(), p -> new ArrayList<>())
                .add(number(r)));
        partitions.values().forEach(numbers -> assertThat(numbers).isSorted());
    }

    private static int number(TopicRecord record) {
        String[] words = Objects.requireNonNull(record.value()).split(" ", 3);
        return Integer.parseInt(words[1]);
    }

    private static String incompressible(int length) throws IOException {
        StringBuilder text = new StringBuilder();
        java.util.Random random = new java.util.Random(1);
        random.ints(length, 'A', 'z').forEach(c -> text.append((char) c));
        return text.toString();
    }
}
