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
package io.logspool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes are powers of two, durations have a unit, and nothing is guessed. */
class UnitsTest {

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "4096,4096", "64KiB,65536", "64MiB,67108864", "1GiB,1073741824", "2TiB,2199023255552"})
    void a_size_is_a_whole_number_of_bytes_or_of_a_binary_unit(String text, long bytes) throws Exception {
        assertThat(Units.parseSize(text)).isEqualTo(bytes);
        assertThat(Units.parseSize(Units.size(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MiB", "1.5GiB", "-1", "+1", "1MB", "1M", "1mib", "64 MiB", "0x10", "١", "1e6", "1_000"})
    void any_other_size_is_refused(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> Units.parseSize(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "99999999999999999999", "8388608TiB", "999999999999999999KiB"})
    void a_size_that_no_number_holds_is_refused(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> Units.parseSize(text));
    }

    @ParameterizedTest
    @CsvSource({"0,PT0S", "500ms,PT0.5S", "5s,PT5S", "2m,PT2M", "1h,PT1H", "0s,PT0S", "90s,PT1M30S"})
    void a_duration_is_a_whole_number_with_its_unit_or_zero(String text, Duration duration) throws Exception {
        assertThat(Units.parseDuration(text)).isEqualTo(duration);
        assertThat(Units.parseDuration(Units.duration(duration))).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "1.5s", "-1s", "5 s", "5S", "5sec", "PT5S", "1h30m", "9999999999999999h"})
    void any_other_duration_is_refused(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> Units.parseDuration(text));
    }

    @Test
    void a_size_for_people_has_one_decimal_unless_it_is_exact() {
        assertThat(Units.roundedSize(105_683_402_752L)).isEqualTo("98.4GiB");
        assertThat(Units.roundedSize(1L << 40)).isEqualTo("1TiB");
        assertThat(Units.roundedSize(1000)).isEqualTo("1000");
    }
}
