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
import io.logspool.event.LogLevel;
import io.logspool.event.StackFrame;
import io.logspool.event.ThrowableInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's logs data model as OTLP's JSON: each record is a whole {@code LogsData} with one log record, which is
 * what the OpenTelemetry Collector's Kafka receiver reads as {@code otlp_json}.
 *
 * <p>Source: <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP, JSON protobuf encoding</a>,
 * <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/">the logs data model</a> and the semantic
 * conventions. 64-bit integers are texts, and so are doubles that are infinite or not a number.
 */
public final class OtlpJsonEncoder extends JsonEncoder {

    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-fA-F]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-fA-F]{16}");
    private static final Set<String> RESERVED = OwnField.names(field -> field.otlp);

    private final KeyValuePlacement placement;
    private final UniqueNames names = new UniqueNames(RESERVED, false);
    private final Map<String, String> constants = new LinkedHashMap<>();

    /**
     * Makes an encoder.
     *
     * @param fields constant fields of every event: each is an attribute of the resource
     * @param placement whether key-value pairs keep their types, or are texts as the entries of the context
     * @param maxRecordBytes no record is longer than this, in bytes
     * @throws IllegalArgumentException if {@code maxRecordBytes} is less than {@link #MIN_RECORD_BYTES}
     */
    public OtlpJsonEncoder(Map<String, String> fields, KeyValuePlacement placement, int maxRecordBytes) {
        super(fields, maxRecordBytes);
        this.placement = placement;
        UniqueNames resource = new UniqueNames(RESERVED, false);
        this.fields.forEach((name, value) -> constants.put(resource.reserve(name.isEmpty() ? "_" : name), value));
    }

    @Override
    void write(RecordWriter out, LogEvent event, EventOrigin origin, Instant readAt) {
        names.clear();
        out.json.writeStartObject();
        startOnlyElement("resourceLogs", out);
        out.json.writeObjectFieldStart("resource");
        out.json.writeArrayFieldStart("attributes");
        OwnField.process(origin.resource(), (field, value) -> attribute(field.otlp, value, out));
        out.texts(constants, (key, value) -> false, (key, value) -> attribute(key, value, out));
        out.json.writeEndArray();
        out.json.writeEndObject();
        startOnlyElement("scopeLogs", out);
        out.json.writeObjectFieldStart("scope");
        out.text("name", event.logger());
        out.json.writeEndObject();
        startOnlyElement("logRecords", out);
        record(event, origin, readAt, out);
        endOnlyElement(out);
        endOnlyElement(out);
        endOnlyElement(out);
        out.json.writeEndObject();
    }

    private static void startOnlyElement(String array, RecordWriter out) {
        out.json.writeArrayFieldStart(array);
        out.json.writeStartObject();
    }

    private static void endOnlyElement(RecordWriter out) {
        out.json.writeEndObject();
        out.json.writeEndArray();
    }

    private void record(LogEvent event, EventOrigin origin, Instant readAt, RecordWriter out) {
        if (event.epochNanos() > 0) { // unsigned, and 0 is "not known"
            out.text("timeUnixNano", Long.toString(event.epochNanos()));
        }
        long observed = TimeUnit.SECONDS.toNanos(readAt.getEpochSecond()) + readAt.getNano();
        out.text("observedTimeUnixNano", Long.toString(Math.max(0, observed)));
        out.number("severityNumber", severity(event.level()));
        out.text("severityText", event.displayLevel());
        if (event.message() != null) {
            out.json.writeObjectFieldStart("body");
            out.text("stringValue", event.message());
            out.json.writeEndObject();
        }
        TraceIds found = new TraceIds(event.mdc());
        String traceId = matching(TRACE_ID, found.trace);
        // A span is one of a trace: without it, its id is an attribute as any other.
        String spanId = traceId == null ? null : matching(SPAN_ID, found.span);
        out.json.writeArrayFieldStart("attributes");
        own(event, origin, out);
        int dropped = out.texts(
                event.mdc(),
                (key, value) -> TraceIds.isTrace(key, value, traceId) || TraceIds.isSpan(key, value, spanId),
                (key, value) -> attribute(name(key, out), value, out));
        dropped += out.keyValues(
                event.keyValues(),
                (key, value) -> attribute(
                        name(key, out), placement == KeyValuePlacement.LABELS ? value.toString() : value, out));
        if (out.isTruncated(event)) {
            attribute(OwnField.TRUNCATED.otlp, true, out);
        }
        out.json.writeEndArray();
        if (dropped != 0) {
            out.number("droppedAttributesCount", dropped);
        }
        out.text("traceId", traceId);
        out.text("spanId", spanId);
    }

    /** The first number of each range, as the data model's table has them. */
    private static int severity(LogLevel level) {
        return switch (level) {
            case TRACE -> 1;
            case DEBUG -> 5;
            case INFO -> 9;
            case WARN -> 13;
            case ERROR -> 17;
            case FATAL -> 21;
        };
    }

    private static @Nullable String matching(Pattern pattern, @Nullable String id) {
        return id != null && pattern.matcher(id).matches() ? id : null;
    }

    private static void own(LogEvent event, EventOrigin origin, RecordWriter out) {
        OwnField.Sink sink = (field, value) -> attribute(field.otlp, value, out);
        OwnField.identity(origin, sink);
        OwnField.thread(event, sink);
        StackFrame caller = event.caller();
        if (caller != null) {
            sink.put(OwnField.CALLER_FUNCTION, caller.className() + '.' + caller.method());
            OwnField.put(OwnField.CALLER_FILE, caller.file(), sink);
            if (caller.line() >= 0) {
                sink.put(OwnField.CALLER_LINE, (long) caller.line());
            }
        }
        tags(event.markers(), out);
        OwnField.put(OwnField.TEMPLATE, event.template(), sink);
        ThrowableInfo throwable = event.throwable();
        if (throwable != null) {
            sink.put(OwnField.ERROR_TYPE, throwable.className());
            OwnField.put(OwnField.ERROR_MESSAGE, throwable.message(), sink);
            sink.put(OwnField.ERROR_STACK_TRACE, out.stackTrace(throwable));
        }
    }

    private static void tags(List<String> markers, RecordWriter out) {
        if (markers.isEmpty()) {
            return;
        }
        startAttribute(OwnField.TAGS.otlp, out);
        out.json.writeObjectFieldStart("arrayValue");
        out.json.writeArrayFieldStart("values");
        for (int i = 0; i < markers.size() && out.hasRoom(i); i++) {
            out.json.writeStartObject();
            out.text("stringValue", markers.get(i));
            out.json.writeEndObject();
        }
        out.json.writeEndArray();
        out.json.writeEndObject();
        endAttribute(out);
    }

    /** A free key like this one; a key must not be empty. */
    private String name(String key, RecordWriter out) {
        return names.add(key.isEmpty() ? "_" : out.shortenedName(key));
    }

    private static void attribute(String key, Object value, RecordWriter out) {
        startAttribute(key, out);
        Object narrowed = RecordWriter.narrowed(value);
        if (narrowed instanceof Boolean bool) {
            out.json.writeBooleanField("boolValue", bool);
        } else if (narrowed instanceof Long number) {
            out.text("intValue", number.toString());
        } else if (narrowed instanceof Double number) {
            out.json.writeFieldName("doubleValue");
            out.value(number);
        } else {
            out.text("stringValue", narrowed.toString());
        }
        endAttribute(out);
    }

    private static void startAttribute(String key, RecordWriter out) {
        out.json.writeStartObject();
        out.json.writeStringField("key", key); // was made to fit before it was made unique
        out.json.writeObjectFieldStart("value");
    }

    private static void endAttribute(RecordWriter out) {
        out.json.writeEndObject();
        out.json.writeEndObject();
    }
}
