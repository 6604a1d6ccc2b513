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
package io.logspool.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is missing or twice is seen by the ids alone, whichever side it is missing on. */
class ArrivalsTest {
    private static final String SHOP = "io.logspool.samples.quickstart.shop.Orders";

    private final Arrivals arrivals = new Arrivals("this-run");

    @Test
    void nothing_is_missing_when_every_event_came_in_whatever_order() throws Exception {
        add("a-2", SHOP);
        add("a-1", SHOP);
        add("a-3", "org.apache.catalina.core.StandardService");
        assertThat(arrivals.arrived()).isEqualTo(3);
        assertThat(arrivals.missing(3)).isZero();
        assertThat(arrivals.duplicates()).isZero();
    }

    @Test
    void an_event_that_comes_twice_is_a_duplicate_and_hides_no_gap() throws Exception {
        add("a-1", SHOP);
        add("a-1", SHOP);
        assertThat(arrivals.duplicates()).isEqualTo(1);
        assertThat(arrivals.arrived()).isEqualTo(1);
        assertThat(arrivals.missing(2)).isEqualTo(1);
    }

    @Test
    void a_gap_in_the_sequence_is_missing_even_if_fewer_events_were_counted() throws Exception {
        add("a-1", SHOP);
        add("a-3", SHOP);
        assertThat(arrivals.missing(2)).isEqualTo(1);
    }

    @Test
    void an_event_of_the_agent_itself_makes_up_for_none_of_the_shop() throws Exception {
        add("a-1", SHOP);
        add("a-2", "io.logspool.LogAgent");
        assertThat(arrivals.arrived()).isEqualTo(1);
        assertThat(arrivals.missing(2)).isEqualTo(1);
    }

    @Test
    void the_same_sequence_of_two_incarnations_is_two_events() throws Exception {
        add("a-1", SHOP);
        add("b-1", SHOP);
        assertThat(arrivals.arrived()).isEqualTo(2);
        assertThat(arrivals.duplicates()).isZero();
    }

    @Test
    void what_an_earlier_run_left_behind_does_not_count() throws Exception {
        arrivals.add(json("z-1", SHOP, "earlier-run"));
        assertThat(arrivals.arrived()).isZero();
        assertThat(arrivals.missing(1)).isEqualTo(1);
    }

    private void add(String id, String logger) throws IOException {
        arrivals.add(json(id, logger, "this-run"));
    }

    private static byte[] json(String id, String logger, String node) {
        return """
                {"event.id": "%s", "log.logger": "%s", "service.node.name": "%s"}
                """.formatted(id, logger, node).getBytes(StandardCharsets.UTF_8);
    }
}
