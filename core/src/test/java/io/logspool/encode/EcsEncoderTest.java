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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.GoldenEvent;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fields of a record are those of the contract, in its order, and obey ecs-logging. */
final class EcsEncoderTest {

    private static final long TIME = EncoderFixture.TIME;
    private static final Instant CREATED = EncoderFixture.CREATED;
    private static final EventOrigin ORIGIN = EncoderFixture.ORIGIN;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final EcsEncoder encoder = new EcsEncoder(Map.of("team", "checkout"), KeyValuePlacement.TOP_LEVEL, 1 << 20);
    private final EventWriter writer = new EventWriter(1 << 20);
    private final ByteArrayOutput out = new ByteArrayOutput();

    @Test
    void an_event_with_every_field_is_encoded_as_the_golden_record() throws IOException {
        boolean cut = encoder.encode(GoldenEvent.expected(), ORIGIN, CREATED, out);
        assertThat(new String(out.array(), out.offset(), out.length(), UTF_8))
                .isEqualTo(EncoderFixture.golden("ecs-full.json"));
        assertThat(cut).isFalse();
        assertThat(encoder.contentType()).isEqualTo("application/json");
    }

    @Test
    void an_event_with_nothing_but_its_time_and_level_has_no_empty_fields() throws Exception {
        JsonNode record = encode(
                event -> {}, new EcsEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 1 << 20), EncoderFixture.BARE);
        assertThat(EncoderFixture.names(record))
                .containsExactly(
                        "@timestamp",
                        "log.level",
                        "ecs.version",
                        "event.id",
                        "event.sequence",
                        "event.created",
                        "event.dataset",
                        "service.name");
    }

    @Test
    void a_time_has_as_many_digits_as_it_takes() throws Exception {
        assertThat(timestamp(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(timestamp(1_000)).isEqualTo("1970-01-01T00:00:00.000001Z");
        assertThat(timestamp(1)).isEqualTo("1970-01-01T00:00:00.000000001Z");
        assertThat(timestamp(-1)).isEqualTo("1969-12-31T23:59:59.999999999Z");
        assertThat(timestamp(Long.MAX_VALUE)).isEqualTo("2262-04-11T23:47:16.854775807Z");
        assertThat(timestamp(Long.MIN_VALUE)).isEqualTo("1677-09-21T00:12:43.145224192Z");
        assertThat(timestamp(TIME)).isEqualTo("2026-11-21T09:30:00.123Z");
    }

    @Test
    void trace_ids_are_taken_from_the_context_in_their_usual_spellings_and_not_repeated() throws Exception {
        for (List<String> spelling : List.of(
                List.of("trace.id", "transaction.id", "span.id"),
                List.of("traceId", "transactionId", "spanId"),
                List.of("trace_id", "transaction_id", "span_id"),
                List.of("traceID", "transactionId", "spanID"),
                List.of("dd.trace_id", "transaction.id", "dd.span_id"),
                List.of("X-B3-TraceId", "transaction.id", "X-B3-SpanId"))) {
            JsonNode record = encode(event -> event.mdc(spelling.get(0), "t")
                    .mdc(spelling.get(1), "x")
                    .mdc(spelling.get(2), "s")
                    .mdc("user", "ann"));
            assertThat(record.path("trace.id").asText()).isEqualTo("t");
            assertThat(record.path("transaction.id").asText()).isEqualTo("x");
            assertThat(record.path("span.id").asText()).isEqualTo("s");
            assertThat(labels(record)).containsExactly("labels.user");
        }
    }

    @Test
    void a_second_spelling_that_says_something_else_is_a_label() throws Exception {
        JsonNode record =
                encode(event -> event.mdc("traceId", "a").mdc("trace_id", "b").mdc("X-B3-TraceId", "a"));
        assertThat(record.path("trace.id").asText()).isEqualTo("a");
        assertThat(labels(record)).containsExactly("labels.trace_id");
    }

    @Test
    void of_two_spellings_ecs_own_counts_wherever_it_stands_in_the_context() throws Exception {
        JsonNode before = encode(event -> event.mdc("trace.id", "a").mdc("dd.trace_id", "b"));
        JsonNode behind = encode(event -> event.mdc("dd.trace_id", "b").mdc("trace.id", "a"));
        for (JsonNode record : List.of(before, behind)) {
            assertThat(record.path("trace.id").asText()).isEqualTo("a");
            assertThat(labels(record)).containsExactly("labels.dd_trace_id");
        }
    }

    @Test
    void labels_that_become_the_same_when_they_are_sanitised_are_numbered() throws Exception {
        JsonNode record = encode(event -> event.mdc("a.b", "1")
                .mdc("a_b", "2")
                .mdc("a*b", "3")
                .mdc("a_b_2", "4")
                .mdc("", "5"));
        assertThat(labels(record))
                .containsExactly("labels.a_b", "labels.a_b_2", "labels.a_b_3", "labels.a_b_2_2", "labels._");
    }

    @Test
    void a_pair_never_takes_the_place_of_a_field_of_the_events_own() throws Exception {
        for (String taken : List.of(
                "@timestamp", "message", "log.level", "event.id", "error.type", "logspool.template", "fields.team")) {
            JsonNode record = encode(event -> event.message("m")
                    .template("t")
                    .throwable(new IllegalStateException("x"))
                    .keyValue(taken, "mine"));
            String label = "labels." + taken.replace('.', '_');
            assertThat(record.path(label).asText()).isEqualTo("mine");
            assertThat(record.path(taken).asText()).isNotEqualTo("mine").isNotEmpty();
        }
    }

    @Test
    void a_pair_that_would_be_both_a_value_and_an_object_is_a_label() throws Exception {
        JsonNode record = encode(event -> event.keyValue("log", "a")
                .keyValue("message.text", "b")
                .keyValue("user", "c")
                .keyValue("user.id", "d")
                .keyValue("order.id", "e")
                .keyValue("order", "f")
                .keyValue("error", "g")
                .keyValue("labels", "h"));
        assertThat(labels(record))
                .containsExactly(
                        "labels.log",
                        "labels.message_text",
                        "labels.user_id",
                        "labels.order",
                        "labels.error",
                        "labels.labels");
        assertThat(record.path("user").asText()).isEqualTo("c");
        assertThat(record.path("order.id").asText()).isEqualTo("e");
    }

    @Test
    void pairs_keep_their_type_and_those_without_a_json_value_are_labels() throws Exception {
        JsonNode record = encode(event -> event.keyValue("count", 3)
                .keyValue("ok", true)
                .keyValue("ratio", 0.5)
                .keyValue("nan", Double.NaN)
                .keyValue("inf", Float.NEGATIVE_INFINITY)
                .keyValue("none", null)
                .keyValue("labels.size", 7));
        assertThat(record.path("count").isIntegralNumber()).isTrue();
        assertThat(record.path("ok").isBoolean()).isTrue();
        assertThat(record.path("ratio").isFloatingPointNumber()).isTrue();
        assertThat(record.path("labels.nan").asText()).isEqualTo("NaN");
        assertThat(record.path("labels.inf").asText()).isEqualTo("-Infinity");
        assertThat(record.has("none")).isFalse();
        assertThat(record.path("labels.size").isTextual()).isTrue();
    }

    @Test
    void a_name_an_index_would_refuse_is_a_label() throws Exception {
        JsonNode record = encode(event -> event.keyValue("", 1)
                .keyValue(" ", 2)
                .keyValue(".a", 3)
                .keyValue("a.", 4)
                .keyValue("a..b", 5));
        assertThat(labels(record)).containsExactly("labels._", "labels.__2", "labels._a", "labels.a_", "labels.a__b");
    }

    @Test
    void with_labels_placement_every_pair_is_a_label() throws Exception {
        JsonNode record = encode(
                event -> event.keyValue("count", 3).keyValue("a.b", "x"),
                new EcsEncoder(Map.of(), KeyValuePlacement.LABELS, 1 << 20),
                ORIGIN);
        assertThat(record.path("labels.count").isTextual()).isTrue();
        assertThat(labels(record)).containsExactly("labels.count", "labels.a_b");
    }

    @Test
    void a_record_over_the_limit_is_cut_and_says_so() throws Exception {
        EcsEncoder small = new EcsEncoder(Map.of("team", "x".repeat(50_000)), KeyValuePlacement.TOP_LEVEL, 16 * 1024);
        String control = "\u0001".repeat(10_000);
        writer.begin(TIME, LogLevel.ERROR)
                .logger("com.example.Orders")
                .thread("main", 1)
                .message(control)
                .template(control)
                .throwable(new IllegalStateException(control, new IOException(control)));
        for (int i = 0; i < 10_000; i++) {
            writer.mdc("key" + i, "v").keyValue("pair" + i, i);
        }
        boolean cut = small.encode(event(), ORIGIN, CREATED, out);
        JsonNode record = MAPPER.readTree(out.array(), out.offset(), out.length());
        assertThat(cut).isTrue();
        assertThat(out.length()).isLessThanOrEqualTo(16 * 1024);
        assertThat(record.path("logspool.truncated").asBoolean()).isTrue();
        assertThat(record.path("event.sequence").asLong()).isEqualTo(17);
        assertThat(record.path("log.logger").asText()).isEqualTo("com.example.Orders");
        assertThat(record.path("message").asText()).startsWith("\u0001\u0001");
    }

    @Test
    void records_of_several_processes_in_turn_are_those_of_an_encoder_for_each() throws Exception {
        String longName = "n".repeat(1000);
        EventOrigin other = new EventOrigin(
                new Resource(
                        new ServiceIdentity("billing", null, longName, null), "host-2", 0, null, "b", null, null, null),
                "ffeeddccbbaa99887766554433221100",
                3);
        List<EventOrigin> origins = List.of(ORIGIN, ORIGIN, other, ORIGIN, other, other, EncoderFixture.BARE, ORIGIN);
        EcsEncoder small = small();
        for (EventOrigin origin : origins) {
            for (int length : new int[] {10, 100_000, 10}) {
                for (boolean pair : new boolean[] {false, true, false}) {
                    writer.begin(TIME, LogLevel.INFO)
                            .message("x".repeat(length))
                            .thread("main", 1);
                    if (pair) {
                        writer.keyValue("service.name", "a pair's"); // the names of all fields matter then
                    }
                    boolean cut = small.encode(event(), origin, CREATED, out);
                    String record = new String(out.toByteArray(), UTF_8);
                    assertThat(small().encode(event(), origin, CREATED, out)).isEqualTo(cut);
                    assertThat(record).isEqualTo(new String(out.toByteArray(), UTF_8));
                }
            }
        }
    }

    private static EcsEncoder small() {
        return new EcsEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 16 * 1024);
    }

    @Test
    void an_event_that_was_cut_before_is_marked() throws Exception {
        EventWriter tiny = new EventWriter(EventWriter.MIN_EVENT_BYTES);
        tiny.begin(TIME, LogLevel.INFO).message("x".repeat(5000));
        encoder.encode(EventReader.decode(tiny.array(), tiny.offset(), tiny.length()), ORIGIN, CREATED, out);
        assertThat(MAPPER.readTree(out.toByteArray()).path("logspool.truncated").asBoolean())
                .isTrue();
    }

    @Test
    void a_limit_too_small_for_any_event_is_refused() {
        assertThatThrownBy(() -> new EcsEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 16_383))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxRecordBytes 16383 is less than 16384");
    }

    private String timestamp(long epochNanos) throws Exception {
        writer.begin(epochNanos, LogLevel.INFO);
        encoder.encode(event(), ORIGIN, CREATED, out);
        return MAPPER.readTree(out.toByteArray()).path("@timestamp").asText();
    }

    private JsonNode encode(Consumer<EventWriter> event) throws Exception {
        return encode(event, encoder, ORIGIN);
    }

    private JsonNode encode(Consumer<EventWriter> event, EcsEncoder with, EventOrigin origin) throws Exception {
        writer.begin(TIME, LogLevel.INFO);
        event.accept(writer);
        with.encode(event(), origin, CREATED, out);
        return MAPPER.readTree(out.toByteArray());
    }

    private LogEvent event() throws EventFormatException {
        return EventReader.decode(writer.array(), writer.offset(), writer.length());
    }

    private static List<String> labels(JsonNode record) {
        return EncoderFixture.names(record).stream()
                .filter(name -> name.startsWith("labels."))
                .collect(Collectors.toList());
    }
}
