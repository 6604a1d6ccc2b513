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
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields are LogstashEncoder's; what is ours as well never takes the name of what is the application's. */
final class LogstashEncoderTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final EncoderFixture records = new EncoderFixture(
            new LogstashEncoder(Map.of("team", "checkout"), KeyValuePlacement.TOP_LEVEL, 1 << 20, ZONE));

    @Test
    void an_event_with_every_field_is_encoded_as_the_golden_record() throws IOException {
        assertThat(records.text(GoldenEvent.expected())).isEqualTo(EncoderFixture.golden("logstash-full.json"));
    }

    @Test
    void an_event_with_nothing_but_its_time_and_level_has_no_empty_fields() throws Exception {
        JsonNode record = new EncoderFixture(new LogstashEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 1 << 20, ZONE))
                .encode(EncoderFixture.TIME, LogLevel.INFO, EncoderFixture.BARE, event -> {});
        assertThat(EncoderFixture.names(record))
                .containsExactly(
                        "@timestamp",
                        "@version",
                        "level",
                        "level_value",
                        "logspool_event_id",
                        "logspool_event_sequence",
                        "logspool_event_created",
                        "logspool_service_name");
    }

    @Test
    void the_time_has_the_offset_of_the_zone_at_that_time_and_the_digits_it_takes() throws Exception {
        assertThat(timestamp(0)).isEqualTo("1970-01-01T01:00:00+01:00");
        assertThat(timestamp(1)).isEqualTo("1970-01-01T01:00:00.000000001+01:00");
        assertThat(timestamp(1_752_000_000_120_000_000L)).isEqualTo("2025-07-08T20:40:00.12+02:00");
        assertThat(timestamp(Long.MIN_VALUE)).isEqualTo("1677-09-21T01:06:11.145224192+00:53:28");
    }

    @ParameterizedTest
    @CsvSource({"TRACE, 5000", "DEBUG, 10000", "INFO, 20000", "WARN, 30000", "ERROR, 40000", "FATAL, 50000"})
    void levels_have_logbacks_numbers(LogLevel level, int number) throws Exception {
        JsonNode record = records.encode(0, level, EncoderFixture.ORIGIN, event -> {});
        assertThat(record.path("level").asText()).isEqualTo(level.name());
        assertThat(record.path("level_value").asInt()).isEqualTo(number);
    }

    @Test
    void a_name_that_is_taken_gets_a_number() throws Exception {
        JsonNode record = records.encode(event -> event.message("m")
                .mdc("message", "a")
                .mdc("user", "b")
                .mdc("team", "c")
                .mdc("logspool_event_id", "d")
                .keyValue("user", "e")
                .keyValue("user", 6)
                .keyValue("user_2", "g")
                .keyValue("", "h"));
        assertThat(record.path("message").asText()).isEqualTo("m");
        assertThat(record.path("message_2").asText()).isEqualTo("a");
        assertThat(record.path("user").asText()).isEqualTo("b");
        assertThat(record.path("team").asText()).isEqualTo("checkout");
        assertThat(record.path("team_2").asText()).isEqualTo("c");
        assertThat(record.path("logspool_event_id").asText()).isEqualTo(EncoderFixture.ORIGIN.eventId());
        assertThat(record.path("logspool_event_id_2").asText()).isEqualTo("d");
        assertThat(record.path("user_2").asText()).isEqualTo("e");
        assertThat(record.path("user_3").asInt()).isEqualTo(6);
        assertThat(record.path("user_2_2").asText()).isEqualTo("g");
        assertThat(record.path("").asText()).isEqualTo("h");
    }

    @Test
    void pairs_keep_their_types_or_are_texts_as_the_context_is() throws Exception {
        JsonNode typed = records.encode(event -> event.keyValue("count", 3)
                .keyValue("ok", true)
                .keyValue("exact", new BigDecimal("1.10"))
                .keyValue("nan", Double.NaN)
                .keyValue("none", null));
        assertThat(typed.path("count").isIntegralNumber()).isTrue();
        assertThat(typed.path("ok").isBoolean()).isTrue();
        assertThat(typed.path("exact").decimalValue()).isEqualByComparingTo("1.10");
        assertThat(typed.path("nan").textValue()).isEqualTo("NaN");
        assertThat(typed.has("none")).isFalse();

        JsonNode texts = new EncoderFixture(new LogstashEncoder(Map.of(), KeyValuePlacement.LABELS, 1 << 20))
                .encode(event -> event.keyValue("count", 3).keyValue("ok", true));
        assertThat(texts.path("count").textValue()).isEqualTo("3");
        assertThat(texts.path("ok").textValue()).isEqualTo("true");
    }

    private String timestamp(long epochNanos) throws Exception {
        return records.encode(epochNanos, LogLevel.INFO, EncoderFixture.ORIGIN, event -> {})
                .path("@timestamp")
                .asText();
    }
}
