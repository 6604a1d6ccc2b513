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
package io.logspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is out of order is told from what was sent again from a checkpoint, and nothing is counted as both. */
class TallyTest {

    private final Tally tally = new Tally("incarnation");

    @Test
    void what_comes_after_a_later_one_is_out_of_order() {
        receive(0, 1, 2, 4, 5, 3, 6);
        receive(1, 9, 7, 8);
        tally.close();
        assertThat(tally.outOfOrder()).isEqualTo(3);
        assertThat(tally.rewound()).isZero();
        assertThat(tally.missing()).isZero();
    }

    @Test
    void what_is_sent_again_from_the_checkpoint_to_other_partitions_is_rewound() {
        // Until a kill 1 to 3 and 6 were written to partition 0, and 4, 5 were on their way to partition 1.
        receive(0, 1, 2, 3, 6, 2, 3, 4, 5);
        receive(1, 6, 7);
        tally.close();
        assertThat(tally.outOfOrder()).isZero();
        assertThat(tally.rewound()).isEqualTo(2);
        assertThat(tally.duplicates()).isEqualTo(3);
        assertThat(tally.missing()).isZero();
    }

    @Test
    void duplicates_of_others_do_not_excuse() {
        receive(0, 1, 2, 3, 6, 4, 5, 2, 3);
        tally.close();
        assertThat(tally.outOfOrder()).isEqualTo(2);
        assertThat(tally.rewound()).isZero();
    }

    private void receive(int partition, long... sequences) {
        for (long sequence : sequences) {
            tally.receive(sequence, partition);
        }
    }
}
