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

import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is killed may leave a transaction open for ever which its coordinator says is over: who reads committed
 * records comes no further, in the topic of the positions neither. A slot whose own it is goes on all the same, and ends it.
 */
class HangingTransactionIT {

    private static final String TOPIC = "hanging";
    private static final String POSITIONS = "hanging-positions";

    @TempDir
    private Path directory;

    @Test
    void a_slots_own_transaction_that_the_brokers_forgot_to_end_is_ended_and_nothing_missing_or_twice()
            throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic(TOPIC, 1);
            broker.createTopic(POSITIONS, 1, Map.of("cleanup.policy", "compact"));
            String incarnation;
            Path slot;
            try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, TOPIC, POSITIONS)) {
                rig.appendRange(0, 100);
                rig.awaitAcknowledged(100);
                assertThat(rig.closeShipper(Duration.ofSeconds(30))).isTrue();
                rig.appendRange(100, 200);
                incarnation = rig.incarnationId();
                slot = Objects.requireNonNull(rig.deadLetters().getParent());
            }
            leaveHanging(broker, SlotIdentity.of(slot), incarnation);

            try (KafkaRig rig = KafkaRig.exactlyOnce(directory, broker, TOPIC, POSITIONS)) {
                rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("ended with the next one")));
                rig.appendRange(200, 300);
                rig.awaitAcknowledged(200);
            }
            List<TopicRecord> records = TopicReader.builder(broker.bootstrapServers(), TOPIC)
                    .readEnded()
                    .deadline(Duration.ofSeconds(60))
                    .readAll();
            assertThat(records)
                    .extracting(record -> Objects.requireNonNull(record.value()).split(" ", 2)[1])
                    .containsExactlyElementsOf(
                            IntStream.range(0, 300).mapToObj(Integer::toString).toList());
        }
    }

    /** The shipper's transaction of events 100 to 200 is committed, but for the markers in the partitions. */
    private void leaveHanging(KafkaBroker broker, String identity, String incarnation) throws Exception {
        String transactionalId = "rig-" + TOPIC + "-" + identity;
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", transactionalId);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 100; i < 200; i++) {
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>(TOPIC, ("k " + i).getBytes(StandardCharsets.UTF_8)));
            }
            PositionRecord position = new PositionRecord("gone", Map.of(incarnation, 201L));
            producer.send(new ProducerRecord<>(POSITIONS, PositionTopic.key(identity), position.toBytes()))
                    .get();
            for (String topic : List.of(TOPIC, POSITIONS)) {
                copy(data(broker, topic), directory.resolve(topic));
            }
            producer.commitTransaction();
            awaitEnd(broker, transactionalId);
        }
        broker.kill();
        for (String topic : List.of(TOPIC, POSITIONS)) {
            copy(directory.resolve(topic), data(broker, topic));
        }
        broker.restart();
    }

    /** Or the coordinator would end it again. */
    private static void awaitEnd(KafkaBroker broker, String transactionalId) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TransactionState state;
            do {
                state = admin.describeTransactions(List.of(transactionalId))
                        .description(transactionalId)
                        .get()
                        .state();
            } while (state != TransactionState.COMPLETE_COMMIT);
        }
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
