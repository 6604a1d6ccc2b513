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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract: no event that is in Kafka is forgotten while it may be read again, however many starts there were. */
class PositionsTest {

    private static final int STARTS = 3 * Positions.MAX_INCARNATIONS;

    @Test
    void of_records_that_are_not_compacted_yet_the_newest_incarnations_are_kept() {
        PositionReader.Found found = PositionReader.Found.none();
        for (int start = 0; start < STARTS; start++) {
            found = found.merged(new PositionRecord("writer", Map.of(id(start), 100L + start)));
        }
        Positions positions = new Positions();
        positions.merge(found.next());

        for (int start = 0; start < STARTS; start++) {
            assertThat(positions.cover(id(start), 99 + start)).isTrue();
            assertThat(positions.cover(id(start), 100 + start)).isFalse();
        }
        assertThat(positions.recent().keySet())
                .hasSize(Positions.MAX_INCARNATIONS)
                .contains(id(STARTS - 1), id(STARTS - Positions.MAX_INCARNATIONS))
                .last()
                .isEqualTo(id(STARTS - 1));
    }

    @Test
    void of_records_in_any_order_the_furthest_of_each_incarnation_counts_and_the_last_ones_are_the_newest() {
        PositionReader.Found found = PositionReader.Found.none();
        found = found.merged(new PositionRecord("second", Map.of(id(0), 20L)));
        found = found.merged(new PositionRecord("second", Map.of(id(1), 5L)));
        found = found.merged(new PositionRecord("first", Map.of(id(0), 10L)));

        assertThat(found.next()).containsExactly(Map.entry(id(1), 5L), Map.entry(id(0), 20L));
        assertThat(found.writer()).isEqualTo("first");
    }

    @Test
    void a_position_never_goes_back_and_one_that_moves_is_kept_longest() {
        Positions positions = new Positions();
        positions.moveTo(id(0), 10);
        for (int start = 1; start < Positions.MAX_INCARNATIONS; start++) {
            positions.moveTo(id(start), 1);
        }
        positions.moveTo(id(0), 5);
        positions.moveTo(id(STARTS), 1);

        assertThat(positions.recent()).containsEntry(id(0), 10L).doesNotContainKey(id(1));
    }

    private static String id(int start) {
        return String.format("%032x", start * 0x9e3779b97f4a7c15L);
    }
}
