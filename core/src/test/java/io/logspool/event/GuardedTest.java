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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls into the application come to an end, and leave nothing behind on the thread that makes them. */
final class GuardedTest {

    @Test
    void a_thread_holds_nothing_of_a_call_that_is_over() {
        AtomicBoolean within = new AtomicBoolean();
        assertThat(Guarded.text(argument(within))).isEqualTo("text");
        assertThat(within).isTrue();
        assertThat(Guarded.isHeld()).isFalse();
        Guarded.call(new Object(), "toString()", target -> {
            throw new StackOverflowError();
        });
        assertThat(Guarded.isHeld()).isFalse();
        assertThat(Guarded.callOr("otherwise", new Object(), target -> {
                    throw new OutOfMemoryError("no room");
                }))
                .isEqualTo("otherwise");
        assertThat(Guarded.isHeld()).isFalse();
    }

    @Test
    void calls_within_each_other_end_at_the_bound_and_can_begin_again() {
        for (int round = 0; round < 3; round++) {
            AtomicInteger calls = new AtomicInteger();
            String text = nested(calls);
            assertThat(calls).hasValue(Guarded.MAX_NESTING);
            assertThat(text).contains("nested too deep");
        }
    }

    private static Object argument(AtomicBoolean within) {
        return new Object() {
            @Override
            public String toString() {
                within.set(Guarded.isHeld());
                return "text";
            }
        };
    }

    private static String nested(AtomicInteger calls) {
        return Guarded.text(new Object() {
            @Override
            public String toString() {
                calls.incrementAndGet();
                return nested(calls);
            }
        });
    }
}
