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

import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.KeyValue;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import io.logspool.event.StackFrame;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Events, configurations and origins that make an encoder's life hard. */
final class RandomEvents {

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
        "null",
        "timeUnixNano",
        "id",
        "_id",
        "level",
        "level_value",
        "tags_2",
        "logspool_event_id",
        "exception.type",
        "log.record.uid",
        "service.name"
    };

    private RandomEvents() {}

    /** As a framework hands it over: through an entry. */
    static LogEvent written(Random random) throws EventFormatException {
        EventWriter writer = new EventWriter(random.nextBoolean() ? 4096 : 256 * 1024);
        writer.begin(random.nextLong(), LogLevel.WARN);
        for (int i = random.nextInt(40); i > 0; i--) {
            step(writer, random);
        }
        return EventReader.decode(writer.array(), writer.offset(), writer.length());
    }

    /** One that does not come from an entry: then nothing has made its texts well-formed. */
    static LogEvent raw(Random random) {
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        List<String> markers = new ArrayList<>();
        List<KeyValue> pairs = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            mdc.put(text(random), text(random));
            markers.add(text(random));
            pairs.add(new KeyValue(text(random), text(random)));
        }
        return new LogEvent(
                random.nextLong(),
                LogLevel.INFO,
                text(random),
                text(random),
                text(random),
                random.nextLong(),
                text(random),
                text(random),
                mdc,
                pairs,
                markers,
                new StackFrame(null, text(random), text(random), text(random), random.nextInt()),
                null,
                random.nextBoolean(),
                0);
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

    static Map<String, String> fields(Random random) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            fields.put(random.nextBoolean() ? "team" : text(random), text(random));
        }
        return fields;
    }

    static KeyValuePlacement placement(Random random) {
        return random.nextInt(4) == 0 ? KeyValuePlacement.LABELS : KeyValuePlacement.TOP_LEVEL;
    }

    static EventOrigin origin(Random random) {
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
