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

import io.logspool.event.LogEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all encodings share: one JSON object per event, never longer than the limit.
 *
 * <p>A record that would be too large is encoded again with shorter texts, and in the end with fewer of the
 * application's fields; it is then marked as truncated.
 */
abstract class JsonEncoder implements EventEncoder {

    /** Smallest limit of a record, in bytes: the fields of the event's own always fit, cut to the shortest. */
    public static final int MIN_RECORD_BYTES = 16 * 1024;

    /** Constant fields by name, well-formed, in the order of the configuration. */
    final Map<String, String> fields;

    private final int maxRecordBytes;
    private final EncodedTexts known = new EncodedTexts("");

    JsonEncoder(Map<String, String> fields, int maxRecordBytes) {
        if (maxRecordBytes < MIN_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "maxRecordBytes " + maxRecordBytes + " is less than " + MIN_RECORD_BYTES);
        }
        Map<String, String> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(WellFormed.text(name), WellFormed.text(value)));
        this.fields = Collections.unmodifiableMap(copy);
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public final boolean encode(LogEvent event, EventOrigin origin, Instant created, ByteArrayOutput out) {
        Limits limits = Limits.none(maxRecordBytes);
        boolean cut = write(event, origin, created, limits, out);
        while (out.length() > maxRecordBytes) {
            limits = limits.tighter();
            cut = write(event, origin, created, limits, out);
        }
        return cut;
    }

    /** Writes the record, from its first brace to its last. */
    abstract void write(RecordWriter out, LogEvent event, EventOrigin origin, Instant created);

    private boolean write(LogEvent event, EventOrigin origin, Instant created, Limits limits, ByteArrayOutput out) {
        out.reset();
        RecordWriter writer = new RecordWriter(new JsonWriter(out, known), limits);
        write(writer, event, origin, created);
        return writer.wasCut();
    }
}
