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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Encodes events, and reads the records as a strict reader does: no name twice, nothing after the object. */
final class EncoderFixture {

    static final long TIME = 1_795_253_400_123_000_000L;
    static final Instant CREATED = Instant.parse("2026-11-21T09:30:01.500Z");

    static final EventOrigin ORIGIN = new EventOrigin(
            new Resource(
                    new ServiceIdentity("orders", "1.2.3", "test", "node-7"),
                    "host-1",
                    4711,
                    "0123456789abcdef",
                    "shop",
                    "orders-5d9c7",
                    "f1c8c2ae",
                    "worker-a"),
            "00112233445566778899aabbccddeeff",
            17);

    /** Of a process of which nothing is known but its service's name. */
    static final EventOrigin BARE = new EventOrigin(
            new Resource(new ServiceIdentity("s", null, null, null), null, 0, null, null, null, null, null), "id", 1);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final EventEncoder encoder;
    private final EventWriter writer = new EventWriter(1 << 20);
    private final ByteArrayOutput out = new ByteArrayOutput();

    EncoderFixture(EventEncoder encoder) {
        this.encoder = encoder;
    }

    static JsonNode parse(ByteArrayOutput record) throws IOException {
        try (JsonParser parser = MAPPER.createParser(record.array(), record.offset(), record.length())) {
            JsonNode tree = MAPPER.readTree(parser);
            if (parser.nextToken() != null) {
                throw new IOException("more than one value");
            }
            return tree;
        }
    }

    static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toList());
    }

    /** A record that was checked in, with a field per line to be read by people, as it is encoded. */
    static String golden(String name) throws IOException {
        return stored(name).lines().map(String::strip).collect(Collectors.joining());
    }

    static String stored(String name) throws IOException {
        try (InputStream in = EncoderFixture.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }

    String text(LogEvent event) {
        encoder.encode(event, ORIGIN, CREATED, out);
        return text();
    }

    /** The record that was encoded last. */
    String text() {
        return new String(out.array(), out.offset(), out.length(), UTF_8);
    }

    JsonNode encode(Consumer<EventWriter> event) throws Exception {
        return encode(TIME, LogLevel.INFO, ORIGIN, event);
    }

    JsonNode encode(long epochNanos, LogLevel level, EventOrigin origin, Consumer<EventWriter> event) throws Exception {
        writer.begin(epochNanos, level);
        event.accept(writer);
        encoder.encode(EventReader.decode(writer.array(), writer.offset(), writer.length()), origin, CREATED, out);
        return parse(out);
    }
}
