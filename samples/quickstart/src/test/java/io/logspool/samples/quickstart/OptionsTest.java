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
package io.logspool.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command line means what the help says, and a bad one is refused with the option and its value. */
class OptionsTest {
    @Test
    void nothing_given_means_a_run_without_outage_on_free_ports_in_a_temporary_directory() throws Exception {
        assertThat(Options.parse()).isEqualTo(new Options(false, Duration.ZERO, 4_000, 0, 0, null, false));
    }

    @Test
    void every_option_is_taken() throws Exception {
        Options options = Options.parse(
                "--outage",
                "1500ms",
                "--requests",
                "10",
                "--port",
                "8080",
                "--kafka-port",
                "9092",
                "--directory",
                "/a/../b",
                "--keep");
        assertThat(options).isEqualTo(new Options(false, Duration.ofMillis(1500), 10, 8080, 9092, Path.of("/b"), true));
        assertThat(Options.parse("--help").help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "10s,10000", "2m,120000"})
    void a_duration_has_a_unit(String value, long millis) throws Exception {
        assertThat(Options.parse("--outage", value).outage()).hasMillis(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "--outage,10,not a duration",
        "--outage,0s,not between",
        "--outage,61m,not between",
        "--requests,0,not between 1 and",
        "--requests,many,not a number",
        "--port,65536,not between 1 and 65535",
        "--kafka-port,-1,not between 1 and 65535"
    })
    void a_bad_value_is_refused_with_option_value_and_reason(String option, String value, String reason) {
        assertThatThrownBy(() -> Options.parse(option, value))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(option + " " + value + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void an_unknown_option_a_missing_value_and_one_port_for_two_are_refused() {
        assertThatThrownBy(() -> Options.parse("--outrage")).hasMessage("unknown option --outrage");
        assertThatThrownBy(() -> Options.parse("--outage")).hasMessage("--outage needs a value");
        assertThatThrownBy(() -> Options.parse("--port", "9092", "--kafka-port", "9092"))
                .hasMessage("--port and --kafka-port are both 9092");
    }
}
