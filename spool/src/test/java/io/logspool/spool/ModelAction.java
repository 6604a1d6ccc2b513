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

import java.util.Random;

/**
 * One step of a {@link SpoolModel}: what is done, and the seed of everything that is random in it, so that a step does
 * the same whatever steps before it are left out.
 */
record ModelAction(Kind kind, long seed) {

    enum Kind {
        APPEND(20),
        APPEND_IN_PAGE(12),
        READ(16),
        READ_ALL(4),
        SEEK(3),
        ACKNOWLEDGE(10),
        WORK(16),
        ROLL(6),
        FILL(2),
        DRAIN(3),
        REOPEN(3),
        CRASH(5),
        CRASH_IN_WORK(4),
        CRASH_AND_FLIP(2),
        SYNC(5),
        SET_CLOCK(4),
        DISK_FULL(3),
        POWER_LOSS(3);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        private static final int ALL_WEIGHTS = 121;

        static Kind any(Random random) {
            int left = random.nextInt(ALL_WEIGHTS);
            for (Kind kind : values()) {
                left -= kind.weight;
                if (left < 0) {
                    return kind;
                }
            }
            throw new IllegalStateException("the weights are " + (left + 1) + " short of " + ALL_WEIGHTS);
        }
    }

    static ModelAction any(Random random) {
        return new ModelAction(Kind.any(random), random.nextInt(1_000_000));
    }

    /** The inverse of {@link #toString()}. */
    static ModelAction parse(String text) {
        int colon = text.indexOf(':');
        return new ModelAction(Kind.valueOf(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return kind + ":" + seed;
    }
}
