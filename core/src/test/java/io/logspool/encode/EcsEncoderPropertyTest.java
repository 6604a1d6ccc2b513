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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import io.logspool.event.StackFrame;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any event gives one valid JSON object within the limit, with no name twice and none both a value and an object. */
final class EcsEncoderPropertyTest {

    private static final int ROUNDS = 300;

    private static final List<String> REQUIRED =
            List.of("@timestamp", "log.level", "ecs.version", "event.id", "event.sequence");

    private static final String[] NASTY = {
        "",
        " ",
        ".",
        "..",
        "a",
        "a.b",
        "a.b.c",
        "a_b",
        "a*b",
        "a\\b",
        "\"",
        "\\",
        "\n",
        "\u0000",
        "\u001F",
        "\u007F",
        "\u2028",
        "\uD83D",
        "\uDE00",
        "\uDE00\uD83D",
        "😀",
        "\uFFFF",
        "é",
        "{",
        "}",
        "</script>",
        "message",
        "log",
        "log.level",
        "labels",
        "labels.a",
        "labels.",
        "error",
        "error.type",
        "error.message.x",
        "trace.id",
        "traceId",
        "span.id",
        "span_id",
        "transaction.id",
        "tags",
        "fields",
        "fields.team",
        "event",
        "logspool.template",
        "logspool.truncated",
        "@timestamp",
        "null"
    };

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void any_written_event_gives_one_valid_record() throws Exception {
        ByteArrayOutput out = new ByteArrayOutput();
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            EventWriter writer = new EventWriter(random.nextBoolean() ? 4096 : 256 * 1024);
            writer.begin(random.nextLong(), LogLevel.WARN);
            for (int i = random.nextInt(40); i > 0; i--) {
                step(writer, random);
            }
            int limit = random.nextBoolean() ? 16 * 1024 : 1 << 20;
            EcsEncoder encoder = new EcsEncoder(fields(random), placement(random), limit);
            LogEvent event = EventReader.decode(writer.array(), writer.offset(), writer.length());
            check(encoder, event, origin(random), limit, out, seed);
        }
    }

    /** An event need not come from an entry: then nothing has made its texts well-formed. */
    @Test
    void any_event_at_all_gives_one_valid_record() throws Exception {
        ByteArrayOutput out = new ByteArrayOutput();
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Map<String, @Nullable String> mdc = new LinkedHashMap<>();
            List<String> markers = new ArrayList<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                mdc.put(text(random), text(random));
                markers.add(text(random));
            }
            LogEvent event = new LogEvent(
                    random.nextLong(),
                    LogLevel.INFO,
                    text(random),
                    text(random),
                    text(random),
                    random.nextLong(),
                    text(random),
                    text(random),
                    mdc,
                    List.of(),
                    markers,
                    new StackFrame(null, text(random), text(random), text(random), random.nextInt()),
                    null,
                    random.nextBoolean(),
                    0);
            int limit = 16 * 1024;
            EcsEncoder encoder = new EcsEncoder(fields(random), placement(random), limit);
            check(encoder, event, origin(random), limit, out, seed);
        }
    }

    private static void check(
            EcsEncoder encoder, LogEvent event, EventOrigin origin, int limit, ByteArrayOutput out, long seed)
            throws Exception {
        boolean cut = encoder.encode(event, origin, Instant.EPOCH, out);
        assertThat(out.length()).as("seed %d", seed).isLessThanOrEqualTo(limit);
        JsonNode record;
        try (JsonParser parser = MAPPER.createParser(out.array(), out.offset(), out.length())) {
            record = MAPPER.readTree(parser);
            assertThat(parser.nextToken()).as("seed %d", seed).isNull();
        }
        assertThat(record.isObject()).isTrue();
        List<String> names = record.properties().stream().map(Map.Entry::getKey).toList();
        assertThat(names).as("seed %d", seed).containsAll(REQUIRED);
        assertThat(names.subList(0, 2)).containsExactly("@timestamp", "log.level");
        assertThat(record.has("logspool.truncated")).as("seed %d", seed).isEqualTo(cut || event.truncated());
        assertThatNoneIsAlsoAnObject(names, seed);
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            if (field.getKey().startsWith("labels.")) {
                assertThat(field.getKey().substring("labels.".length())).doesNotContain(".", "*", "\\");
                assertThat(field.getValue().isTextual()).isTrue();
            }
        }
    }

    private static void assertThatNoneIsAlsoAnObject(List<String> names, long seed) {
        for (String name : names) {
            if (!name.startsWith("fields.")) { // those are the user's own, and constant
                assertThat(names).as("seed %d", seed).noneMatch(other -> other.startsWith(name + '.'));
            }
        }
    }

    private static void step(EventWriter writer, Random random) {
        switch (random.nextInt(9)) {
            case 0 -> writer.message(text(random)).template(text(random));
            case 1 -> writer.logger(text(random)).thread(text(random), random.nextLong());
            case 2, 3 -> writer.mdc(text(random), text(random));
            case 4, 5, 6 -> writer.keyValue(text(random), value(random));
            case 7 -> writer.marker(text(random)).caller(text(random), text(random), text(random), random.nextInt());
            default -> writer.throwable(new IllegalStateException(text(random), new Error(text(random))));
        }
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> Double.longBitsToDouble(random.nextLong());
            case 3 -> Float.intBitsToFloat(random.nextInt());
            case 4 -> new BigInteger(random.nextInt(1500), random);
            case 5 -> new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(2000) - 1000);
            case 6 -> random.nextBoolean();
            case 7 -> Double.NaN;
            default -> text(random);
        };
    }

    private static @Nullable String maybe(Random random) {
        return random.nextBoolean() ? null : text(random);
    }

    private static String text(Random random) {
        String text = NASTY[random.nextInt(NASTY.length)];
        return switch (random.nextInt(12)) {
            case 0 -> text + NASTY[random.nextInt(NASTY.length)];
            case 1 -> text.repeat(random.nextInt(3000));
            default -> text;
        };
    }

    private static Map<String, String> fields(Random random) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            fields.put(random.nextBoolean() ? "team" : text(random), text(random));
        }
        return fields;
    }

    private static KeyValuePlacement placement(Random random) {
        return random.nextInt(4) == 0 ? KeyValuePlacement.LABELS : KeyValuePlacement.TOP_LEVEL;
    }

    private static EventOrigin origin(Random random) {
        ServiceIdentity service = new ServiceIdentity(text(random), maybe(random), maybe(random), maybe(random));
        return new EventOrigin(
                new Resource(
                        service,
                        maybe(random),
                        random.nextLong(),
                        maybe(random),
                        maybe(random),
                        maybe(random),
                        maybe(random),
                        maybe(random)),
                text(random),
                random.nextLong());
    }
}
