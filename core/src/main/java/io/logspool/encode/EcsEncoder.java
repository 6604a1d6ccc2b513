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

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.logspool.event.LogEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One JSON object per event, with the names, order and types of the Elastic Common Schema.
 *
 * <p>Source: <a href="https://github.com/elastic/ecs-logging/blob/main/spec/spec.json">the ecs-logging
 * specification</a>. Field names are dotted and at the top level; {@code labels} are texts, and have no {@code .},
 * {@code *} or backslash in their names.
 *
 * <p>A record that would be too large is encoded again with shorter texts, and in the end with fewer of the
 * application's fields; it then has {@code logspool.truncated}.
 */
public final class EcsEncoder implements EventEncoder {

    /** Smallest limit of a record, in bytes: the fields of the event's own always fit, cut to the shortest. */
    public static final int MIN_RECORD_BYTES = 16 * 1024;

    /** The version of the schema whose fields are used; the last of 1.x, which ecs-logging asks for. */
    static final String ECS_VERSION = "1.12.2";

    private final Map<String, String> fields;
    private final KeyValuePlacement placement;
    private final int maxRecordBytes;
    private final FieldNames names = new FieldNames();
    private final Timestamps timestamps = new Timestamps();

    /**
     * Makes an encoder.
     *
     * @param fields constant fields of every event: each is written as {@code fields.<name>}
     * @param placement where key-value pairs go
     * @param maxRecordBytes no record is longer than this, in bytes
     * @throws IllegalArgumentException if {@code maxRecordBytes} is less than {@value #MIN_RECORD_BYTES}
     */
    public EcsEncoder(Map<String, String> fields, KeyValuePlacement placement, int maxRecordBytes) {
        if (maxRecordBytes < MIN_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "maxRecordBytes " + maxRecordBytes + " is less than " + MIN_RECORD_BYTES);
        }
        Map<String, String> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(WellFormed.text(name), WellFormed.text(value)));
        this.fields = Collections.unmodifiableMap(copy);
        this.placement = placement;
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public boolean encode(LogEvent event, EventOrigin origin, Instant created, ByteArrayOutput out) {
        Limits limits = Limits.none(maxRecordBytes);
        EcsRecord written = write(event, origin, created, limits, out);
        while (out.length() > maxRecordBytes) {
            limits = limits.tighter();
            written = write(event, origin, created, limits, out);
        }
        return written.wasCut();
    }

    private EcsRecord write(LogEvent event, EventOrigin origin, Instant created, Limits limits, ByteArrayOutput out) {
        out.reset();
        try (JsonGenerator generator = Jackson.JSON.createGenerator(out, JsonEncoding.UTF8)) {
            EcsRecord written = new EcsRecord(generator, limits, names, timestamps);
            written.write(event, origin, created, fields, placement);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from a buffer in memory
        }
    }

    /** Loaded with the first event, on the shipper's thread: an encoder is made on one that starts an application. */
    private static final class Jackson {

        /** Four bytes of UTF-8 for a character beyond the first plane, not twice six of an escape. */
        static final JsonFactory JSON = new JsonFactoryBuilder()
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();

        private Jackson() {}
    }
}
