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
package io.logspool.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Ranges are the set of their sequences, in as few ranges as there can be. */
class RangesTest {

    @Test
    void they_are_the_same_as_a_set_of_numbers_whatever_is_added_and_removed() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Ranges ranges = new Ranges();
            TreeSet<Long> model = new TreeSet<>();
            for (int i = 0; i < 30; i++) {
                long first = 1L + random.nextInt(60);
                long last = first + random.nextInt(6);
                boolean add = random.nextInt(3) > 0;
                if (add) {
                    ranges.add(first, last);
                } else {
                    ranges.remove(first, last);
                }
                for (long n = first; n <= last; n++) {
                    if (add) {
                        model.add(n);
                    } else {
                        model.remove(n);
                    }
                }
                check(ranges, model);
            }
        }
    }

    private static void check(Ranges ranges, Set<Long> model) {
        TreeSet<Long> sequences = new TreeSet<>();
        long before = -1;
        for (SequenceRange range : ranges.first(Integer.MAX_VALUE)) {
            assertThat(range.first()).isGreaterThan(before + 1);
            for (long n = range.first(); n <= range.last(); n++) {
                sequences.add(n);
            }
            before = range.last();
        }
        assertThat(sequences).isEqualTo(model);
    }
}
