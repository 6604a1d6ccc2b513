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
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a producer's start: how the slot's last transaction was decided is known, and kept, before a producer is
 * initialised, because that makes the brokers forget it; it serves until the slot has committed again; and what the brokers
 * forgot to end is ended so before anything else is sent.
 */
class TransactionalStartTest {

    private static final LastTransaction COMMITTED = new LastTransaction(4711, true);
    private static final LastTransaction ABORTED = new LastTransaction(4711, false);
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
        assertThat(LastTransaction.read(slot)).isEqualTo(COMMITTED);

        TransactionRig next = new TransactionRig(slot);
        next.begin();
        assertThat(next.known).as("what the brokers have forgotten").isEqualTo(COMMITTED);
        next.send("a", 1);
        next.sink.work(MORE);
        assertThat(LastTransaction.read(slot)).as("before the commit").isEqualTo(COMMITTED);
        next.clock.advance(CommitPace.LONGEST_GATHERING);
        next.sink.work(MORE);
        assertThat(next.producer().commitCount()).isEqualTo(1);
        assertThat(LastTransaction.read(slot)).isNull();
    }

    @Test
    void what_the_brokers_tell_replaces_what_was_kept() throws Exception {
        COMMITTED.write(slot);
        rig.told = CompletableFuture.completedFuture(ABORTED);
        rig.begin();
        assertThat(rig.known).isEqualTo(ABORTED);
        assertThat(LastTransaction.read(slot)).isEqualTo(ABORTED);
    }

    @Test
    void a_damaged_file_is_as_good_as_none() throws Exception {
        for (String damaged :
                List.of("", "committed", "committed 47", "perhaps 4711\n", "committed 4711\n{\"next\": 1")) {
            Files.writeString(slot.resolve(LastTransaction.FILE_NAME), damaged, StandardCharsets.ISO_8859_1);
            assertThat(LastTransaction.read(slot)).as(damaged).isNull();
        }
    }

    @Test
    void
            a_committed_transaction_that_the_brokers_forgot_is_committed_where_it_hangs_before_anything_counts_as_arrived() {
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
    void an_aborted_transaction_that_the_brokers_forgot_is_aborted_once_the_brokers_know_of_the_new_one() {
        beginWithHanging(ABORTED, 51);
        assertThat(rig.producer().transactionAborted()).isFalse();

        assertThat(rig.producer().completeNext()).isTrue();
        assertThat(rig.sink.work(MORE)).isNull();
        assertThat(rig.producer().transactionAborted()).isTrue();
        assertThat(rig.producer().commitCount()).isZero();
        assertThat(rig.sendMany("a", 51, 3)).as("of full size").isEqualTo(3);
        assertThat(rig.ended).isEmpty();
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
        assertThat(LastTransaction.read(slot)).isEqualTo(rig.known);
    }

    @Test
    void a_disk_that_takes_no_file_keeps_no_event_from_leaving_it() throws Exception {
        SlotIdentity.of(slot);
        Files.createDirectory(slot.resolve(LastTransaction.FILE_NAME + ".new"));
        rig.told = CompletableFuture.completedFuture(COMMITTED);
        rig.begin();
        assertThat(rig.known).isEqualTo(COMMITTED);
        assertThat(rig.send("a", 1)).isNull();
    }

    private void beginWithHanging(LastTransaction told, long next) {
        rig.told = CompletableFuture.completedFuture(told);
        rig.found =
                CompletableFuture.completedFuture(new PositionReader.Found(Map.of("a", next), null, List.of(SECOND)));
        assertThat(rig.begin()).isNull();
    }
}
