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

import io.logspool.testing.kafka.ErrorProxy;
import io.logspool.testing.kafka.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract: whatever error a broker answers with, once or some times, every event arrives, with transactions
 * once and in order, but for those that it says it will never take; they are dead letters. {@code -Dbroker.errors=all} tries all that Kafka has.
 */
class BrokerErrorsIT {

    /** Those that a broker answers a produce request with. */
    private static final Set<Errors> OF_PRODUCE = EnumSet.of(
            Errors.CLUSTER_AUTHORIZATION_FAILED,
            Errors.CORRUPT_MESSAGE,
            Errors.INVALID_PRODUCER_EPOCH,
            Errors.INVALID_RECORD,
            Errors.INVALID_REQUIRED_ACKS,
            Errors.INVALID_TIMESTAMP,
            Errors.INVALID_TOPIC_EXCEPTION,
            Errors.KAFKA_STORAGE_ERROR,
            Errors.LEADER_NOT_AVAILABLE,
            Errors.MESSAGE_TOO_LARGE,
            Errors.NETWORK_EXCEPTION,
            Errors.NOT_ENOUGH_REPLICAS,
            Errors.NOT_LEADER_OR_FOLLOWER,
            Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
            Errors.POLICY_VIOLATION,
            Errors.PRODUCER_FENCED,
            Errors.RECORD_LIST_TOO_LARGE,
            Errors.REQUEST_TIMED_OUT,
            Errors.THROTTLING_QUOTA_EXCEEDED,
            Errors.TOPIC_AUTHORIZATION_FAILED,
            Errors.UNKNOWN_PRODUCER_ID,
            Errors.UNKNOWN_SERVER_ERROR,
            Errors.UNKNOWN_TOPIC_ID,
            Errors.UNKNOWN_TOPIC_OR_PARTITION,
            Errors.UNSUPPORTED_COMPRESSION_TYPE);

    /** After these, and no others, a record is a dead letter. */
    private static final Set<Errors> DEADLY = EnumSet.of(
            Errors.INVALID_RECORD,
            Errors.INVALID_TOPIC_EXCEPTION,
            Errors.MESSAGE_TOO_LARGE,
            Errors.RECORD_LIST_TOO_LARGE);

    /** The broker says that it has the record already. */
    private static final Set<Errors> OF_SUCCESS = EnumSet.of(Errors.NONE, Errors.DUPLICATE_SEQUENCE_NUMBER);

    private static final int EVENTS = 20;

    private static ErrorProxy proxy;
    private static KafkaBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        proxy = ErrorProxy.listen();
        broker = KafkaBroker.builder()
                .property("advertised.listeners", "PLAINTEXT://" + proxy.address())
                .start();
        proxy.target(Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]));
    }

    @AfterAll
    static void stop() {
        broker.close();
        proxy.close();
    }

    @Test
    void each_error_costs_nothing_but_what_the_broker_will_never_take() throws Exception {
        broker.createTopic("errors", 1);
        Set<Integer> expected = new HashSet<>();
        int dead = 0;
        int next = 0;
        try (KafkaRig rig = rig("errors", null)) {
            for (Errors error : errors()) {
                boolean deadly = DEADLY.contains(error);
                proxy.answer(error, deadly ? 1 : 2);
                rig.append("k", next);
                rig.await("asked " + error, () -> proxy.left() == 0);
                rig.appendRange(next + 1, next + EVENTS);
                for (int number = deadly ? next + 1 : next; number < next + EVENTS; number++) {
                    expected.add(number);
                }
                next += EVENTS;
                dead += deadly ? 1 : 0;
                int logged = next;
                rig.await(
                        error + " is got over",
                        () -> rig.stats().acknowledged() + rig.stats().deadLettered() >= logged);
                assertThat(rig.stats().deadLettered()).as("%s", error).isEqualTo(dead);
            }
            assertThat(dead).isPositive();
            assertThat(Files.readAllLines(rig.deadLetters())).hasSize(dead);
        }
        // After some of them all that is in flight is sent again; what is refused may come after what was in flight
        // with it.
        assertThat(Set.copyOf(numbers("errors"))).isEqualTo(expected);
    }

    @Test
    void with_transactions_nothing_comes_twice_or_out_of_order_either() throws Exception {
        broker.createTopic("transactions", 1);
        int dead = 0;
        int next = 0;
        try (KafkaRig rig = rig("transactions", "positions")) {
            for (Errors error : errors()) {
                proxy.answer(error, 1);
                rig.append("k", next);
                rig.await("asked " + error, () -> proxy.left() == 0);
                rig.appendRange(next + 1, next + EVENTS);
                next += EVENTS;
                int logged = next;
                rig.await(
                        error + " is got over",
                        () -> rig.stats().acknowledged() + rig.stats().deadLettered() >= logged);
                int before = dead;
                dead = (int) rig.stats().deadLettered();
                // Alone in its transaction at once, or only in the next one, which the broker takes.
                assertThat(dead - before).as("%s", error).isBetween(0, DEADLY.contains(error) ? 1 : 0);
            }
        }
        assertThat(numbers("transactions"))
                .hasSize(next - dead)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private static List<Integer> numbers(String topic) {
        return Numbers.committed(broker.bootstrapServers(), topic).stream()
                .map(Numbers::of)
                .toList();
    }

    private static List<Errors> errors() {
        boolean all = "all".equals(System.getProperty("broker.errors"));
        Stream<Errors> chosen = all ? Arrays.stream(Errors.values()) : OF_PRODUCE.stream();
        return chosen.filter(error -> !OF_SUCCESS.contains(error)).toList();
    }

    private KafkaRig rig(String topic, @Nullable String positions) throws Exception {
        return new KafkaRig(
                directory,
                Map.of("bootstrap.servers", proxy.address(), "linger.ms", "0", "retry.backoff.ms", "10"),
                topic,
                broker::logTail,
                positions);
    }
}
