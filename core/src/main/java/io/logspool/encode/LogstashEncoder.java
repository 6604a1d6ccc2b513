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
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The fields of logstash-logback-encoder's {@code LogstashEncoder} as it has them by default, in its order, and after
 * them our own with names that begin with {@code logspool_}.
 *
 * <p>Source: <a href="https://github.com/logfellow/logstash-logback-encoder">its documentation</a>, and its output, with
 * which the Logback adapter's tests compare this one's. {@code docs/encodings.md} lists the differences.
 */
public final class LogstashEncoder extends JsonEncoder {

    private static final Set<String> RESERVED = OwnField.names(
            field -> field.logstash,
            "@timestamp",
            "@version",
            "message",
            "logger_name",
            "thread_name",
            "level",
            "level_value",
            "caller_class_name",
            "caller_method_name",
            "caller_file_name",
            "caller_line_number",
            "stack_trace",
            "tags");

    private final KeyValuePlacement placement;
    private final DateTimeFormatter timestamp;
    private final Timestamps created = new Timestamps();
    private final UniqueNames names = new UniqueNames(RESERVED, false);
    private final Map<String, String> constants = new LinkedHashMap<>();

    /**
     * Makes an encoder whose {@code @timestamp} is in this process' time zone, as LogstashEncoder's.
     *
     * @param fields constant fields of every event: each is written under its own name, as custom fields are there
     * @param placement whether key-value pairs keep their types, or are texts as the entries of the context
     * @param maxRecordBytes no record is longer than this, in bytes
     * @throws IllegalArgumentException if {@code maxRecordBytes} is less than {@link #MIN_RECORD_BYTES}
     */
    public LogstashEncoder(Map<String, String> fields, KeyValuePlacement placement, int maxRecordBytes) {
        this(fields, placement, maxRecordBytes, ZoneId.systemDefault());
    }

    LogstashEncoder(Map<String, String> fields, KeyValuePlacement placement, int maxRecordBytes, ZoneId zone) {
        super(fields, maxRecordBytes);
        this.placement = placement;
        this.timestamp = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
        this.fields.forEach((name, value) -> constants.put(names.reserve(name), value));
    }

    @Override
    void write(RecordWriter out, LogEvent event, EventOrigin origin, Instant readAt) {
        names.clear();
        out.json.writeStartObject();
        out.text("@timestamp", timestamp.format(time(event)));
        out.text("@version", "1");
        out.text("message", event.message());
        out.text("logger_name", event.logger());
        out.text("thread_name", event.threadName());
        out.text("level", event.displayLevel());
        out.number("level_value", levelValue(event.level()));
        if (event.throwable() != null) {
            out.text("stack_trace", out.stackTrace(event.throwable()));
        }
        out.texts(event.mdc(), (key, value) -> false, (key, value) -> out.text(name(key, out), value));
        out.keyValues(event.keyValues(), (key, value) -> {
            out.json.writeFieldName(name(key, out));
            out.value(placement == KeyValuePlacement.LABELS ? value.toString() : value);
        });
        out.texts(constants, (key, value) -> false, out::text);
        out.tags(event.markers());
        caller(event.caller(), out);
        own(event, origin, readAt, out);
        out.json.writeEndObject();
    }

    private static Instant time(LogEvent event) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(
                Math.floorDiv(event.epochNanos(), second), Math.floorMod(event.epochNanos(), second));
    }

    /** Logback's numbers, and Log4j 1's for the level that Logback does not have. */
    private static int levelValue(LogLevel level) {
        return switch (level) {
            case TRACE -> 5_000;
            case DEBUG -> 10_000;
            case INFO -> 20_000;
            case WARN -> 30_000;
            case ERROR -> 40_000;
            case FATAL -> 50_000;
        };
    }

    private static void caller(@Nullable StackFrame caller, RecordWriter out) {
        if (caller != null) {
            out.text("caller_class_name", caller.className());
            out.text("caller_method_name", caller.method());
            out.text("caller_file_name", caller.file());
            out.number("caller_line_number", caller.line());
        }
    }

    private String name(String key, RecordWriter out) {
        return names.add(out.shortenedName(key));
    }

    private void own(LogEvent event, EventOrigin origin, Instant readAt, RecordWriter out) {
        OwnField.Sink sink = (field, value) -> {
            out.json.writeFieldName(field.logstash);
            out.value(value);
        };
        OwnField.identity(origin, sink);
        OwnField.created(readAt, created, sink);
        OwnField.process(origin.resource(), sink);
        OwnField.threadId(event, sink);
        OwnField.put(OwnField.TEMPLATE, event.template(), sink);
        if (out.isTruncated(event)) {
            out.json.writeBooleanField(OwnField.TRUNCATED.logstash, true);
        }
    }
}
