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

/** What never can arrive goes to the dead letters, once, and holds nothing up. */
class ShipperDeadLetterTest extends ShipperFixture {

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
}
