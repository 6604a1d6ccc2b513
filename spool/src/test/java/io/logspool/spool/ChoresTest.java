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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A chore that fails keeps none of the others from being done, and every failure is told. */
class ChoresTest {

    private int done;

    @Test
    void what_comes_after_a_failure_is_done_and_all_failures_are_told() {
        Chores chores = new Chores();
        chores.attempt(() -> {
            throw new IOException("cannot delete");
        });
        chores.attempt(() -> ++done);
        chores.attempt(() -> {
            throw new IllegalStateException("cannot close");
        });
        chores.attempt(() -> ++done);
        assertThat(done).isEqualTo(2);
        assertThatThrownBy(chores::done)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot delete")
                .cause()
                .hasSuppressedException(new IllegalStateException("cannot close"));
    }

    @Test
    void without_a_failure_the_work_adds_up() throws IOException {
        Chores chores = new Chores();
        chores.attempt(() -> 2);
        chores.attempt(() -> 3);
        assertThat(chores.done()).isEqualTo(5);
    }
}
