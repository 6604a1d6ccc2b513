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
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.KeyValue;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * In every encoding any event gives one valid JSON object within the limit, in which no name comes twice; it says which
 * event it is; and if it was not cut, each value of the event is in it.
 */
final class EncodingsPropertyTest {

    private static final int ROUNDS = 300;
    private static final Pattern GELF_NAME =
            Pattern.compile("version|host|short_message|full_message|timestamp|level|_[\\w.-]+");

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void any_written_event_gives_one_valid_record(Encoding encoding) throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            check(encoding, RandomEvents.written(random), random, random.nextBoolean() ? 16 * 1024 : 1 << 20, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void any_event_at_all_gives_one_valid_record(Encoding encoding) throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            check(encoding, RandomEvents.raw(random), random, random.nextInt(4) == 0 ? 1 << 20 : 16 * 1024, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void the_largest_event_is_cut_to_the_smallest_limit(Encoding encoding) throws Exception {
        EventWriter writer = new EventWriter(64 << 20);
        String control = "\u0001".repeat(10_000_000);
        Exception first = new IllegalStateException(control);
        Exception second = new IllegalStateException(control, first);
        first.initCause(second);
        first.addSuppressed(second);
        writer.begin(EncoderFixture.TIME, LogLevel.ERROR)
                .logger(control)
                .message(control)
                .template(control)
                .thread(control, 1)
                .caller(control, control, control, 1)
                .throwable(first);
        for (int i = 0; i < 10_000; i++) {
            writer.mdc("key" + i, "value").keyValue("pair", i).marker("marker" + i);
        }
        Map<String, String> fields = Map.of("team", control, control, "x");
        LogEvent event = EventReader.decode(writer.array(), writer.offset(), writer.length());
        EventOrigin origin = new EventOrigin(
                new Resource(
                        new ServiceIdentity(control, control, control, control),
                        control,
                        Long.MIN_VALUE,
                        control,
                        control,
                        control,
                        control,
                        control),
                EncoderFixture.ORIGIN.incarnationId(),
                Long.MAX_VALUE);
        ByteArrayOutput out = new ByteArrayOutput();
        boolean cut = encoding.encoder(fields, KeyValuePlacement.TOP_LEVEL, EcsEncoder.MIN_RECORD_BYTES)
                .encode(event, origin, EncoderFixture.CREATED, out);
        assertThat(cut).isTrue();
        assertThat(out.length()).isLessThanOrEqualTo(EcsEncoder.MIN_RECORD_BYTES);
        JsonNode record = EncoderFixture.parse(out);
        assertThat(id(encoding, record)).isEqualTo(origin.eventId());
        assertThat(texts(record)).anyMatch(text -> text.startsWith("\u0001\u0001"));
        assertThat(isMarkedAsTruncated(encoding, record)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void names_too_long_for_readers_are_cut_and_stay_apart(Encoding encoding) throws Exception {
        String name = "n".repeat(60_000);
        EventWriter writer = new EventWriter(1 << 20);
        writer.begin(EncoderFixture.TIME, LogLevel.INFO)
                .mdc(name, "first")
                .mdc(name + "x", "second")
                .keyValue(name, "third");
        LogEvent event = EventReader.decode(writer.array(), writer.offset(), writer.length());
        ByteArrayOutput out = new ByteArrayOutput();
        boolean cut = encoding.encoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 1 << 20)
                .encode(event, EncoderFixture.ORIGIN, EncoderFixture.CREATED, out);
        JsonNode record = EncoderFixture.parse(out);
        assertThat(cut).isTrue();
        assertThat(isMarkedAsTruncated(encoding, record)).isTrue();
        assertThat(texts(record)).contains("first", "second", "third");
        assertThat(out.length()).isLessThan(8 * 1024);
    }

    /** Fails if the record is not what the class says of all of them. */
    static void check(Encoding encoding, LogEvent event, Random random, int limit, long seed) throws IOException {
        EventEncoder encoder = encoding.encoder(RandomEvents.fields(random), RandomEvents.placement(random), limit);
        EventOrigin origin = RandomEvents.origin(random);
        ByteArrayOutput out = new ByteArrayOutput();
        boolean cut = encoder.encode(event, origin, Instant.EPOCH, out);
        assertThat(out.length()).as("seed %d", seed).isLessThanOrEqualTo(limit);
        JsonNode record = EncoderFixture.parse(out);
        assertThat(record.isObject()).isTrue();
        assertThat(isMarkedAsTruncated(encoding, record)).as("seed %d", seed).isEqualTo(cut || event.truncated());
        if (encoding == Encoding.GELF) {
            assertThat(EncoderFixture.names(record))
                    .as("seed %d", seed)
                    .allMatch(name -> GELF_NAME.matcher(name).matches());
            assertThat(record.has("_id")).isFalse();
        }
        if (encoding == Encoding.OTLP_JSON) {
            assertThatKeysAreUnique(record.at("/resourceLogs/0/resource/attributes"), seed);
            assertThatKeysAreUnique(logRecord(record).path("attributes"), seed);
        }
        if (!cut) {
            assertThat(id(encoding, record)).as("seed %d", seed).isEqualTo(WellFormed.text(origin.eventId()));
            assertThatAllIsThere(event, texts(record), seed);
        }
    }

    /** Names may differ, values may not: as often as the event has one, the record has it. */
    private static void assertThatAllIsThere(LogEvent event, List<String> texts, long seed) {
        List<String> expected = new ArrayList<>();
        TraceIds ids = new TraceIds(event.mdc());
        for (Map.Entry<String, @Nullable String> entry : event.mdc().entrySet()) {
            if (entry.getValue() != null && !ids.covers(entry.getKey(), entry.getValue())) {
                expected.add(WellFormed.text(entry.getValue()));
            }
        }
        for (KeyValue pair : event.keyValues()) {
            if (pair.value() instanceof String || pair.value() instanceof Boolean || pair.value() instanceof Long) {
                expected.add(WellFormed.text(pair.value().toString()));
            }
        }
        if (event.message() != null && !event.message().isBlank()) {
            expected.add(WellFormed.text(event.message()));
        }
        List<String> missing = new ArrayList<>(expected);
        texts.forEach(missing::remove);
        assertThat(missing).as("seed %d", seed).isEmpty();
    }

    private static void assertThatKeysAreUnique(JsonNode attributes, long seed) {
        Set<String> keys = new HashSet<>();
        for (JsonNode attribute : attributes) {
            assertThat(keys.add(attribute.path("key").textValue()))
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(attribute.path("key").textValue()).isNotEmpty();
            assertThat(attribute.path("value").size()).isEqualTo(1);
        }
    }

    private static JsonNode logRecord(JsonNode record) {
        return record.at("/resourceLogs/0/scopeLogs/0/logRecords/0");
    }

    private static @Nullable String id(Encoding encoding, JsonNode record) {
        return switch (encoding) {
            case ECS -> record.path("event.id").textValue();
            case LOGSTASH -> record.path("logspool_event_id").textValue();
            case GELF -> record.path("_event_id").textValue();
            case OTLP_JSON ->
                logRecord(record).at("/attributes/0/value/stringValue").textValue();
        };
    }

    private static boolean isMarkedAsTruncated(Encoding encoding, JsonNode record) {
        return switch (encoding) {
            case ECS -> record.path("logspool.truncated").booleanValue();
            case LOGSTASH -> record.path("logspool_truncated").booleanValue();
            case GELF -> record.path("_logspool_truncated").asText().equals("true");
            case OTLP_JSON -> {
                boolean found = false;
                for (JsonNode attribute : logRecord(record).path("attributes")) {
                    found |= attribute.path("key").asText().equals("logspool.truncated");
                }
                yield found;
            }
        };
    }

    /** The texts of all values, however deep. */
    private static List<String> texts(JsonNode tree) {
        List<String> texts = new ArrayList<>();
        List<JsonNode> open = new ArrayList<>(List.of(tree));
        while (!open.isEmpty()) {
            JsonNode node = open.remove(open.size() - 1);
            if (node.isValueNode()) {
                texts.add(node.asText());
            } else {
                node.forEach(open::add);
            }
        }
        return texts;
    }
}
