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
package io.logspool.spool;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same as the fuzzer does, with random inputs and without a guide, in each build. */
class SegmentReaderFuzzTest {

    private static final int INPUTS = 500 * Integer.getInteger("campaign.rounds", 20);

    @Test
    void random_segments_and_random_damage_give_no_wrong_entry() {
        long seed = Long.getLong("campaign.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = new byte[random.nextInt(2000)];
            random.nextBytes(input);
            assertThatCode(() -> SegmentReaderFuzz.fuzzerTestOneInput(input))
                    .as("seed %d, input %d", seed, i)
                    .doesNotThrowAnyException();
        }
    }
}
