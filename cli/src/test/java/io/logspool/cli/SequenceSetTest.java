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

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A set of sequences says the same as a set of numbers, at the seams of its chunks too. */
class SequenceSetTest {

    @Test
    void it_holds_what_was_added_and_lists_what_is_missing() {
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            SequenceSet set = new SequenceSet();
            TreeSet<Long> model = new TreeSet<>();
            long base = random.nextInt(3) * 65_536L;
            for (int i = 0; i < 500; i++) {
                long sequence = Math.max(1, base + random.nextInt(300) - 150);
                assertThat(set.add(sequence)).isEqualTo(model.add(sequence));
            }
            assertThat(set.size()).isEqualTo(model.size());
            assertThat(set.highest()).isEqualTo(model.last());
            List<Long> missing = new ArrayList<>();
            set.missing(1, base + 200, (first, last) -> {
                for (long n = first; n <= last; n++) {
                    missing.add(n);
                }
            });
            List<Long> expected = new ArrayList<>();
            for (long n = 1; n <= base + 200; n++) {
                if (!model.contains(n)) {
                    expected.add(n);
                }
            }
            assertThat(missing).isEqualTo(expected);
        }
    }

    @Test
    void a_chunk_that_is_full_still_knows_what_comes_twice() {
        SequenceSet set = new SequenceSet();
        for (long n = 1; n <= 200_000; n++) {
            if (n != 100_000) {
                assertThat(set.add(n)).isTrue();
            }
        }
        assertThat(set.add(7)).isFalse();
        assertThat(set.add(65_536)).isFalse();
        List<String> runs = new ArrayList<>();
        set.missing(1, 200_000, (first, last) -> runs.add(first + "-" + last));
        assertThat(runs).containsExactly("100000-100000");
        assertThat(set.size()).isEqualTo(199_999);
        assertThat(set.highest()).isEqualTo(200_000);
    }

    @Test
    void an_id_that_is_none_is_not_taken_for_one() {
        String id = "0123456789abcdef0123456789abcdef";
        assertThat(Audit.sequence((id + "-42").getBytes(US_ASCII))).isEqualTo(42);
        for (String bad : List.of("", id, id + "-", id + "-4x", id + "+42", id + "-1234567890123456789")) {
            assertThat(Audit.sequence(bad.getBytes(US_ASCII))).as(bad).isEqualTo(-1);
        }
    }
}
