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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract: what will never arrive goes to the topic of dead letters, and to the file if that does not take it. */
class ShipperDeadLetterTopicTest extends ShipperFixture {

    @BeforeEach
    void haveATopic() throws IOException {
        use(new ShipperOptions(1 << 20, false, "letters"));
    }

    @Test
    void a_dead_letter_has_its_reason_and_its_topic_and_is_counted_once_it_is_sent() throws IOException {
        rig.append("bad", "good");
        rig.work();
        rig.sink.takeAll().forEach(sent -> {
            if (sent.text().equals("bad")) {
                sent.fails(Remedy.DEAD_LETTER, "too large");
            } else {
                sent.arrives();
            }
        });
        rig.work();

        FakeSink.Sent letter = rig.sink.takeAll().get(0);
        assertThat(letter.record().topic()).isEqualTo("letters");
        assertThat(letter.text()).isEqualTo("bad");
        assertThat(letter.record().headers())
                .containsEntry("logspool.dead-letter.reason", "too large")
                .containsEntry("logspool.dead-letter.topic", "logs")
                .containsKeys("logspool.id", "content-type");
        assertThat(rig.backlog()).hasSize(2);

        letter.arrives();
        rig.work();
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.buried).isEmpty();
        assertThat(rig.shipper.stats().deadLettered()).isEqualTo(1);
        assertThat(rig.shipper.stats().acknowledged()).isEqualTo(1);
    }

    @Test
    void a_topic_that_is_not_there_leaves_the_file() throws IOException {
        rig.sink.refusal = record -> switch (record.topic()) {
            case "letters" -> new SinkFailure(Remedy.TOPIC_MISSING, "no topic letters");
            default -> new SinkFailure(Remedy.DEAD_LETTER, "too large");
        };
        rig.append("bad");
        rig.work();

        assertThat(rig.buried).containsExactly("bad: too large");
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().deadLettered()).isEqualTo(1);
    }

    @Test
    void a_letter_that_the_topic_refuses_when_it_is_delivered_comes_to_the_file() throws IOException {
        rig.append(ShipperRig.UNREADABLE);
        rig.work();
        FakeSink.Sent letter = rig.sink.takeAll().get(0);
        assertThat(letter.record().headers()).doesNotContainKey("logspool.dead-letter.topic");
        letter.fails(Remedy.DEAD_LETTER, "too large for this topic as well");
        rig.work();

        assertThat(rig.buried).singleElement().asString().startsWith("unreadable: the entry cannot be read");
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().deadLettered()).isEqualTo(1);
        assertThat(rig.shipper.stats().undecodable()).isEqualTo(1);
        assertThat(rig.shipper.stats().acknowledged()).isZero();
    }

    @Test
    void a_letter_waits_for_brokers_as_an_event_does() throws IOException {
        rig.sink.refusal = record -> record.topic().equals("letters")
                ? new SinkFailure(Remedy.RETRY, "no broker")
                : new SinkFailure(Remedy.DEAD_LETTER, "too large");
        rig.append("bad");
        rig.work();
        assertThat(rig.buried).isEmpty();
        assertThat(rig.backlog()).hasSize(1);
    }

    @Test
    void what_finds_no_topic_and_a_full_file_is_lost_counted_and_said_once() throws IOException {
        use(ShipperOptions.of(1 << 20));
        rig.deadLettersFull = true;
        rig.sink.refusal = record -> new SinkFailure(Remedy.DEAD_LETTER, "too large");
        rig.append("1", "2", "3");
        rig.work();

        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().deadLettered()).isEqualTo(3);
        assertThat(rig.shipper.stats().discarded()).isEqualTo(3);
        assertThat(rig.said).singleElement().asString().contains("full");
    }
}
