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

import static io.logspool.ship.Sink.Next.MORE;
import static io.logspool.ship.Sink.Next.NOTHING;
import static io.logspool.ship.Sink.Next.NOTHING_BEFORE_ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.ship.Remedy;
import io.logspool.ship.SinkFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a transaction's size and end: a backlog goes in large ones, a single event is committed soon; whatever
 * cannot be committed is tried in smaller ones; and an error falls on nobody but who it is about.
 */
class TransactionalSinkTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    @TempDir
    private Path slot;

    private TransactionRig rig;

    @BeforeEach
    void start() {
        rig = new TransactionRig(slot);
    }

    @Test
    void with_nothing_more_to_send_the_commit_interval_decides() {
        rig.begin();
        rig.send("a", 1);
        rig.clock.advance(TransactionRig.COMMIT_INTERVAL.minus(MOMENT));
        assertThat(rig.work(NOTHING)).isNull();
        assertThat(rig.producer().commitCount()).isZero();
        rig.clock.advance(MOMENT);
        assertThat(rig.work(NOTHING)).isNull();
        assertThat(rig.producer().commitCount()).isEqualTo(1);
        assertThat(rig.ended).containsEntry("a-1", null);
    }

    @Test
    void with_more_to_send_the_room_in_flight_decides_or_a_second() {
        rig.begin();
        rig.send("a", 1);
        rig.clock.advance(CommitPace.LONGEST_GATHERING.minus(MOMENT));
        rig.work(MORE);
        assertThat(rig.producer().commitCount()).isZero();
        rig.work(NOTHING_BEFORE_ARRIVAL);
        assertThat(rig.producer().commitCount()).isEqualTo(1);

        rig.send("a", 2);
        rig.clock.advance(CommitPace.LONGEST_GATHERING);
        rig.work(MORE);
        assertThat(rig.producer().commitCount()).isEqualTo(2);
    }

    @Test
    void a_transaction_that_was_not_finished_in_time_is_tried_at_half_the_size_and_grows_when_that_goes_quickly() {
        rig.begin();
        assertThat(rig.sendMany("a", 1, 8)).isEqualTo(8);
        rig.beforeCommit = () -> {
            throw new TimeoutException("nobody answers");
        };
        rig.work(NOTHING_BEFORE_ARRIVAL);
        rig.clock.advance(TransactionRig.TIMEOUT.multipliedBy(2).plus(MOMENT));
        SinkFailure failure = rig.work(MORE);
        assertThat(failure).extracting(SinkFailure::remedy).isEqualTo(Remedy.REBUILD);
        rig.sink.reset();
        rig.beforeCommit = () -> {};

        rig.begin();
        assertThat(rig.sendMany("a", 1, 8)).isEqualTo(4);
        rig.clock.advance(TransactionRig.TIMEOUT.dividedBy(4));
        rig.work(MORE);
        assertThat(rig.ended).hasSize(4);
        assertThat(rig.sendMany("a", 5, 8)).as("after one that took long").isEqualTo(4);
        rig.work(MORE);
        assertThat(rig.sendMany("a", 9, 20)).as("after one that did not").isEqualTo(8);
    }

    @Test
    void after_one_that_failed_the_position_is_sent_when_all_else_has_arrived() {
        rig.begin();
        rig.sendMany("a", 1, 8);
        while (rig.producer().errorNext(new KafkaException("the transaction was aborted"))) {
            assertThat(rig.ended).isEmpty();
        }
        assertThat(rig.sink.work(MORE)).isNotNull();
        MockProducer<byte[], byte[]> same = rig.producer();
        rig.sendMany("a", 1, 8);
        assertThat(rig.sink.work(NOTHING_BEFORE_ARRIVAL)).isNull();
        assertThat(rig.send("a", 5)).extracting(SinkFailure::remedy).isEqualTo(Remedy.BUSY);
        assertThat(same.uncommittedRecords()).extracting(ProducerRecord::topic).containsOnly("logs");
        assertThat(rig.work(NOTHING_BEFORE_ARRIVAL)).isNull();
        assertThat(same.commitCount()).isEqualTo(1);
        assertThat(rig.ended).hasSize(4);
        assertThat(rig.producer()).isSameAs(same);
    }

    @Test
    void what_the_brokers_abort_is_tried_at_half_the_size_too() {
        rig.begin();
        rig.sendMany("a", 1, 8);
        while (rig.producer().errorNext(new KafkaException("the transaction was aborted"))) {
            assertThat(rig.ended).isEmpty();
        }
        assertThat(rig.work(MORE)).extracting(SinkFailure::remedy).isEqualTo(Remedy.RETRY);
        assertThat(rig.sendMany("a", 1, 8)).isEqualTo(4);
    }

    @Test
    void a_transaction_ends_before_more_incarnations_are_in_it_than_a_position_has_room_for() throws Exception {
        rig.begin();
        int taken = 0;
        while (taken <= Positions.MAX_INCARNATIONS && rig.send("incarnation" + taken, 1) == null) {
            taken++;
        }
        assertThat(taken).isEqualTo(Positions.MAX_MOVED);
        rig.work(MORE);
        assertThat(rig.producer().commitCount()).isEqualTo(1);
        assertThat(position().next()).hasSize(taken);
        for (int i = taken; i < 2 * taken; i++) {
            assertThat(rig.send("incarnation" + i, 1)).isNull();
        }
        rig.work(MORE);
        assertThat(position().next())
                .as("what the transaction before moved is still there")
                .hasSize(2 * taken);
    }

    @Test
    void a_position_that_the_broker_refuses_condemns_no_event() {
        rig.begin();
        rig.sendMany("a", 1, 2);
        // Once a batch has failed, the client fails all that waits with its error.
        rig.beforeCommit = () -> {
            while (rig.producer().errorNext(new RecordTooLargeException("the position"))) {
                assertThat(rig.producer().transactionInFlight()).isTrue();
            }
            throw new KafkaException("an error before");
        };
        assertThat(rig.work(NOTHING_BEFORE_ARRIVAL)).isNotNull();
        for (int i = 0; i < 5; i++) {
            rig.begin();
            assertThat(rig.sendMany("a", 1, 2)).isEqualTo(1);
            assertThat(rig.sink.work(NOTHING_BEFORE_ARRIVAL))
                    .as("the event is under way")
                    .isNull();
            SinkFailure failure = rig.work(NOTHING_BEFORE_ARRIVAL);
            assertThat(failure).extracting(SinkFailure::remedy).isEqualTo(Remedy.WAIT);
            assertThat(failure).extracting(SinkFailure::reason).asString().contains(TransactionRig.POSITIONS);
        }
        assertThat(rig.ended).isEmpty();
    }

    @Test
    void an_event_that_the_broker_refuses_is_found_in_ever_smaller_transactions() {
        rig.begin();
        int size = rig.sendMany("a", 1, 8);
        while (size > 1) {
            while (rig.producer().errorNext(new RecordTooLargeException("one of them"))) {
                assertThat(rig.ended).isEmpty();
            }
            assertThat(rig.work(MORE)).isNotNull();
            int half = size / 2;
            size = rig.sendMany("a", 1, 8);
            assertThat(size).isEqualTo(half);
        }
        rig.producer().errorNext(new RecordTooLargeException("this one"));
        assertThat(rig.ended.get("a-1")).extracting(SinkFailure::remedy).isEqualTo(Remedy.DEAD_LETTER);
    }

    @Test
    void a_topic_that_may_not_be_written_to_is_told_of_one_event_for_it_and_no_other() {
        rig.begin();
        rig.send("logs", "a", 1);
        rig.send("secret", "a", 2);
        rig.send("logs", "a", 3);
        rig.send("secret", "a", 4);
        while (rig.producer().errorNext(new TopicAuthorizationException(Set.of("secret")))) {
            assertThat(rig.ended).doesNotContainKeys("a-1", "a-3", "a-4");
        }
        assertThat(rig.ended).containsOnlyKeys("a-2");
        assertThat(rig.ended.get("a-2")).extracting(SinkFailure::remedy).isEqualTo(Remedy.TOPIC_FORBIDDEN);
    }

    @Test
    void a_producer_without_memory_for_one_more_batch_is_not_sent_more_before_some_of_it_has_arrived() {
        AtomicInteger available = new AtomicInteger(2 * 65_536 - 1); // a batch for the event, and one for the position
        rig.measure("buffer-total-bytes", () -> 1 << 20);
        rig.measure("buffer-available-bytes", available::get);
        assertThat(rig.begin()).isNull();
        assertThat(rig.send("a", 1)).extracting(SinkFailure::remedy).isEqualTo(Remedy.BUSY);
        assertThat(rig.producer().transactionInFlight()).isFalse();
        available.set(2 * 65_536);
        assertThat(rig.send("a", 1)).isNull();
        available.set(65_536);
        assertThat(rig.send("a", 2)).isNotNull();
        rig.work(MORE);
        assertThat(rig.ended).as("committed, because only that frees memory").containsKey("a-1");
    }

    @Test
    void a_producer_that_never_has_memory_for_two_batches_is_sent_what_it_has_room_for() {
        int all = 65_536;
        AtomicInteger available = new AtomicInteger(all);
        rig.measure("buffer-total-bytes", () -> all);
        rig.measure("buffer-available-bytes", available::get);
        rig.begin();
        assertThat(rig.send("a", 1)).isNull();
        available.set(0);
        assertThat(rig.send("a", 2)).extracting(SinkFailure::remedy).isEqualTo(Remedy.BUSY);
    }

    @Test
    void a_topic_that_is_not_there_is_found_out_before_it_voids_what_was_sent() {
        rig.begin();
        rig.send("logs", "a", 1);
        rig.producer().partitionsForException =
                new TimeoutException("not in metadata", new UnknownTopicOrPartitionException("missing"));
        assertThat(rig.send("missing", "a", 2)).extracting(SinkFailure::remedy).isEqualTo(Remedy.TOPIC_MISSING);
        rig.producer().partitionsForException = null;
        assertThat(rig.work(NOTHING_BEFORE_ARRIVAL)).isNull();
        assertThat(rig.ended).containsExactlyEntriesOf(Collections.singletonMap("a-1", null));
    }

    @Test
    void what_kafka_has_is_done_without_being_sent() {
        rig.found = CompletableFuture.completedFuture(new PositionReader.Found(Map.of("a", 101L), null, List.of()));
        rig.begin();
        assertThat(rig.send("a", 100)).isNull();
        assertThat(rig.ended).containsExactlyEntriesOf(Collections.singletonMap("a-100", null));
        assertThat(rig.producer().transactionInFlight()).isFalse();
    }

    @Test
    void what_the_checkpoint_has_passed_and_kafka_has_not_is_told_of_every_incarnation() {
        rig.found = CompletableFuture.completedFuture(new PositionReader.Found(Map.of("a", 101L), null, List.of()));
        rig.begin();
        rig.send("a", 101);
        rig.send("a", 102);
        assertThat(rig.said).isEmpty();
        rig.send("b", 1);
        assertThat(rig.said).isEmpty();
        rig.send("c", 51);
        rig.send("c", 52);
        assertThat(rig.said).singleElement().asString().contains("events 1 to 50 of incarnation c");

        rig.sink.reset();
        rig.begin();
        rig.send("c", 51);
        assertThat(rig.said).as("when it is read again").hasSize(1);
    }

    @Test
    void a_slot_of_which_kafka_knows_nothing_has_no_gap() {
        rig.begin();
        rig.send("c", 51);
        assertThat(rig.said).isEmpty();
    }

    private PositionRecord position() throws Exception {
        ProducerRecord<byte[], byte[]> last =
                rig.producer().history().get(rig.producer().history().size() - 1);
        assertThat(last.topic()).isEqualTo(TransactionRig.POSITIONS);
        return PositionRecord.parse(last.value());
    }
}
