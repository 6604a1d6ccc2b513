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
package io.logspool.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.logspool.spool.SlotOwner;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one line of JSON. What has no value is absent. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes the fields of an object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    static void line(Streams streams, Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        streams.line(text.getBuffer());
    }

    static void process(JsonGenerator json, String name, SlotOwner holder) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("state", holder.state().name().toLowerCase(Locale.ROOT));
        if (holder.processId() > 0) {
            json.writeNumberField("pid", holder.processId());
        }
        json.writeEndObject();
    }

    static void position(JsonGenerator json, String name, @Nullable SpoolPosition position) throws IOException {
        if (position != null) {
            json.writeObjectFieldStart(name);
            json.writeNumberField("segment", position.segment());
            json.writeNumberField("offset", position.offset());
            json.writeEndObject();
        }
    }

    static void time(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, time.toString());
        }
    }
}
