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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Graylog's extended log format, version 1.1, uncompressed and without a delimiter.
 *
 * <p>Source: <a href="https://go2docs.graylog.org/current/getting_in_log_data/gelf.html">its payload specification</a>.
 * Additional fields are texts and numbers only, because Graylog drops booleans. It takes dots in their names for
 * underscores, and ignores those that are called like a field of its own: a name that would be lost gets a number.
 */
public final class GelfEncoder extends JsonEncoder {

    /** In place of texts that must not be empty. */
    private static final String NOTHING = "-";

    /** Names that Graylog gives to fields of its own, and those of the index beneath it. */
    private static final Set<String> RESERVED = OwnField.names(
            field -> field.gelf,
            "_id",
            "_version",
            "_host",
            "_source",
            "_message",
            "_short_message",
            "_full_message",
            "_timestamp",
            "_level",
            "_facility",
            "_file",
            "_line",
            "_streams",
            "__id",
            "__ttl",
            "__source",
            "__all",
            "__index",
            "__type",
            "__score");

    private final KeyValuePlacement placement;
    private final Timestamps created = new Timestamps();
    private final UniqueNames names = new UniqueNames(RESERVED, true);
    private final Map<String, String> constants = new LinkedHashMap<>();

    /**
     * Makes an encoder.
     *
     * @param fields constant fields of every event: each is written as {@code _<name>}
     * @param placement whether key-value pairs keep their types, or are texts as the entries of the context
     * @param maxRecordBytes no record is longer than this, in bytes
     * @throws IllegalArgumentException if {@code maxRecordBytes} is less than {@link #MIN_RECORD_BYTES}
     */
    public GelfEncoder(Map<String, String> fields, KeyValuePlacement placement, int maxRecordBytes) {
        super(fields, maxRecordBytes);
        this.placement = placement;
        this.fields.forEach((name, value) -> constants.put(names.reserve(additional(name)), value));
    }

    @Override
    void write(RecordWriter out, LogEvent event, EventOrigin origin, Instant readAt) {
        names.clear();
        out.json.writeStartObject();
        out.text("version", "1.1");
        String host = origin.resource().hostName();
        out.text("host", orNothing(host == null ? origin.resource().service().name() : host));
        out.text("short_message", orNothing(event.message()));
        out.text("full_message", fullMessage(event, out));
        out.json.writeFieldName("timestamp");
        out.json.writeNumber(seconds(event.epochNanos()));
        out.number("level", severity(event.level()));
        TraceIds ids = new TraceIds(event.mdc());
        own(event, origin, readAt, ids, out);
        out.texts(event.mdc(), ids::covers, (key, value) -> out.text(name(key, out), value));
        out.keyValues(event.keyValues(), (key, value) -> keyValue(key, value, out));
        out.texts(constants, (key, value) -> false, out::text);
        if (out.isTruncated(event)) {
            out.text(OwnField.TRUNCATED.gelf, "true");
        }
        out.json.writeEndObject();
    }

    private static String orNothing(@Nullable String text) {
        return text == null || text.isBlank() ? NOTHING : text;
    }

    private static @Nullable String fullMessage(LogEvent event, RecordWriter out) {
        ThrowableInfo throwable = event.throwable();
        if (throwable == null) {
            return null;
        }
        String trace = out.stackTrace(throwable);
        return event.message() == null ? trace : out.shortened(event.message()) + '\n' + trace;
    }

    /** Seconds since the epoch with 3, 6 or 9 decimals, as many as it takes. */
    private static String seconds(long epochNanos) {
        BigDecimal exact = BigDecimal.valueOf(epochNanos, 9);
        int scale = epochNanos % 1_000_000 == 0 ? 3 : epochNanos % 1_000 == 0 ? 6 : 9;
        return exact.setScale(scale).toPlainString();
    }

    /** The severities of syslog, RFC 5424, section 6.2.1. */
    private static int severity(LogLevel level) {
        return switch (level) {
            case TRACE, DEBUG -> 7;
            case INFO -> 6;
            case WARN -> 4;
            case ERROR -> 3;
            case FATAL -> 2;
        };
    }

    private void own(LogEvent event, EventOrigin origin, Instant readAt, TraceIds ids, RecordWriter out) {
        OwnField.Sink sink = (field, value) -> {
            out.json.writeFieldName(field.gelf);
            out.value(value);
        };
        OwnField.identity(origin, sink);
        OwnField.created(readAt, created, sink);
        OwnField.process(origin.resource(), sink);
        OwnField.thread(event, sink);
        sink.put(OwnField.LEVEL, event.displayLevel());
        OwnField.put(OwnField.LOGGER, event.logger(), sink);
        caller(event.caller(), sink);
        OwnField.put(OwnField.TRACE_ID, ids.trace, sink);
        OwnField.put(OwnField.TRANSACTION_ID, ids.transaction, sink);
        OwnField.put(OwnField.SPAN_ID, ids.span, sink);
        tags(event.markers(), out);
        OwnField.put(OwnField.TEMPLATE, event.template(), sink);
        if (event.throwable() != null) {
            sink.put(OwnField.ERROR_TYPE, event.throwable().className());
            OwnField.put(OwnField.ERROR_MESSAGE, event.throwable().message(), sink);
        }
    }

    private static void caller(@Nullable StackFrame caller, OwnField.Sink sink) {
        if (caller != null) {
            OwnField.put(OwnField.CALLER_FILE, caller.file(), sink);
            if (caller.line() >= 0) {
                sink.put(OwnField.CALLER_LINE, (long) caller.line());
            }
            sink.put(OwnField.CALLER_FUNCTION, caller.method());
        }
    }

    /** One text: there are no arrays. */
    private static void tags(List<String> markers, RecordWriter out) {
        if (!markers.isEmpty()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < markers.size() && out.hasRoom(i); i++) {
                all.append(i == 0 ? "" : ",").append(out.shortened(markers.get(i)));
            }
            out.text(OwnField.TAGS.gelf, all.toString());
        }
    }

    private void keyValue(String key, Object value, RecordWriter out) {
        boolean text = placement == KeyValuePlacement.LABELS || value instanceof Boolean;
        out.json.writeFieldName(name(key, out));
        out.value(text ? value.toString() : RecordWriter.narrowed(value));
    }

    private String name(String key, RecordWriter out) {
        return names.add(additional(out.shortenedName(key)));
    }

    /** The name of an additional field: an underscore, then letters, digits, underscores, dashes and dots. */
    private static String additional(String name) {
        StringBuilder allowed = new StringBuilder(name.length() + 1).append('_');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            allowed.append(isAllowed(c) ? c : '_');
        }
        return name.isEmpty() ? "__" : allowed.toString();
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_.-".indexOf(c) >= 0;
    }
}
