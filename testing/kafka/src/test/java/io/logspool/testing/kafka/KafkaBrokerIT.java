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
package io.logspool.testing.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker keeps its ports and data through whatever is done to its process, and says clearly why it cannot start. */
class KafkaBrokerIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void what_is_produced_is_read_back_with_key_headers_and_timestamp() throws Exception {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic("read-back", 1);
        try (TestProducer producer = new TestProducer(broker, Map.of())) {
            producer.sendAndWait("read-back", "k", "première");
            producer.sendAndWait("read-back", "k", "second");
        }
        List<TopicRecord.Header> headers = List.of(new TopicRecord.Header("content-type", "text/plain"));
        assertThat(broker.read("read-back", DEADLINE))
                .containsExactly(
                        new TopicRecord(0, 0, 1_700_000_000_123L, "k", "première", headers),
                        new TopicRecord(0, 1, 1_700_000_000_123L, "k", "second", headers));
    }

    @Test
    void a_committed_reading_leaves_out_what_was_aborted() throws Exception {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic("transactions", 1);
        try (TestProducer producer =
                new TestProducer(broker, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "transactions"))) {
            producer.producer().initTransactions();
            producer.producer().beginTransaction();
            producer.sendAndWait("transactions", "k", "aborted");
            producer.producer().abortTransaction();
            producer.producer().beginTransaction();
            producer.sendAndWait("transactions", "k", "committed");
            producer.producer().commitTransaction();
        }
        TopicReader reader = TopicReader.builder(broker.bootstrapServers(), "transactions");
        assertThat(reader.readAll()).extracting(TopicRecord::value).containsExactly("aborted", "committed");
        assertThat(reader.readCommitted().readAll())
                .extracting(TopicRecord::value)
                .containsExactly("committed");
    }

    @Test
    void a_topic_that_is_not_there_is_an_error_and_not_an_empty_reading() {
        KafkaBroker broker = SharedKafkaBroker.get();
        assertThatThrownBy(() -> broker.read("nowhere", Duration.ofSeconds(5)))
                .isInstanceOf(KafkaBrokerException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void the_shared_broker_is_one_and_comes_back_when_it_was_killed() throws Exception {
        KafkaBroker broker = SharedKafkaBroker.get();
        long first = broker.pid();
        broker.kill();
        assertThat(SharedKafkaBroker.get()).isSameAs(broker);
        assertThat(broker.pid()).isNotEqualTo(first);
    }

    @Test
    void a_killed_and_a_stopped_broker_come_back_with_port_and_data() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start();
                TestProducer producer = new TestProducer(broker, Map.of())) {
            String address = broker.bootstrapServers();
            producer.sendAndWait("kept", "k", "before the kill");
            ProcessHandle killed = ProcessHandle.of(broker.pid()).orElseThrow();
            broker.kill();
            assertThat(killed.isAlive()).isFalse();
            assertThat(broker.isRunning()).isFalse();

            broker.restart();
            producer.sendAndWait("kept", "k", "before the stop");
            broker.stop();
            assertThat(broker.isRunning()).isFalse();

            broker.restart();
            producer.sendAndWait("kept", "k", "last");
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(broker.read("kept", DEADLINE))
                    .extracting(TopicRecord::value)
                    .containsExactly("before the kill", "before the stop", "last");
        }
    }

    @Test
    void a_paused_broker_makes_a_producer_wait_and_a_resumed_one_answers_it() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start();
                TestProducer producer = new TestProducer(broker, Map.of())) {
            producer.sendAndWait("paused", "k", "first");
            broker.pause();
            Future<RecordMetadata> waiting = producer.send("paused", "k", "second");
            assertThatThrownBy(() -> waiting.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(broker.isRunning()).isTrue();

            broker.resume();
            waiting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(broker.read("paused", DEADLINE))
                    .extracting(TopicRecord::value)
                    .containsExactly("first", "second");
        }
    }

    @Test
    void a_paused_broker_can_be_killed_and_started_again() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start();
                TestProducer producer = new TestProducer(broker, Map.of())) {
            broker.pause();
            broker.kill();
            assertThat(broker.isRunning()).isFalse();
            broker.restart();
            producer.sendAndWait("after", "k", "v");
            assertThat(broker.read("after", DEADLINE)).hasSize(1);
        }
    }

    @Test
    void a_port_in_use_is_refused_by_its_number() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> KafkaBroker.builder().port(port).start())
                    .isInstanceOf(KafkaBrokerException.class)
                    .hasMessageContaining("Port " + port + " ")
                    .hasMessageContaining("in use");
            assertThatThrownBy(() -> KafkaBroker.builder().controllerPort(port).start())
                    .isInstanceOf(KafkaBrokerException.class)
                    .hasMessageContaining("Port " + port + " ")
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void a_broker_that_does_not_come_up_shows_the_end_of_its_log(@TempDir Path directory) {
        KafkaBroker.Builder builder =
                KafkaBroker.builder().directory(directory).property("log.retention.hours", "many");
        assertThatThrownBy(builder::start)
                .isInstanceOf(KafkaBrokerException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("Invalid value many for configuration log.retention.hours");
    }

    @Test
    void a_temporary_directory_goes_with_the_broker_and_a_given_one_stays(@TempDir Path given) throws Exception {
        Path temporary;
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            temporary = broker.directory();
            assertThat(temporary.resolve("broker.log")).isNotEmptyFile();
        }
        assertThat(temporary).doesNotExist();

        try (KafkaBroker broker = KafkaBroker.builder().directory(given).start();
                TestProducer producer = new TestProducer(broker, Map.of())) {
            producer.sendAndWait("stays", "k", "v");
            broker.stop();
        }
        assertThat(Files.exists(given.resolve("server.properties"))).isTrue();
        try (KafkaBroker next = KafkaBroker.builder().directory(given).start()) {
            assertThat(next.read("stays", DEADLINE))
                    .extracting(TopicRecord::value)
                    .containsExactly("v");
        }
    }
}
