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
package io.logspool.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract: the checkpoint follows the contiguous run of what has arrived and nothing else; what did not arrive is
 * sent again in the order of the spool, for as long as it takes; what never can arrive goes to the dead letters and
 * holds nothing up; what is in flight is bounded.
 */
class ShipperTest {

    private static final long PLENTY = 1 << 20;

    private Path directory;
    private ShipperRig rig;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        directory = temporary;
        rig = new ShipperRig(directory, PLENTY);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void entries_are_sent_in_the_order_of_the_spool_with_their_ids() throws IOException {
        rig.append("a", "b", "c");
        rig.work();

        assertThat(rig.sink.texts()).containsExactly("a", "b", "c");
        assertThat(rig.sink.sent.get(2).record().headers())
                .containsEntry("logspool.id", rig.spool.incarnation().id() + "-3")
                .containsEntry("content-type", "text/plain");
    }

    @Test
    void nothing_is_acknowledged_before_its_batch_has_arrived() throws IOException {
        rig.append("a", "b");
        rig.work();
        List<FakeSink.Sent> sent = rig.sink.takeAll();

        sent.get(0).arrives();
        rig.work();
        assertThat(rig.backlog()).containsExactly("a", "b");
        assertThat(rig.shipper.stats().acknowledged()).isZero();

        sent.get(1).arrives();
        rig.work();
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().acknowledged()).isEqualTo(2);
        assertThat(rig.shipper.stats().inFlightBytes()).isZero();
    }

    @Test
    void arrivals_in_any_order_move_the_checkpoint_over_the_contiguous_run_only() throws IOException {
        int count = 20 * Batch.MAX_ENTRIES + 7;
        List<String> texts = IntStream.range(0, count).mapToObj(i -> "e" + i).toList();
        rig.append(texts.toArray(String[]::new));
        rig.work();
        assertThat(rig.sink.texts()).isEqualTo(texts);

        List<FakeSink.Sent> arriving = new ArrayList<>(rig.sink.takeAll());
        Collections.shuffle(arriving, new Random(4));
        boolean[] arrived = new boolean[count];
        for (int i = 0; i < count; i++) {
            FakeSink.Sent next = arriving.get(i);
            next.arrives();
            arrived[Integer.parseInt(next.text().substring(1))] = true;
            if (i % 100 == 99) {
                rig.work();
                int prefix = 0;
                while (prefix < count && arrived[prefix]) {
                    prefix++;
                }
                int backlog = rig.backlog().size();
                assertThat(count - backlog).isBetween(Math.max(0, prefix - Batch.MAX_ENTRIES), prefix);
            }
        }
        rig.work();
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().acknowledged()).isEqualTo(count);
    }

    @Test
    void what_is_in_flight_never_exceeds_the_limit() throws IOException {
        rig.close();
        long limit = 2000;
        rig = new ShipperRig(directory.resolve("small"), limit);
        int count = 500;
        for (int i = 0; i < count; i++) {
            rig.append("entry number " + i);
        }
        Random random = new Random(7);
        List<FakeSink.Sent> inFlight = new ArrayList<>();
        int arrived = 0;
        while (arrived < count) {
            rig.work();
            inFlight.addAll(rig.sink.takeAll());
            long bytes = inFlight.stream().mapToLong(s -> s.record().size()).sum();
            assertThat(bytes).isPositive().isLessThanOrEqualTo(limit);
            assertThat(rig.shipper.stats().inFlightBytes()).isBetween(bytes, limit);
            inFlight.remove(random.nextInt(inFlight.size())).arrives();
            arrived++;
        }
        rig.work();
        assertThat(rig.backlog()).isEmpty();
    }

    @Test
    void a_record_larger_than_the_limit_goes_alone() throws IOException {
        rig.close();
        rig = new ShipperRig(directory.resolve("small"), 1000);
        rig.append("a", "x".repeat(3000), "b");
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("a");

        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("x".repeat(3000));

        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("b");
    }

    @Test
    void a_sink_that_does_not_take_is_asked_again_for_the_same_record() throws IOException {
        rig.sink.refusal = record -> new SinkFailure(Remedy.RETRY, "no broker");
        rig.append("a", "b");
        rig.work();
        assertThat(rig.sink.sent).isEmpty();

        rig.sink.refusal = record -> null;
        rig.work();
        assertThat(rig.sink.sent).as("left alone for a moment").isEmpty();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.sink.texts()).containsExactly("a", "b");
        assertThat(rig.sink.resets).isZero();
    }

    @Test
    void waiting_is_seen_in_the_state_and_told_once() throws IOException {
        assertThat(rig.shipper.stats().state()).isEqualTo(AgentState.STARTING);
        rig.sink.refusal = record -> new SinkFailure(Remedy.RETRY, "no broker");
        rig.append("a");
        rig.work();
        for (int second = 0; second < 60; second++) {
            rig.pass(Duration.ofSeconds(1));
        }
        assertThat(rig.shipper.stats().state()).isEqualTo(AgentState.WAITING_FOR_BROKER);
        assertThat(rig.shipper.stats().lastError()).isEqualTo("no broker");
        assertThat(rig.said).containsExactly("warn: events are kept on disk: no broker");

        rig.sink.refusal = record -> null;
        rig.pass(Duration.ofSeconds(1));
        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.shipper.stats().state()).isEqualTo(AgentState.SHIPPING);
        assertThat(rig.said).hasSize(2).last().isEqualTo("info: events are shipped again");
    }

    @Test
    void a_sink_that_takes_and_never_acknowledges_is_waited_for_too() throws IOException {
        rig.append("a");
        rig.work();
        rig.pass(Duration.ofSeconds(10));

        assertThat(rig.shipper.stats().state()).isEqualTo(AgentState.WAITING_FOR_BROKER);
        assertThat(rig.said).hasSize(1);
        assertThat(rig.backlog()).containsExactly("a");
    }

    @Test
    void a_rebuild_sends_everything_after_the_checkpoint_again_with_the_same_ids() throws IOException {
        rig.append("a");
        rig.work();
        rig.sink.takeAll().get(0).arrives();
        rig.work();
        rig.append("b", "c", "d");
        rig.work();
        List<FakeSink.Sent> before = rig.sink.takeAll();

        before.get(2).arrives();
        before.get(1).fails(Remedy.REBUILD, "fenced");
        rig.work();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.sink.resets).isEqualTo(1);
        assertThat(rig.sink.texts()).containsExactly("b", "c", "d");
        List<FakeSink.Sent> after = rig.sink.takeAll();
        assertThat(after.stream().map(s -> s.record().eventId()))
                .isEqualTo(before.stream().map(s -> s.record().eventId()).toList());

        before.get(0).arrives();
        before.get(1).fails(Remedy.REBUILD, "late news of the producer that is gone");
        rig.work();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.backlog())
                .as("arrivals of the old sending count no more")
                .hasSize(3);
        assertThat(rig.sink.resets).isEqualTo(1);

        after.forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().acknowledged()).isEqualTo(4);
    }

    @Test
    void a_refused_send_that_wants_a_rebuild_rewinds() throws IOException {
        rig.append("a", "b");
        rig.sink.refusal = record -> rig.sink.sent.isEmpty() ? null : new SinkFailure(Remedy.REBUILD, "broken");
        rig.work();
        rig.sink.takeAll();
        rig.sink.refusal = record -> null;
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.sink.resets).isEqualTo(1);
        assertThat(rig.sink.texts()).containsExactly("a", "b");
    }

    @Test
    void records_that_failed_are_sent_again_in_their_old_order_before_anything_new() throws IOException {
        rig.append("a", "b", "c", "d");
        rig.work();
        List<FakeSink.Sent> sent = rig.sink.takeAll();
        rig.append("e");
        sent.get(2).fails(Remedy.RETRY, "was with a bad one");
        sent.get(0).fails(Remedy.RETRY, "was with a bad one");
        rig.work();
        assertThat(rig.sink.sent).as("d is still in flight, and might fail too").isEmpty();

        sent.get(1).arrives();
        sent.get(3).arrives();
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("a", "c", "e");
        assertThat(rig.sink.resets).isZero();
    }

    @Test
    void what_needs_a_permission_waits_and_holds_back_what_follows() throws IOException {
        rig.append("a", "b");
        rig.work();
        List<FakeSink.Sent> sent = rig.sink.takeAll();
        sent.get(0).fails(Remedy.WAIT, "no permission");
        sent.get(1).arrives();
        rig.append("c");
        rig.work();
        assertThat(rig.sink.sent).isEmpty();
        assertThat(rig.said).containsExactly("warn: events are kept on disk: no permission");

        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.sink.texts()).containsExactly("a", "c");
    }

    @Test
    void an_event_the_destination_never_takes_goes_to_the_dead_letters_and_holds_nothing_up() throws IOException {
        rig.append("a", "poison", "b");
        rig.work();
        List<FakeSink.Sent> sent = rig.sink.takeAll();
        sent.get(1).fails(Remedy.DEAD_LETTER, "too large");
        sent.get(0).arrives();
        sent.get(2).arrives();
        rig.work();

        assertThat(rig.buried).containsExactly("poison: too large");
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().deadLettered()).isEqualTo(1);
        assertThat(rig.shipper.stats().acknowledged()).isEqualTo(2);
        assertThat(rig.shipper.stats().lastError()).isEqualTo("too large");
    }

    @Test
    void an_event_the_sink_refuses_at_once_is_a_dead_letter_too() throws IOException {
        rig.sink.refusal = record -> record.size() > 1000 ? new SinkFailure(Remedy.DEAD_LETTER, "too large") : null;
        rig.append("a", "x".repeat(1000), "b");
        rig.work();

        assertThat(rig.sink.texts()).containsExactly("a", "b");
        assertThat(rig.buried).containsExactly("x".repeat(1000) + ": too large");
    }

    @Test
    void an_entry_nobody_can_read_is_a_dead_letter_and_no_loop() throws IOException {
        rig.append("a", ShipperRig.UNREADABLE, "b");
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("a", "b");

        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.buried).hasSize(1).first().asString().contains("no event in there");
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().undecodable()).isEqualTo(1);
        assertThat(rig.shipper.stats().deadLettered()).isEqualTo(1);
    }

    @Test
    void a_dead_letter_that_cannot_be_written_holds_the_checkpoint_until_it_can() throws IOException {
        rig.deadLettersFail = true;
        rig.append("a", "poison", "b");
        rig.work();
        List<FakeSink.Sent> sent = rig.sink.takeAll();
        sent.get(1).fails(Remedy.DEAD_LETTER, "too large");
        sent.get(0).arrives();
        sent.get(2).arrives();
        rig.pass(Duration.ofSeconds(30));
        assertThat(rig.backlog()).containsExactly("a", "poison", "b");
        assertThat(rig.shipper.stats().deadLettered()).isZero();

        rig.deadLettersFail = false;
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.buried).containsExactly("poison: too large");
        assertThat(rig.backlog()).isEmpty();
    }

    @Test
    void a_dead_letter_is_written_and_counted_once_although_a_rebuild_brings_it_again() throws IOException {
        rig.sink.refusal = record -> record.size() > 1000 ? new SinkFailure(Remedy.DEAD_LETTER, "too large") : null;
        rig.append("a", "x".repeat(1000));
        rig.work();
        rig.sink.takeAll().get(0).fails(Remedy.REBUILD, "fenced");
        rig.work();
        rig.pass(Duration.ofSeconds(1));
        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();

        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.buried).hasSize(1);
        assertThat(rig.shipper.stats().deadLettered()).isEqualTo(1);
        assertThat(rig.shipper.stats().acknowledged()).isEqualTo(1);
    }

    @Test
    void a_refused_timestamp_becomes_the_current_time_and_older_ones_do_so_unasked() throws IOException {
        rig.append("@5000");
        rig.work();
        FakeSink.Sent first = rig.sink.takeAll().get(0);
        assertThat(first.record().timestampMillis()).isEqualTo(5000);
        rig.clock.advance(Duration.ofDays(3));
        first.fails(Remedy.RESTAMP, "too old");
        rig.append("@4999", "@5000", "@5001");
        rig.work();

        long now = rig.clock.wallMillis();
        assertThat(rig.sink.texts()).containsExactly("@5000", "@4999", "@5000", "@5001");
        assertThat(rig.sink.sent.stream().map(s -> s.record().timestampMillis()))
                .containsExactly(now, now, now, 5001L);
    }

    @Test
    void a_sink_that_refuses_the_current_time_is_waited_for() throws IOException {
        rig.append("a");
        rig.work();
        rig.sink.takeAll().get(0).fails(Remedy.RESTAMP, "too new");
        rig.work();
        rig.sink.takeAll().get(0).fails(Remedy.RESTAMP, "too new");
        rig.work();
        assertThat(rig.sink.sent).isEmpty();
        assertThat(rig.said).hasSize(1);

        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.sink.takeAll().get(0).record().timestampMillis()).isEqualTo(rig.clock.wallMillis() - 1000);
    }

    @Test
    void closing_drains_what_can_be_drained_and_then_closes_the_sink() throws IOException {
        rig.append("a");
        rig.shipper.beginClose(Duration.ofSeconds(5));
        rig.work();
        assertThat(rig.sink.closings).isEmpty();
        assertThat(rig.shipper.awaitClosed(Duration.ZERO)).isFalse();

        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.clock.advance(Duration.ofSeconds(1));
        rig.work();
        assertThat(rig.sink.closings).containsExactly(Duration.ofSeconds(4));
        assertThat(rig.shipper.awaitClosed(Duration.ZERO)).isTrue();
        assertThat(rig.shipper.stats().state()).isEqualTo(AgentState.CLOSED);
        assertThat(rig.backlog()).isEmpty();
    }

    @Test
    void closing_leaves_what_is_not_acknowledged_for_the_next_start() throws IOException {
        rig.append("a");
        rig.work();
        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        rig.append("b", "c");
        rig.work();
        rig.shipper.beginClose(Duration.ofSeconds(5));
        rig.pass(Duration.ofSeconds(4));
        assertThat(rig.shipper.awaitClosed(Duration.ZERO)).isFalse();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.shipper.awaitClosed(Duration.ZERO)).isTrue();
        assertThat(rig.sink.closings).containsExactly(Duration.ZERO);
        assertThat(rig.backlog()).containsExactly("b", "c");
        rig.append("d");
        assertThat(rig.shipper.doWork()).as("work after the end").isZero();
    }
}
