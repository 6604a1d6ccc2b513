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

import io.logspool.ship.Remedy;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract: an event is given up only for an error that says that this record can never be stored. */
class KafkaErrorsTest {

    /** All that a broker can say of one record that no retry and no mending of the cluster changes. */
    private static final Set<Errors> FINAL = Set.of(
            Errors.MESSAGE_TOO_LARGE,
            Errors.RECORD_LIST_TOO_LARGE,
            Errors.INVALID_TOPIC_EXCEPTION,
            Errors.INVALID_RECORD);

    static Stream<Arguments> deliveries() {
        return Stream.of(
                Arguments.of(new RecordTooLargeException("x"), Remedy.DEAD_LETTER),
                Arguments.of(new RecordBatchTooLargeException("x"), Remedy.DEAD_LETTER),
                Arguments.of(new InvalidTopicException("x"), Remedy.DEAD_LETTER),
                Arguments.of(new SerializationException("x"), Remedy.DEAD_LETTER),
                Arguments.of(new InvalidRecordException("no key in a compacted topic"), Remedy.DEAD_LETTER),
                Arguments.of(
                        new InvalidRecordException("Timestamp 5 of message with offset 0 is out of range."),
                        Remedy.RESTAMP),
                Arguments.of(new InvalidTimestampException("x"), Remedy.RESTAMP),
                Arguments.of(new KafkaException("Failed to append record because ..."), Remedy.RETRY),
                Arguments.of(new TopicAuthorizationException(Set.of("logs")), Remedy.TOPIC_FORBIDDEN),
                Arguments.of(new PolicyViolationException("x"), Remedy.WAIT),
                Arguments.of(new UnknownServerException("x"), Remedy.WAIT),
                Arguments.of(new ClusterAuthorizationException("x"), Remedy.REBUILD),
                Arguments.of(new SaslAuthenticationException("x"), Remedy.REBUILD),
                Arguments.of(new TimeoutException("expired"), Remedy.REBUILD),
                Arguments.of(new NotEnoughReplicasException("x"), Remedy.REBUILD),
                Arguments.of(new OutOfOrderSequenceException("x"), Remedy.REBUILD),
                Arguments.of(new UnknownProducerIdException("x"), Remedy.REBUILD),
                Arguments.of(new ProducerFencedException("x"), Remedy.REBUILD),
                Arguments.of(new InvalidProducerEpochException("x"), Remedy.REBUILD),
                Arguments.of(new UnsupportedVersionException("x"), Remedy.REBUILD));
    }

    static Stream<Arguments> refusals() {
        InterruptException interrupt = new InterruptException("x");
        boolean unused = Thread.interrupted(); // its constructor has interrupted this thread
        return Stream.of(
                Arguments.of(new TimeoutException("no metadata"), Remedy.RETRY),
                Arguments.of(new BufferExhaustedException("x"), Remedy.BUSY),
                Arguments.of(interrupt, Remedy.RETRY),
                Arguments.of(new TopicAuthorizationException(Set.of("logs")), Remedy.TOPIC_FORBIDDEN),
                Arguments.of(new RecordTooLargeException("x"), Remedy.DEAD_LETTER),
                Arguments.of(new InvalidTopicException("x"), Remedy.DEAD_LETTER),
                Arguments.of(new SslAuthenticationException("x"), Remedy.REBUILD),
                Arguments.of(new KafkaException("Producer closed while send in progress"), Remedy.REBUILD),
                Arguments.of(new IllegalStateException("producer has been closed"), Remedy.REBUILD));
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void a_failed_delivery_is_sorted(Exception error, Remedy remedy) {
        assertThat(KafkaErrors.ofDelivery(error).remedy()).isEqualTo(remedy);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refused_send_is_sorted(Exception error, Remedy remedy) {
        assertThat(KafkaErrors.ofRefusal(error).remedy()).isEqualTo(remedy);
    }

    @ParameterizedTest
    @EnumSource(Errors.class)
    void no_other_error_of_the_protocol_gives_an_event_up(Errors error) {
        if (error == Errors.NONE) {
            return;
        }
        boolean givenUp = KafkaErrors.ofDelivery(error.exception()).remedy() == Remedy.DEAD_LETTER;

        assertThat(givenUp).isEqualTo(FINAL.contains(error));
    }

    @Test
    void a_missing_topic_is_told_apart_from_a_missing_broker() {
        TimeoutException missing = new TimeoutException(
                "Topic logs not present in metadata after 200 ms.", new UnknownTopicOrPartitionException("x"));

        assertThat(KafkaErrors.ofRefusal(missing).remedy()).isEqualTo(Remedy.TOPIC_MISSING);
        assertThat(KafkaErrors.ofRefusal(missing).reason())
                .contains("does not exist")
                .contains("logs");
        assertThat(KafkaErrors.ofRefusal(new TimeoutException("t")).reason()).contains("no answer from the broker");
    }

    @Test
    void the_reason_is_that_of_the_error_that_ended_the_transactions() {
        Exception error =
                new KafkaException("Cannot execute transactional method", new SaslAuthenticationException("bad"));

        assertThat(KafkaErrors.ofTransaction(error).reason())
                .contains("does not accept these credentials")
                .contains("bad");
    }

    @Test
    void the_reason_has_the_deepest_cause() {
        Exception error = new KafkaException(
                "Failed to construct kafka producer", new IllegalArgumentException("no such host: nowhere"));

        assertThat(KafkaErrors.ofCreation(error).reason()).contains("construct").contains("no such host: nowhere");
    }
}
