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
package io.logspool.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.event.GoldenEvent;
import io.logspool.event.LogLevel;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records are GELF 1.1, and Graylog loses nothing of them. */
final class GelfEncoderTest {

    private final EncoderFixture records =
            new EncoderFixture(new GelfEncoder(Map.of("team", "checkout"), KeyValuePlacement.TOP_LEVEL, 1 << 20));

    @Test
    void an_event_with_every_field_is_encoded_as_the_golden_record() throws IOException {
        assertThat(records.text(GoldenEvent.expected())).isEqualTo(EncoderFixture.golden("gelf-full.json"));
    }

    @Test
    void what_must_not_be_missing_or_empty_is_there() throws Exception {
        EncoderFixture bare = new EncoderFixture(new GelfEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 1 << 20));
        JsonNode record = bare.encode(EncoderFixture.TIME, LogLevel.INFO, EncoderFixture.BARE, event -> {});
        assertThat(EncoderFixture.names(record))
                .containsExactly(
                        "version",
                        "host",
                        "short_message",
                        "timestamp",
                        "level",
                        "_event_id",
                        "_event_sequence",
                        "_event_created",
                        "_service_name",
                        "_log_level");
        assertThat(record.path("version").asText()).isEqualTo("1.1");
        assertThat(record.path("host").asText()).isEqualTo("s");
        assertThat(record.path("short_message").asText()).isEqualTo("-");
        assertThat(records.encode(event -> event.message(" \n"))
                        .path("short_message")
                        .asText())
                .isEqualTo("-");
    }

    @Test
    void the_time_is_a_number_of_seconds_with_as_many_decimals_as_it_takes() throws Exception {
        assertThat(timestamp(0)).isEqualTo("0.000");
        assertThat(timestamp(1)).isEqualTo("0.000000001");
        assertThat(timestamp(-1_000)).isEqualTo("-0.000001");
        assertThat(timestamp(EncoderFixture.TIME)).isEqualTo("1795253400.123");
        assertThat(timestamp(Long.MAX_VALUE)).isEqualTo("9223372036.854775807");
    }

    @ParameterizedTest
    @CsvSource({"TRACE, 7", "DEBUG, 7", "INFO, 6", "WARN, 4", "ERROR, 3", "FATAL, 2"})
    void levels_are_severities_of_syslog_and_keep_their_names_beside(LogLevel level, int number) throws Exception {
        JsonNode record = records.encode(0, level, EncoderFixture.ORIGIN, event -> {});
        assertThat(record.path("level").asInt()).isEqualTo(number);
        assertThat(record.path("_log_level").asText()).isEqualTo(level.name());
    }

    @Test
    void names_have_allowed_characters_only_and_a_number_if_graylog_would_take_two_for_one() throws Exception {
        JsonNode record = records.encode(event -> event.message("m")
                .mdc("user name", "a")
                .mdc("user.name", "b")
                .mdc("user-name", "c")
                .mdc("über", "d")
                .mdc("", "e")
                .mdc("log.level", "f")
                .keyValue("team", "g"));
        assertThat(record.path("_user_name").asText()).isEqualTo("a");
        assertThat(record.path("_user.name_2").asText()).isEqualTo("b");
        assertThat(record.path("_user-name").asText()).isEqualTo("c");
        assertThat(record.path("__ber").asText()).isEqualTo("d");
        assertThat(record.path("__").asText()).isEqualTo("e");
        assertThat(record.path("_log_level").asText()).isEqualTo("INFO");
        assertThat(record.path("_log.level_2").asText()).isEqualTo("f");
        assertThat(record.path("_team").asText()).isEqualTo("checkout");
        assertThat(record.path("_team_2").asText()).isEqualTo("g");
    }

    @Test
    void a_name_that_graylog_forbids_or_has_a_field_of_its_own_for_gets_a_number() throws Exception {
        for (String name : new String[] {"id", "message", "source", "timestamp", "level", "full_message", "host"}) {
            JsonNode record = records.encode(event -> event.mdc(name, "mine"));
            assertThat(record.has('_' + name)).as(name).isFalse();
            assertThat(record.path('_' + name + "_2").asText()).as(name).isEqualTo("mine");
        }
    }

    @Test
    void additional_fields_are_texts_and_numbers_that_graylog_can_hold() throws Exception {
        BigInteger large = BigInteger.ONE.shiftLeft(64);
        JsonNode record = records.encode(event -> event.keyValue("count", 3)
                .keyValue("ok", true)
                .keyValue("nan", Double.NaN)
                .keyValue("large", large)
                .keyValue("small", BigInteger.TEN)
                .keyValue("exact", new BigDecimal("1.10"))
                .keyValue("digits", new BigDecimal("0.1000000000000000055511151231257827"))
                .keyValue("endless", new BigDecimal("1E+1000000")));
        assertThat(record.path("_count").isIntegralNumber()).isTrue();
        assertThat(record.path("_ok").textValue()).isEqualTo("true");
        assertThat(record.path("_nan").textValue()).isEqualTo("NaN");
        assertThat(record.path("_large").textValue()).isEqualTo(large.toString());
        assertThat(record.path("_small").isIntegralNumber()).isTrue();
        assertThat(record.path("_exact").isNumber()).isTrue();
        assertThat(record.path("_digits").textValue()).isEqualTo("0.1000000000000000055511151231257827");
        assertThat(record.path("_endless").textValue()).isEqualTo("1E+1000000");

        JsonNode texts = new EncoderFixture(new GelfEncoder(Map.of(), KeyValuePlacement.LABELS, 1 << 20))
                .encode(event -> event.keyValue("count", 3));
        assertThat(texts.path("_count").textValue()).isEqualTo("3");
    }

    private String timestamp(long epochNanos) throws Exception {
        records.encode(epochNanos, LogLevel.INFO, EncoderFixture.ORIGIN, event -> {});
        String record = records.text();
        int begin = record.indexOf("\"timestamp\":") + "\"timestamp\":".length();
        return record.substring(begin, record.indexOf(',', begin));
    }
}
