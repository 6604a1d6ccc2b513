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
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of exactly-once, with a real broker: who reads committed records sees every event once, in the order of
 * the spool, whatever is repeated, refused, fenced, or missing.
 */
class ExactlyOnceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static KafkaBroker broker;

    @TempDir
    private Path directory;

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

    @Test
    void a_topic_for_positions_is_made_compacted() throws Exception {
        broker.createTopic("made", 3);
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "made", "made-positions")) {
            rig.appendRange(0, 5000);
            rig.awaitAcknowledged(5000);
            assertThat(rig.said()).isEmpty();
        }
        assertOnceInOrder("made", 5000);
        assertThat(cleanupPolicy("made-positions")).isEqualTo("compact");
    }

    @Test
    void a_topic_for_positions_that_would_forget_them_is_mended() throws Exception {
        broker.createTopic("mended", 1);
        broker.createTopic("mended-positions", 1);
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "mended", "mended-positions")) {
            rig.appendRange(0, 10);
            rig.awaitAcknowledged(10);
            assertThat(rig.said()).anyMatch(text -> text.contains("cleanup.policy=compact now"));
        }
        assertThat(cleanupPolicy("mended-positions")).isEqualTo("compact");
    }

    @Test
    void what_kafka_has_and_the_checkpoint_does_not_know_of_is_not_sent_again() throws Exception {
        broker.createTopic("ahead", 2);
        Path live = directory.resolve("live");
        Path old = directory.resolve("old");
        try (KafkaRig rig = KafkaRig.exactlyOnce(live, broker, "ahead", "ahead-positions")) {
            rig.appendRange(0, 500);
            rig.awaitAcknowledged(500);
            broker.pause();
            try {
                rig.appendRange(500, 1000);
                rig.closeShipper(Duration.ofMillis(100));
                // Or it would go on once the broker does.
                rig.await("closed", () -> rig.stats().state() == AgentState.CLOSED);
                // As it would be after a crash: 500 to 1000 are in the spool, and the checkpoint is before them.
                copy(live, old);
            } finally {
                broker.resume();
            }
        }
        try (KafkaRig rig = KafkaRig.exactlyOnce(live, broker, "ahead", "ahead-positions")) {
            rig.awaitAcknowledged(500);
        }
        try (KafkaRig rig = KafkaRig.exactlyOnce(old, broker, "ahead", "ahead-positions")) {
            rig.appendRange(1000, 1100);
            rig.awaitAcknowledged(600);
        }
        assertOnceInOrder("ahead", 1100);
    }

    @Test
    void a_dead_letter_costs_its_transaction_another_try_and_nothing_else() throws Exception {
        broker.createTopic("letters", 1, Map.of("max.message.bytes", "2000"));
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "letters", "letters-positions")) {
            // Together, so that good ones wait in the same transaction when a bad one is refused.
            rig.appendRange(0, 1000);
            rig.append("big", incompressible(5000));
            rig.appendRange(1000, 2000);
            rig.append("big", incompressible(6000));
            rig.appendRange(2000, 3000);
            rig.awaitAcknowledged(3000);
            assertThat(rig.stats().deadLettered()).isEqualTo(2);
            assertThat(Files.readAllLines(rig.deadLetters())).hasSize(2).allMatch(line -> line.contains("big "));
        }
        assertOnceInOrder("letters", 3000);
    }

    @Test
    void a_refused_timestamp_is_sent_again_with_the_current_time() throws Exception {
        broker.createTopic("fresh", 1, Map.of("message.timestamp.before.max.ms", "3600000"));
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "fresh", "fresh-positions")) {
            for (int i = 0; i < 300; i++) {
                // Far in the past and, as a clock that is wrong would have it, in the future.
                rig.backdate(Duration.ofDays(i % 7 == 3 ? 2 : i % 31 == 5 ? -2 : 0));
                rig.appendRange(i, i + 1);
            }
            rig.awaitAcknowledged(300);
            assertThat(rig.stats().deadLettered()).isZero();
        }
        assertOnceInOrder("fresh", 300);
    }

    @Test
    void of_two_processes_with_one_identity_each_is_fenced_by_the_other_and_says_so() throws Exception {
        broker.createTopic("twins", 1);
        Path original = directory.resolve("original");
        Path copy = directory.resolve("copy");
        try (KafkaRig rig = KafkaRig.exactlyOnce(original, broker, "twins", "twins-positions")) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
        }
        copy(original, copy);
        try (KafkaRig first = KafkaRig.exactlyOnce(original, broker, "twins", "twins-positions");
                KafkaRig second = KafkaRig.exactlyOnce(copy, broker, "twins", "twins-positions")) {
            int sent = 100;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (first.said().stream().noneMatch(text -> text.contains("another process sends"))) {
                first.appendRange(sent, sent + 10);
                second.appendRange(sent + 10, sent + 20);
                sent += 20;
                assertThat(System.nanoTime()).as("said, %s", first.said()).isLessThan(deadline);
                int each = (sent - 100) / 2;
                first.awaitAcknowledged(each);
                second.awaitAcknowledged(each);
            }
            assertThat(committed("twins"))
                    .extracting(ExactlyOnceIT::number)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, sent).boxed().toList());
        }
    }

    @Test
    void a_topic_for_positions_that_was_deleted_is_made_again_and_the_checkpoint_serves() throws Exception {
        broker.createTopic("deleted", 1);
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "deleted", "deleted-positions")) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
        }
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of("deleted-positions")).all().get();
        }
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "deleted", "deleted-positions")) {
            rig.appendRange(100, 200);
            rig.awaitAcknowledged(100);
        }
        assertOnceInOrder("deleted", 200);
    }

    @Test
    void a_topic_for_positions_that_is_deleted_under_way_is_made_again() throws Exception {
        broker.createTopic("vanished", 1);
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "vanished", "vanished-positions")) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
            try (Admin admin = admin()) {
                admin.deleteTopics(List.of("vanished-positions")).all().get();
            }
            rig.appendRange(100, 200);
            rig.awaitAcknowledged(200);
        }
        assertOnceInOrder("vanished", 200);
        assertThat(cleanupPolicy("vanished-positions")).isEqualTo("compact");
    }

    @Test
    void what_another_delivery_mode_shipped_in_between_is_neither_sent_again_nor_told_of_as_missing() throws Exception {
        broker.createTopic("behind", 1);
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "behind", "behind-positions")) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
            rig.closeShipper(Duration.ofSeconds(10));
        }
        try (KafkaRig rig = new KafkaRig(directory, broker, "behind")) {
            rig.appendRange(100, 200);
            rig.awaitAcknowledged(100);
        }
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "behind", "behind-positions")) {
            rig.appendRange(200, 300);
            rig.awaitAcknowledged(100);
            assertThat(rig.said()).isEmpty();
        }
        assertOnceInOrder("behind", 300);
    }

    @Test
    void a_transaction_of_somebody_else_in_the_topic_for_positions_is_said_and_waited_for() throws Exception {
        broker.createTopic("late", 1);
        broker.createTopic("late-positions", 1, Map.of("cleanup.policy", "compact"));
        Map<String, Object> other = Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "other");
        try (Producer<byte[], byte[]> open =
                new KafkaProducer<>(other, new ByteArraySerializer(), new ByteArraySerializer())) {
            open.initTransactions();
            open.beginTransaction();
            open.send(new ProducerRecord<>("late-positions", new byte[1], new byte[1]))
                    .get();
            try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "late", "late-positions")) {
                rig.appendRange(0, 10);
                rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("not yet read to its end")));
                open.abortTransaction();
                rig.awaitAcknowledged(10);
            }
        }
        assertOnceInOrder("late", 10);
    }

    @Test
    void a_topic_for_positions_that_somebody_lets_forget_stays_so_and_that_is_said() throws Exception {
        broker.createTopic("both", 1);
        broker.createTopic(
                "both-positions", 1, Map.of("cleanup.policy", "compact,delete", "retention.ms", "864000000"));
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, "both", "both-positions")) {
            rig.appendRange(0, 10);
            rig.awaitAcknowledged(10);
            assertThat(rig.said()).singleElement().asString().contains("retention.ms=864000000");
        }
        assertThat(cleanupPolicy("both-positions")).isEqualTo("compact,delete");
    }

    @Test
    void a_topic_for_positions_that_cannot_be_made_is_asked_for_and_waited_for() throws Exception {
        try (KafkaBroker small = KafkaBroker.builder()
                .property("auto.create.topics.enable", "false")
                .property("default.replication.factor", "3")
                .start()) {
            small.createTopic("small", 1);
            try (KafkaRig rig = KafkaRig.exactlyOnce(directory, small, "small", "small-positions")) {
                rig.appendRange(0, 10);
                rig.await(
                        "said",
                        () -> rig.said().stream()
                                .anyMatch(text -> text.contains("small-positions")
                                        && text.contains("make it by hand, with cleanup.policy=compact")));
                small.createTopic("small-positions", 1, Map.of("cleanup.policy", "compact"));
                rig.awaitAcknowledged(10);
            }
        }
    }

    @Test
    void more_partitions_than_the_client_has_memory_for_batches_take_turns() throws Exception {
        broker.createTopic("wide", 60);
        Map<String, String> producer =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "buffer.memory", "1048576", "linger.ms", "200");
        try (KafkaRig rig = new KafkaRig(directory, producer, "wide", broker::logTail, "wide-positions")) {
            for (int i = 0; i < 1000; i++) {
                rig.append("key" + i, i);
            }
            rig.awaitAcknowledged(1000);
            assertThat(rig.said()).isEmpty();
        }
        assertOnceInOrder("wide", 1000);
    }

    private static void assertOnceInOrder(String topic, int count) {
        List<TopicRecord> records = committed(topic);
        assertThat(records)
                .extracting(ExactlyOnceIT::number)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
        for (int partition = 0; partition < 3; partition++) {
            int wanted = partition;
            assertThat(records.stream().filter(r -> r.partition() == wanted).map(ExactlyOnceIT::number))
                    .isSorted();
        }
    }

    private static List<TopicRecord> committed(String topic) {
        return TopicReader.builder(broker.bootstrapServers(), topic)
                .readEnded()
                .deadline(PATIENCE)
                .readAll();
    }

    private static int number(TopicRecord record) {
        return Integer.parseInt(Objects.requireNonNull(record.value()).split(" ", 3)[1]);
    }

    private static String cleanupPolicy(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            return Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get()
                    .get("cleanup.policy")
                    .value();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static String incompressible(int length) {
        StringBuilder text = new StringBuilder();
        new Random(1).ints(length, 'A', 'z').forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(visited)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
