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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What did not arrive is waited for, and sent again in the order of the spool, for as long as it takes. */
class ShipperRetryTest extends ShipperFixture {

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
    void a_refused_timestamp_becomes_the_current_time_and_older_ones_and_those_of_about_its_age_do_so_unasked()
            throws IOException {
        rig.append("@5000");
        rig.work();
        FakeSink.Sent first = rig.sink.takeAll().get(0);
        assertThat(first.record().timestampMillis()).isEqualTo(5000);
        rig.clock.advance(Duration.ofDays(3));
        first.fails(Remedy.RESTAMP, "too old");
        long recent = rig.clock.wallMillis() - 1000;
        rig.append("@4999", "@5000", "@5001", "@" + recent);
        rig.work();

        long now = rig.clock.wallMillis();
        assertThat(rig.sink.texts()).containsExactly("@5000", "@4999", "@5000", "@5001", "@" + recent);
        assertThat(rig.sink.sent.stream().map(s -> s.record().timestampMillis()))
                .containsExactly(now, now, now, now, recent);
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
}
