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

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The bar has one width, whatever it is told, and is shown to people only, once for each percent. */
class ProgressTest {

    private final StringWriter shown = new StringWriter();

    @Test
    void more_than_all_counts_as_all_and_less_than_nothing_as_nothing() {
        Progress progress = progress(true);
        // A live owner logs faster than is shipped: more is left than there was.
        progress.show(-1_000);
        progress.show(100);
        progress.show(300);
        progress.close();
        assertThat(shown.toString().split("\r", -1))
                .containsExactly(
                        "",
                        "[" + ".".repeat(40) + "]   0 %",
                        "[" + "#".repeat(20) + ".".repeat(20) + "]  50 %",
                        "[" + "#".repeat(40) + "] 100 %",
                        "\033[K");
    }

    @Test
    void a_percent_is_shown_once() {
        Progress progress = progress(true);
        progress.show(2);
        progress.show(3);
        progress.show(2);
        assertThat(shown.toString()).containsOnlyOnce("%");
    }

    @Test
    void nothing_is_shown_to_a_file() {
        Progress progress = progress(false);
        progress.show(100);
        progress.close();
        assertThat(shown.toString()).isEmpty();
    }

    private Progress progress(boolean terminal) {
        Streams streams =
                new Streams(OutputStream.nullOutputStream(), new PrintWriter(shown), terminal, Clock.systemUTC());
        return new Progress(streams, 200);
    }
}
