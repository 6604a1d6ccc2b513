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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was committed before the reading began is read, also behind a transaction that is still open. */
class TopicScannerIT {

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void the_end_of_an_open_transaction_is_waited_for() throws Exception {
        broker.createTopic("waited", 1);
        try (Producer<String, String> open = producer("open");
                Producer<String, String> other = producer("other")) {
            begin(open, "waited", "first");
            begin(other, "waited", "second");
            other.commitTransaction();
            Seen seen = new Seen() {
                @Override
                public void progress(long done, long total) {
                    if (values.isEmpty() && !committed) {
                        committed = true;
                        open.commitTransaction();
                    }
                }
            };
            scanner(Duration.ofMinutes(1)).scan(List.of("waited"), true, seen);
            assertThat(seen.values).containsExactly("first", "second");
            assertThat(seen.held).isZero();
        }
    }

    @Test
    void what_is_behind_a_transaction_that_stays_open_is_said_to_be_unread() throws Exception {
        broker.createTopic("held", 1);
        try (Producer<String, String> before = producer("before");
                Producer<String, String> open = producer("stays");
                Producer<String, String> behind = producer("behind")) {
            begin(before, "held", "first");
            before.commitTransaction();
            begin(open, "held", "open");
            begin(behind, "held", "behind");
            behind.commitTransaction();
            Seen seen = new Seen();
            scanner(Duration.ofSeconds(1)).scan(List.of("held"), true, seen);
            assertThat(seen.values).containsExactly("first");
            assertThat(seen.held).isBetween(2L, 4L); // the marks of the commits may come a little later
            Seen all = new Seen();
            new TopicScanner(Map.of("bootstrap.servers", broker.bootstrapServers()), false)
                    .scan(List.of("held"), true, all);
            assertThat(all.values).containsExactly("first", "open", "behind");
        }
    }

    private static TopicScanner scanner(Duration longestHeld) {
        return new TopicScanner(Map.of("bootstrap.servers", broker.bootstrapServers()), true, longestHeld);
    }

    private static Producer<String, String> producer(String id) {
        Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private static void begin(Producer<String, String> producer, String topic, String value) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, value)).get();
    }

    private static class Seen implements TopicScanner.Visitor {
        final List<String> values = new ArrayList<>();
        boolean committed;
        long held;

        @Override
        public void visit(TopicScanner.Entry entry, int partition) {
            byte[] value = entry.value();
            values.add(value == null ? "" : new String(value, StandardCharsets.UTF_8));
        }

        @Override
        public void held(String topic, int partition, long records) {
            held += records;
        }
    }
}
