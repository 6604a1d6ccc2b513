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
import static io.logspool.ship.Sink.Next.NOTHING_BEFORE_ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.ship.Remedy;
import io.logspool.ship.SinkFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a producer's start: how the slot's last transaction was decided is known, and kept, before a producer is
 * initialised, because that makes the brokers forget it; it serves until the slot has committed again; and what the brokers
 * forgot to end is ended so before anything else is sent.
 */
class TransactionalStartTest {

    private static final LastTransaction COMMITTED = new LastTransaction(4711, 12, true);
    private static final LastTransaction ABORTED = new LastTransaction(4711, 12, false);
    private static final TopicPartition SECOND = new TopicPartition(TransactionRig.POSITIONS, 1);

    @TempDir
    private Path slot;

    private TransactionRig rig;

    @BeforeEach
    void start() {
        rig = new TransactionRig(slot);
    }

    @Test
    void no_producer_is_initialised_before_it_is_known_how_the_last_transaction_was_decided() {
        rig.told = new CompletableFuture<>();
        assertThat(rig.begin()).isNull();
        rig.clock.advance(Duration.ofSeconds(2));
        assertThat(rig.sink.work(MORE)).extracting(SinkFailure::remedy).isEqualTo(Remedy.RETRY);
        assertThat(rig.producer().transactionInitialized()).isFalse();

        rig.told.complete(null);
        assertThat(rig.sink.work(MORE)).isNull();
        assertThat(rig.producer().transactionInitialized()).isTrue();
    }

    @Test
    void what_the_brokers_told_is_kept_for_the_next_process_until_the_slot_has_committed_again() throws Exception {
        rig.told = CompletableFuture.completedFuture(COMMITTED);
        rig.begin();
        assertThat(LastTransaction.read(slot, SlotIdentity.of(slot))).isEqualTo(COMMITTED);

        TransactionRig next = new TransactionRig(slot);
        next.begin();
        assertThat(next.known).as("what the brokers have forgotten").isEqualTo(COMMITTED);
        next.send("a", 1);
        next.work(MORE);
        assertThat(LastTransaction.read(slot, SlotIdentity.of(slot)))
                .as("before the commit")
                .isEqualTo(COMMITTED);
        next.clock.advance(CommitPace.LONGEST_GATHERING);
        next.work(MORE);
        assertThat(next.producer().commitCount()).isEqualTo(1);
        assertThat(LastTransaction.read(slot, SlotIdentity.of(slot))).isNull();
    }

    @Test
    void what_the_brokers_tell_replaces_what_was_kept() throws Exception {
        COMMITTED.write(slot, SlotIdentity.of(slot));
        rig.told = CompletableFuture.completedFuture(ABORTED);
        rig.begin();
        assertThat(rig.known).isEqualTo(ABORTED);
        assertThat(LastTransaction.read(slot, SlotIdentity.of(slot))).isEqualTo(ABORTED);
    }

    @Test
    void the_file_of_version_1_is_read_and_a_damaged_one_or_anothers_is_as_good_as_none() throws Exception {
        String identity = "0123456789abcdef0123456789abcdef";
        String line = "8ad83177 1 0123456789abcdef0123456789abcdef committed 4711 12 "
                + "{\"writer\":\"w\",\"next\":{\"a\":201}}\n";
        Path file = slot.resolve(LastTransaction.FILE_NAME);
        Files.writeString(file, line, StandardCharsets.ISO_8859_1);
        LastTransaction expected = COMMITTED.with(new PositionRecord("w", Map.of("a", 201L)));
        assertThat(LastTransaction.read(slot, identity)).isEqualTo(expected);
        expected.write(slot, identity);
        assertThat(file).hasContent(line);
        assertThat(LastTransaction.read(slot, "f" + identity.substring(1))).isNull();

        for (int i = 0; i < line.length(); i++) {
            String damaged = line.substring(0, i) + (char) (line.charAt(i) ^ 1) + line.substring(i + 1);
            Files.writeString(file, damaged, StandardCharsets.ISO_8859_1);
            assertThat(LastTransaction.read(slot, identity)).as(damaged).isNull();
            Files.writeString(file, line.substring(0, i), StandardCharsets.ISO_8859_1);
            assertThat(LastTransaction.read(slot, identity)).as("cut at %d", i).isNull();
        }
    }

    @Test
    void who_may_not_ask_goes_without_and_for_any_other_error_it_is_asked_again() {
        rig.told = failed(new SaslAuthenticationException("who are you?"));
        assertThat(rig.begin()).extracting(SinkFailure::remedy).isEqualTo(Remedy.REBUILD);
        assertThat(rig.producer().transactionInitialized()).isFalse();
        rig.sink.reset();

        rig.told = failed(new TransactionalIdAuthorizationException("not yours"));
        assertThat(rig.begin()).isNull();
        assertThat(rig.producer().transactionInitialized()).isTrue();
    }

    @Test
    void what_hangs_and_was_committed_is_committed_there_before_anything_counts_as_arrived() {
        beginWithHanging(COMMITTED, 101);
        assertThat(rig.send("a", 100)).extracting(SinkFailure::remedy).isEqualTo(Remedy.BUSY);
        assertThat(rig.ended).isEmpty();

        assertThat(rig.producer().completeNext()).isTrue();
        assertThat(rig.sink.work(MORE)).isNull();
        assertThat(rig.producer().commitCount()).isEqualTo(1);
        assertThat(rig.producer().history()).singleElement().satisfies(record -> {
            assertThat(record.partition()).isEqualTo(SECOND.partition());
            assertThat(PositionRecord.parse(record.value()).next()).containsEntry("a", 101L);
        });
        assertThat(rig.send("a", 100)).isNull();
        assertThat(rig.ended).containsOnlyKeys("a-100");
    }

    @Test
    void what_hangs_and_was_aborted_is_aborted_when_the_brokers_have_something_to_abort() {
        beginWithHanging(ABORTED, 51);
        assertThat(rig.producer().transactionAborted()).isFalse();
        assertThat(rig.producer().uncommittedRecords())
                .extracting(ProducerRecord::partition)
                .containsExactly(SECOND.partition());

        assertThat(rig.producer().completeNext()).isTrue();
        assertThat(rig.sink.work(MORE)).isNull();
        assertThat(rig.producer().transactionAborted()).isTrue();
        assertThat(rig.producer().commitCount()).isZero();
        assertThat(rig.sendMany("a", 51, 3)).as("of full size").isEqualTo(3);
        assertThat(rig.ended).isEmpty();
    }

    @Test
    void one_that_could_not_be_ended_is_ended_by_the_next_producer() {
        beginWithHanging(ABORTED, 51);
        assertThat(rig.producer().errorNext(new NotEnoughReplicasException("too few")))
                .isTrue();
        assertThat(rig.sink.work(MORE)).extracting(SinkFailure::remedy).isEqualTo(Remedy.REBUILD);
        assertThat(rig.producer().transactionAborted()).isFalse();
        rig.sink.reset();
        beginWithHanging(ABORTED, 51);
        assertThat(rig.send("a", 51)).extracting(SinkFailure::remedy).isEqualTo(Remedy.BUSY);
    }

    @Test
    void a_transaction_that_is_aborted_with_its_position_sent_ends_its_producer() {
        rig.begin();
        rig.send("a", 1);
        MockProducer<byte[], byte[]> first = rig.producer();
        rig.beforeCommit = () -> {
            assertThat(first.errorNext(new NotEnoughReplicasException("the position")))
                    .isTrue();
            throw new KafkaException("an error before");
        };
        assertThat(rig.work(NOTHING_BEFORE_ARRIVAL)).isNotNull();
        assertThat(first.transactionAborted()).isTrue();
        assertThat(rig.send("a", 1)).extracting(SinkFailure::remedy).isEqualTo(Remedy.BUSY);
        assertThat(rig.producer()).isNotSameAs(first);
    }

    @Test
    void the_position_of_a_forgotten_transaction_outlives_the_abort_of_the_one_that_should_end_it() throws Exception {
        beginWithHanging(COMMITTED, 101);
        rig.clock.advance(TransactionRig.TIMEOUT.multipliedBy(2).plusMillis(1));
        assertThat(rig.sink.work(MORE)).extracting(SinkFailure::remedy).isEqualTo(Remedy.REBUILD);
        rig.sink.reset();

        rig.told = CompletableFuture.completedFuture(ABORTED);
        rig.found = CompletableFuture.completedFuture(PositionReader.Found.none());
        rig.begin();
        assertThat(rig.known).isNotNull();
        assertThat(rig.known.isCommitted()).isFalse();
        assertThat(rig.known.position()).isNotNull();
        assertThat(rig.known.position().next()).containsEntry("a", 101L);
        assertThat(LastTransaction.read(slot, SlotIdentity.of(slot))).isEqualTo(rig.known);
    }

    @Test
    void a_disk_that_takes_no_file_keeps_no_event_from_leaving_it() throws Exception {
        ABORTED.write(slot, SlotIdentity.of(slot));
        Files.createDirectory(slot.resolve(LastTransaction.FILE_NAME + ".new"));
        rig.told = CompletableFuture.completedFuture(COMMITTED);
        rig.begin();
        assertThat(rig.known).isEqualTo(COMMITTED);
        assertThat(LastTransaction.read(slot, SlotIdentity.of(slot)))
                .as("what is not true any more")
                .isNull();
        assertThat(rig.send("a", 1)).isNull();
    }

    /** As it comes from Kafka's admin client, through a thread between. */
    private static CompletableFuture<@Nullable LastTransaction> failed(Exception error) {
        return CompletableFuture.failedFuture(new ExecutionException(error));
    }

    private void beginWithHanging(LastTransaction told, long next) {
        rig.told = CompletableFuture.completedFuture(told);
        rig.found =
                CompletableFuture.completedFuture(new PositionReader.Found(Map.of("a", next), null, List.of(SECOND)));
        assertThat(rig.begin()).isNull();
    }
}
