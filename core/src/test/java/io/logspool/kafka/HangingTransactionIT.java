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

import io.logspool.RecordingListener;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is killed may leave a transaction open for ever which its coordinator says is over: who reads committed
 * records comes no further, in the topic of the positions neither. A slot whose own it is goes on all the same, ends it the
 * way it was decided, and each of its events comes once.
 */
class HangingTransactionIT {

    private static final String TOPIC = "hanging";
    private static final String POSITIONS = "hanging-positions";

    @TempDir
    private Path directory;

    private Path slot = Path.of("");
    private String identity = "";

    @Test
    void one_that_is_committed_is_not_sent_again() throws Exception {
        try (KafkaBroker broker = broker()) {
            leaveHanging(broker, true);
            try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, TOPIC, POSITIONS)) {
                rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("it was committed")));
                rig.appendRange(200, 300);
                rig.awaitAcknowledged(200);
            }
            assertEachOnce(broker);
        }
    }

    @Test
    void one_that_is_aborted_is_sent_again() throws Exception {
        try (KafkaBroker broker = broker()) {
            leaveHanging(broker, false);
            try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, TOPIC, POSITIONS)) {
                rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("it was aborted")));
                rig.appendRange(200, 300);
                rig.awaitAcknowledged(200);
            }
            assertEachOnce(broker);
            assertThat(TopicReader.builder(broker.bootstrapServers(), POSITIONS)
                            .readEnded()
                            .deadline(Duration.ofSeconds(60))
                            .readAll())
                    .extracting(TopicRecord::value)
                    .as("positions")
                    .isNotEmpty()
                    .noneMatch(position -> position != null && position.contains("gone"));
        }
    }

    @Test
    void it_is_known_how_one_was_decided_also_after_a_process_that_died_with_its_producer_initialised()
            throws Exception {
        try (KafkaBroker broker = broker()) {
            leaveHanging(broker, true);
            initializeAndDie(broker);
            assertThat(state(broker)).isEqualTo(TransactionState.EMPTY);
            try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, TOPIC, POSITIONS)) {
                rig.appendRange(200, 300);
                rig.awaitAcknowledged(200);
            }
            assertEachOnce(broker);
        }
    }

    private void initializeAndDie(KafkaBroker broker) throws Exception {
        KafkaSettings settings =
                KafkaSettings.of(Map.of("bootstrap.servers", broker.bootstrapServers()), 8 << 20, "rig-" + TOPIC);
        TransactionalClients clients =
                TransactionalClients.of(settings, POSITIONS, new RecordingListener(new ArrayList<>()));
        PositionSearch search = new PositionSearch(clients, slot, identity);
        await(search::isDecisionKnown);
        try (Producer<byte[], byte[]> producer = clients.producer(clients.config(identity))) {
            await(() -> {
                try {
                    producer.initTransactions();
                    return true;
                } catch (TimeoutException e) {
                    return false;
                }
            });
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.call()) {
            assertThat(System.nanoTime() - begin)
                    .isLessThan(Duration.ofMinutes(1).toNanos());
            Thread.onSpinWait();
        }
    }

    private static KafkaBroker broker() throws Exception {
        KafkaBroker broker = KafkaBroker.builder().start();
        broker.createTopic(TOPIC, 1);
        broker.createTopic(POSITIONS, 1, Map.of("cleanup.policy", "compact"));
        return broker;
    }

    private static void assertEachOnce(KafkaBroker broker) throws Exception {
        List<TopicRecord> records = TopicReader.builder(broker.bootstrapServers(), TOPIC)
                .readEnded()
                .deadline(Duration.ofSeconds(60))
                .readAll();
        assertThat(records)
                .extracting(record -> Objects.requireNonNull(record.value()).split(" ", 2)[1])
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(Integer::toString).toList());
    }

    /**
     * Events 0 to 100 are shipped; the transaction of those to 200 is over, but for its markers: of one that is committed, in
     * no topic; of one that is aborted, in the topic of the positions.
     */
    private void leaveHanging(KafkaBroker broker, boolean isCommitted) throws Exception {
        String incarnation;
        try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, TOPIC, POSITIONS)) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
            assertThat(rig.closeShipper(Duration.ofSeconds(30))).isTrue();
            rig.appendRange(100, 200);
            incarnation = rig.incarnationId();
            slot = Objects.requireNonNull(rig.deadLetters().getParent());
            identity = SlotIdentity.of(slot);
        }
        List<String> topics = isCommitted ? List.of(TOPIC, POSITIONS) : List.of(POSITIONS);
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", transactionalId());
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 100; i < 200; i++) {
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>(TOPIC, ("k " + i).getBytes(StandardCharsets.UTF_8)));
            }
            PositionRecord position = new PositionRecord("gone", Map.of(incarnation, 201L));
            producer.send(new ProducerRecord<>(POSITIONS, PositionRecord.key(identity), position.toBytes()))
                    .get();
            for (String topic : topics) {
                copy(data(broker, topic), directory.resolve(topic));
            }
            if (isCommitted) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
            awaitEnd(broker);
        }
        broker.kill();
        for (String topic : topics) {
            copy(directory.resolve(topic), data(broker, topic));
        }
        broker.restart();
    }

    /** Or the coordinator would end it again. */
    private void awaitEnd(KafkaBroker broker) throws Exception {
        TransactionState state;
        do {
            state = state(broker);
        } while (state != TransactionState.COMPLETE_COMMIT && state != TransactionState.COMPLETE_ABORT);
    }

    private TransactionState state(KafkaBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeTransactions(List.of(transactionalId()))
                    .description(transactionalId())
                    .get()
                    .state();
        }
    }

    private String transactionalId() {
        return "rig-" + TOPIC + "-" + identity;
    }

    private static Path data(KafkaBroker broker, String topic) {
        return broker.directory().resolve("data").resolve(topic + "-0");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
