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
package io.logspool.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record of the position topic, whose key is the slot's identity:
 *
 * <pre>
 * {"writer": 32 hex characters, "next": {incarnation id: sequence of its first event that is not in Kafka, ...}}
 * </pre>
 *
 * <p>Fields of later versions are passed over.
 *
 * @param writer the sink that wrote it; random, so that a sink sees when another writes for the same slot
 * @param next   see {@link Positions}
 */
record PositionRecord(String writer, Map<String, Long> next) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Under which a slot's records are. */
    static byte[] key(String identity) {
        return identity.getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("writer", writer);
            json.writeObjectFieldStart("next");
            for (Map.Entry<String, Long> entry : next.entrySet()) {
                json.writeNumberField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("no file is involved", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a record's value.
     *
     * @throws IOException if it is no such record
     */
    static PositionRecord parse(byte[] value) throws IOException {
        String writer = "";
        Map<String, Long> next = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(value)) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (name.equals("writer")) {
                    writer = json.getText();
                } else if (name.equals("next")) {
                    expect(token == JsonToken.START_OBJECT);
                    for (String id = json.nextFieldName(); id != null; id = json.nextFieldName()) {
                        expect(json.nextToken() == JsonToken.VALUE_NUMBER_INT);
                        next.put(id, json.getLongValue());
                    }
                } else {
                    json.skipChildren();
                }
            }
            expect(json.currentToken() == JsonToken.END_OBJECT);
        }
        return new PositionRecord(writer, next);
    }

    private static void expect(boolean good) throws IOException {
        if (!good) {
            throw new IOException("no position");
        }
    }
}
