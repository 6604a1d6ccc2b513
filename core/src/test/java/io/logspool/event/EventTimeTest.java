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
package io.logspool.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every point in time has its nanoseconds; one that they cannot tell stays on its side of the present. */
class EventTimeTest {

    @Test
    void a_second_and_its_part_are_one_number() {
        assertThat(EventTime.epochNanos(1_700_000_000L, 123_456_789)).isEqualTo(1_700_000_000_123_456_789L);
        assertThat(EventTime.epochNanos(-1, 1)).isEqualTo(-999_999_999L);
    }

    @Test
    void what_is_out_of_reach_becomes_the_nearest_second_that_is_not() {
        long last = EventTime.epochNanos(Long.MAX_VALUE, 999_999_999);
        long first = EventTime.epochNanos(Long.MIN_VALUE, 999_999_999);

        assertThat(Instant.ofEpochSecond(0, last)).isBetween(at("2262-04-11T00:00:00Z"), at("2262-04-12T00:00:00Z"));
        assertThat(Instant.ofEpochSecond(0, first)).isBetween(at("1677-09-21T00:00:00Z"), at("1677-09-22T00:00:00Z"));
        assertThat(EventTime.epochNanos(Long.MAX_VALUE / 1_000_000_000L, 999_999_999))
                .isEqualTo(last);
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
