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
import org.junit.jupiter.api.Test;

/** The end drains what can be drained in its time, and leaves the rest for the next start. */
class ShipperCloseTest extends ShipperFixture {

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
        rig.pass(Duration.ofMillis(3900));
        assertThat(rig.shipper.awaitClosed(Duration.ZERO)).isFalse();
        rig.pass(Duration.ofMillis(100));

        assertThat(rig.shipper.awaitClosed(Duration.ZERO)).isTrue();
        assertThat(rig.sink.closings).as("a second for the sink's own end").containsExactly(Duration.ofSeconds(1));
        assertThat(rig.backlog()).containsExactly("b", "c");
        rig.append("d");
        assertThat(rig.shipper.doWork()).as("work after the end").isZero();
    }
}
