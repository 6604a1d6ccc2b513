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
package io.logspool.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records of the ledger as JSON: docs/ledger.md. Stateless. */
final class LedgerJson {

    /** Raised when a reader of the one before would misunderstand. */
    static final int VERSION = 1;

    private static final Set<String> LISTS = Set.of("evicted", "lost", "dead_lettered");
    private static final JsonFactory FACTORY = new JsonFactory();

    private LedgerJson() {}

    static byte[] write(LedgerRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            time(json, "time", record.time());
            json.writeStringField("incarnation", record.incarnation());
            json.writeStringField("service", record.service());
            if (record.host() != null) {
                json.writeStringField("host", record.host());
            }
            json.writeStringField("slot", record.slot());
            json.writeNumberField("ordinal", record.ordinal());
            json.writeStringField("state", record.state().name().toLowerCase(Locale.ROOT));
            time(json, "start", record.start());
            time(json, "end", record.end());
            json.writeNumberField("accepted", record.accepted());
            json.writeNumberField("acknowledged", record.acknowledged());
            ranges(json, "evicted", record.evicted());
            ranges(json, "lost", record.lost());
            ranges(json, "dead_lettered", record.deadLettered());
            if (record.unlisted() > 0) {
                json.writeNumberField("unlisted", record.unlisted());
            }
            json.writeObjectFieldStart("dropped");
            for (Map.Entry<String, Long> drop : new TreeMap<>(record.dropped()).entrySet()) {
                json.writeNumberField(drop.getKey(), drop.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("part", record.part());
            json.writeNumberField("parts", record.parts());
            if (record.segment() > 0) {
                json.writeNumberField("segment", record.segment());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not of an array
        }
        return bytes.toByteArray();
    }

    private static void time(JsonGenerator json, String name, long millis) throws IOException {
        if (millis > 0) {
            json.writeStringField(name, Instant.ofEpochMilli(millis).toString());
        }
    }

    private static void ranges(JsonGenerator json, String name, List<SequenceRange> ranges) throws IOException {
        json.writeArrayFieldStart(name);
        for (SequenceRange range : ranges) {
            json.writeStartArray();
            json.writeNumber(range.first());
            json.writeNumber(range.last());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    static LedgerRecord read(byte[] bytes) throws IOException {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            return new Fields(json).record();
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("not a record of the ledger: " + e.getMessage(), e);
        }
    }

    /** Of one record, while it is read. */
    private static final class Fields {

        private final Map<String, String> texts = new TreeMap<>();
        private final Map<String, Long> numbers = new TreeMap<>();
        private final Map<String, List<SequenceRange>> ranges = new TreeMap<>();
        private final Map<String, Long> dropped = new TreeMap<>();

        Fields(JsonParser json) throws IOException {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (token == JsonToken.VALUE_STRING) {
                    texts.put(name, json.getText());
                } else if (token == JsonToken.VALUE_NUMBER_INT) {
                    numbers.put(name, json.getLongValue());
                } else if (token == JsonToken.START_ARRAY && LISTS.contains(name)) {
                    ranges.put(name, readRanges(json));
                } else if (token == JsonToken.START_OBJECT && name.equals("dropped")) {
                    for (String reason = json.nextFieldName(); reason != null; reason = json.nextFieldName()) {
                        dropped.put(reason, json.nextLongValue(0));
                    }
                } else {
                    json.skipChildren();
                }
            }
        }

        private static List<SequenceRange> readRanges(JsonParser json) throws IOException {
            List<SequenceRange> ranges = new ArrayList<>();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                long first = json.nextLongValue(0);
                ranges.add(new SequenceRange(first, json.nextLongValue(0)));
                expect(json.nextToken() == JsonToken.END_ARRAY);
            }
            expect(json.currentToken() == JsonToken.END_ARRAY);
            return ranges;
        }

        LedgerRecord record() throws IOException {
            expect(number("version") == VERSION);
            return new LedgerRecord(
                    time("time"),
                    text("incarnation"),
                    text("service"),
                    texts.get("host"),
                    text("slot"),
                    number("ordinal"),
                    LedgerRecord.State.valueOf(text("state").toUpperCase(Locale.ROOT)),
                    time("start"),
                    time("end"),
                    number("accepted"),
                    number("acknowledged"),
                    ranges.getOrDefault("evicted", List.of()),
                    ranges.getOrDefault("lost", List.of()),
                    ranges.getOrDefault("dead_lettered", List.of()),
                    number("unlisted"),
                    dropped,
                    (int) number("part"),
                    (int) number("parts"),
                    number("segment"));
        }

        private String text(String name) throws IOException {
            @Nullable String text = texts.get(name);
            if (text == null) {
                throw new IOException("not a record of the ledger: it has no " + name);
            }
            return text;
        }

        private long number(String name) {
            return numbers.getOrDefault(name, 0L);
        }

        private long time(String name) {
            String text = texts.get(name);
            return text == null ? 0 : Instant.parse(text).toEpochMilli();
        }

        private static void expect(boolean condition) throws IOException {
            if (!condition) {
                throw new IOException("not a record of the ledger");
            }
        }
    }
}
