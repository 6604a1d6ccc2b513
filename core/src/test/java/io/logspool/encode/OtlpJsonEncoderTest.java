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
import io.logspool.event.EventWriter;
import io.logspool.event.GoldenEvent;
import io.logspool.event.LogLevel;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records are OTLP's JSON: what the collector's decoder takes, with unique keys and typed values. */
final class OtlpJsonEncoderTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private final EncoderFixture records =
            new EncoderFixture(new OtlpJsonEncoder(Map.of("team", "checkout"), KeyValuePlacement.TOP_LEVEL, 1 << 20));

    @Test
    void an_event_with_every_field_is_encoded_as_the_golden_record() throws IOException {
        assertThat(records.text(GoldenEvent.expected())).isEqualTo(EncoderFixture.golden("otlp-json-full.json"));
    }

    @Test
    void an_event_with_nothing_but_its_time_and_level_has_no_empty_fields() throws Exception {
        EncoderFixture bare = new EncoderFixture(new OtlpJsonEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 1 << 20));
        JsonNode all = bare.encode(EncoderFixture.TIME, LogLevel.INFO, EncoderFixture.BARE, event -> {});
        assertThat(EncoderFixture.names(record(all)))
                .containsExactly(
                        "timeUnixNano", "observedTimeUnixNano", "severityNumber", "severityText", "attributes");
        assertThat(keys(record(all).path("attributes"))).containsExactly("log.record.uid", "logspool.event.sequence");
        assertThat(keys(all.at("/resourceLogs/0/resource/attributes"))).containsExactly("service.name");
        assertThat(all.at("/resourceLogs/0/scopeLogs/0/scope").isEmpty()).isTrue();
    }

    @Test
    void times_are_texts_and_one_that_cannot_be_said_is_left_out() throws Exception {
        JsonNode record = encode(event -> {});
        assertThat(record.path("timeUnixNano").textValue()).isEqualTo(Long.toString(EncoderFixture.TIME));
        assertThat(record.path("observedTimeUnixNano").textValue()).isEqualTo("1795253401500000000");
        for (long never : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(record(records.encode(never, LogLevel.INFO, EncoderFixture.ORIGIN, event -> {}))
                            .has("timeUnixNano"))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"TRACE, 1", "DEBUG, 5", "INFO, 9", "WARN, 13", "ERROR, 17", "FATAL, 21"})
    void severities_are_those_of_the_data_model(LogLevel level, int number) throws Exception {
        JsonNode record = record(records.encode(0, level, EncoderFixture.ORIGIN, event -> {}));
        assertThat(record.path("severityNumber").asInt()).isEqualTo(number);
        assertThat(record.path("severityText").asText()).isEqualTo(level.name());
    }

    @Test
    void ids_that_are_well_formed_have_their_places_and_others_are_attributes() throws Exception {
        JsonNode good = encode(event -> event.mdc("trace_id", TRACE).mdc("span_id", SPAN));
        assertThat(good.path("traceId").asText()).isEqualTo(TRACE);
        assertThat(good.path("spanId").asText()).isEqualTo(SPAN);
        assertThat(keys(good.path("attributes"))).doesNotContain("trace_id", "span_id");

        for (String bad : List.of("0".repeat(32), SPAN, TRACE + "0", "g" + TRACE.substring(1))) {
            JsonNode record = encode(event -> event.mdc("trace_id", bad).mdc("span_id", SPAN));
            assertThat(record.has("traceId")).isFalse();
            assertThat(record.has("spanId")).isFalse();
            assertThat(attribute(record, "trace_id").path("stringValue").asText())
                    .isEqualTo(bad);
            assertThat(attribute(record, "span_id").path("stringValue").asText())
                    .isEqualTo(SPAN);
        }
    }

    @Test
    void values_are_typed() throws Exception {
        JsonNode record = encode(event -> event.marker("A")
                .marker("B")
                .mdc("user", "ann")
                .keyValue("count", 3)
                .keyValue("ok", true)
                .keyValue("ratio", 0.1f)
                .keyValue("nan", Double.NaN)
                .keyValue("inf", Float.NEGATIVE_INFINITY)
                .keyValue("large", BigInteger.ONE.shiftLeft(63)));
        assertThat(attribute(record, "user").path("stringValue").textValue()).isEqualTo("ann");
        assertThat(attribute(record, "count").path("intValue").textValue()).isEqualTo("3");
        assertThat(attribute(record, "ok").path("boolValue").isBoolean()).isTrue();
        assertThat(attribute(record, "ratio").path("doubleValue").decimalValue())
                .isEqualByComparingTo("0.1");
        assertThat(attribute(record, "nan").path("doubleValue").textValue()).isEqualTo("NaN");
        assertThat(attribute(record, "inf").path("doubleValue").textValue()).isEqualTo("-Infinity");
        assertThat(attribute(record, "large").path("stringValue").textValue()).isEqualTo("9223372036854775808");
        assertThat(attribute(record, "logspool.tags")
                        .at("/arrayValue/values/1/stringValue")
                        .asText())
                .isEqualTo("B");

        EncoderFixture texts = new EncoderFixture(new OtlpJsonEncoder(Map.of(), KeyValuePlacement.LABELS, 1 << 20));
        JsonNode text = record(texts.encode(event -> event.keyValue("count", 3)));
        assertThat(attribute(text, "count").path("stringValue").textValue()).isEqualTo("3");
    }

    @Test
    void a_key_that_is_taken_gets_a_number_and_none_is_empty() throws Exception {
        JsonNode record = encode(event -> event.throwable(new IllegalStateException("x"))
                .mdc("exception.type", "a")
                .mdc("", "b")
                .keyValue("user", "c")
                .keyValue("user", "d"));
        assertThat(attribute(record, "exception.type").path("stringValue").asText())
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(attribute(record, "exception.type_2").path("stringValue").asText())
                .isEqualTo("a");
        assertThat(attribute(record, "_").path("stringValue").asText()).isEqualTo("b");
        assertThat(attribute(record, "user_2").path("stringValue").asText()).isEqualTo("d");
    }

    @Test
    void attributes_that_found_no_room_are_counted() throws Exception {
        EncoderFixture small =
                new EncoderFixture(new OtlpJsonEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 16 * 1024));
        JsonNode record = record(small.encode(event -> {
            for (int i = 0; i < 10_000; i++) {
                event.mdc("key" + i, "v");
            }
        }));
        long written = keys(record.path("attributes")).stream()
                .filter(key -> key.startsWith("key"))
                .count();
        assertThat(written).isPositive();
        assertThat(record.path("droppedAttributesCount").asLong()).isEqualTo(10_000 - written);
        assertThat(attribute(record, "logspool.truncated").path("boolValue").asBoolean())
                .isTrue();
    }

    private JsonNode encode(Consumer<EventWriter> event) throws Exception {
        return record(records.encode(event));
    }

    private static JsonNode record(JsonNode all) {
        return all.at("/resourceLogs/0/scopeLogs/0/logRecords/0");
    }

    private static JsonNode attribute(JsonNode record, String key) {
        for (JsonNode attribute : record.path("attributes")) {
            if (attribute.path("key").asText().equals(key)) {
                return attribute.path("value");
            }
        }
        throw new AssertionError("no attribute " + key + " in " + record);
    }

    private static List<String> keys(JsonNode attributes) {
        List<String> keys = new ArrayList<>();
        attributes.forEach(attribute -> keys.add(attribute.path("key").asText()));
        return keys;
    }
}
