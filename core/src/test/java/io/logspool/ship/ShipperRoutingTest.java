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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of topics made from events: one that is missing or forbidden holds up its own events only, for a minute;
 * then they are dead letters, until the topic is there.
 */
class ShipperRoutingTest extends ShipperFixture {

    private Set<String> missing = Set.of("b");

    @BeforeEach
    void routeByEvent() throws IOException {
        use(new ShipperOptions(1 << 20, true, null));
        rig.sink.refusal = this::refuse;
    }

    @Test
    void a_missing_topic_does_not_hold_up_the_others_and_gets_its_own_in_order_once_it_is_there() throws IOException {
        rig.append("#b 1", "#a 2", "#b 3", "#a 4");
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("#a 2", "#a 4");
        assertThat(rig.said).singleElement().asString().contains("no topic b").contains("60 s");

        missing = Set.of();
        rig.append("#b 5");
        rig.work();
        assertThat(rig.sink.texts()).as("not tried again yet").containsExactly("#a 2", "#a 4");
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.sink.texts()).containsExactly("#a 2", "#a 4", "#b 1", "#b 3", "#b 5");
        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.buried).isEmpty();
    }

    @Test
    void the_checkpoint_waits_for_what_is_kept_aside() throws IOException {
        rig.append("#a 1", "#b 2", "#a 3");
        rig.work();
        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();

        assertThat(rig.backlog()).contains("#b 2");
    }

    @Test
    void a_topic_that_stays_missing_is_given_up_after_a_minute_and_tried_again_a_minute_later() throws IOException {
        rig.append("#b 1", "#a 2");
        rig.work();
        rig.pass(Duration.ofSeconds(59));
        assertThat(rig.buried).isEmpty();
        rig.pass(Duration.ofSeconds(6));
        assertThat(rig.buried).containsExactly("#b 1: no topic b");
        rig.append("#b 3");
        rig.work();
        assertThat(rig.buried).hasSize(2);

        missing = Set.of();
        rig.clock.advance(Duration.ofSeconds(59));
        rig.append("#b 4");
        rig.work();
        assertThat(rig.buried).as("not asked again yet").hasSize(3);
        rig.clock.advance(Duration.ofSeconds(1));
        rig.append("#b 5");
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("#a 2", "#b 5");
        assertThat(rig.shipper.stats().deadLettered()).isEqualTo(3);
    }

    @Test
    void a_topic_that_is_deleted_while_records_wait_for_it_is_given_up_too_and_what_is_behind_arrives()
            throws IOException {
        missing = Set.of();
        rig.append("#b 1", "#a 2");
        rig.work();
        rig.sink.lookUp = topic -> missing.contains(topic)
                ? new SinkFailure(Remedy.TOPIC_MISSING, "gone")
                : new SinkFailure(Remedy.RETRY, "no answer");
        rig.pass(Duration.ofSeconds(61));
        assertThat(rig.sink.resets).as("only slow").isZero();

        missing = Set.of("b");
        rig.sink.takeAll().get(1).arrives();
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.sink.resets).isEqualTo(1);
        assertThat(rig.said).anyMatch(text -> text.contains("sent again: gone"));
        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        for (int second = 0; second < 70; second++) {
            rig.pass(Duration.ofSeconds(1));
        }
        assertThat(rig.buried).containsExactly("#b 1: no topic b");
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.sink.resets).isEqualTo(1);
    }

    @Test
    void a_sink_that_commits_in_order_waits_with_all_and_gives_up_as_well() throws IOException {
        rig.sink.inOrder = true;
        rig.append("#b 1", "#a 2");
        rig.work();
        assertThat(rig.sink.sent).isEmpty();
        for (int second = 0; second < 70; second++) {
            rig.pass(Duration.ofSeconds(1));
        }
        assertThat(rig.buried).containsExactly("#b 1: no topic b");
        assertThat(rig.sink.texts()).containsExactly("#a 2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_topic_that_may_be_seen_but_not_written_to_is_given_up_after_a_minute(boolean inOrder) throws IOException {
        missing = Set.of();
        rig.sink.inOrder = inOrder;
        rig.append("#b 1", "#b 2");
        rig.work();
        assertGivenUpAfterAMinute("#b 1: may not", "#b 2: may not");
        assertThat(rig.said.stream().filter(text -> text.contains("dead letters if that lasts")))
                .hasSize(1);
        rig.append("#a 3");
        rig.pass(Duration.ofSeconds(20));
        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.backlog()).isEmpty();
    }

    @Test
    void once_something_has_arrived_a_topic_gets_its_minute_again() throws IOException {
        missing = Set.of();
        rig.append("#b 1");
        rig.work();
        for (int second = 0; second < 55; second++) {
            forbid();
        }
        rig.pass(Duration.ofSeconds(5));
        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.append("#b 2");
        rig.work();
        assertGivenUpAfterAMinute("#b 2: may not");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void something_that_arrives_gives_its_topic_another_minute_also_for_what_is_refused_beside_it(boolean arrivesFirst)
            throws IOException {
        missing = Set.of();
        rig.append("#b 1", "#b 2");
        rig.work();
        for (int second = 0; second < (arrivesFirst ? 56 : 50); second++) {
            forbid();
        }
        rig.pass(Duration.ofSeconds(5));
        List<FakeSink.Sent> both = rig.sink.takeAll();
        assertThat(both).hasSize(2);
        if (arrivesFirst) {
            both.get(0).arrives();
        }
        both.get(1).fails(Remedy.TOPIC_FORBIDDEN, "may not");
        rig.work();
        if (!arrivesFirst) {
            both.get(0).arrives();
        }
        assertGivenUpAfterAMinute("#b 2: may not");
    }

    @Test
    void a_sink_that_is_made_anew_gives_no_topic_another_minute_and_gets_nothing_twice() throws IOException {
        missing = Set.of("b", "c");
        rig.append("#b 1", "#c 2", "#a 3");
        rig.work();
        rig.pass(Duration.ofSeconds(40));
        rig.sink.takeAll().get(0).fails(Remedy.REBUILD, "gone");
        rig.work();
        missing = Set.of("b");
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.sink.resets).isEqualTo(1);
        assertThat(rig.sink.texts()).containsExactlyInAnyOrder("#a 3", "#c 2");
        rig.pass(Duration.ofSeconds(6));
        rig.pass(Duration.ofSeconds(6));
        assertThat(rig.buried).containsExactly("#b 1: no topic b");
        assertThat(rig.sink.texts()).hasSize(2);
    }

    private void assertGivenUpAfterAMinute(String... letters) throws IOException {
        for (int second = 0; second < 55; second++) {
            forbid();
        }
        assertThat(rig.buried).isEmpty();
        for (int second = 0; second < 20; second++) {
            forbid();
        }
        assertThat(rig.buried).containsExactlyInAnyOrder(letters);
    }

    /** A second in which whatever comes to the topic b is refused there. */
    private void forbid() throws IOException {
        for (FakeSink.Sent sent : rig.sink.takeAll()) {
            sent.fails(Remedy.TOPIC_FORBIDDEN, "may not");
        }
        rig.pass(Duration.ofSeconds(1));
    }

    @Test
    void a_fixed_topic_that_is_missing_is_waited_for_for_ever() throws IOException {
        use(ShipperOptions.of(1 << 20));
        rig.sink.refusal = this::refuse;
        rig.append("#b 1", "#a 2");
        rig.work();
        for (int minute = 0; minute < 600; minute++) {
            rig.pass(Duration.ofMinutes(1));
        }
        assertThat(rig.sink.sent).isEmpty();
        assertThat(rig.buried).isEmpty();
        assertThat(rig.backlog()).hasSize(2);
    }

    private @Nullable SinkFailure refuse(SinkRecord record) {
        return missing.contains(record.topic())
                ? new SinkFailure(Remedy.TOPIC_MISSING, "no topic " + record.topic())
                : null;
    }
}
