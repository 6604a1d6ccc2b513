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

import com.fasterxml.jackson.core.JsonGenerator;
import io.logspool.event.LogEvent;
import io.logspool.event.StackFrame;
import io.logspool.event.ThrowableInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one record. The order of the calls is the order of the fields. */
final class EcsRecord {

    private static final String LABELS = "labels.";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final RecordWriter out;
    private final JsonGenerator json;
    private final FieldNames names;
    private final Timestamps timestamps;

    EcsRecord(RecordWriter out, FieldNames names, Timestamps timestamps) {
        this.out = out;
        this.json = out.json;
        this.names = names;
        this.timestamps = timestamps;
    }

    void write(
            LogEvent event,
            EventOrigin origin,
            Instant created,
            Map<String, String> fields,
            KeyValuePlacement placement)
            throws IOException {
        names.clear();
        json.writeStartObject();
        text("@timestamp", timestamps.format(Math.floorDiv(event.epochNanos(), NANOS_PER_SECOND), (int)
                Math.floorMod(event.epochNanos(), NANOS_PER_SECOND)));
        text("log.level", event.displayLevel());
        text("message", event.message());
        text("ecs.version", EcsEncoder.ECS_VERSION);
        text("event.id", origin.eventId());
        number("event.sequence", origin.sequence());
        text("event.created", timestamps.format(created.getEpochSecond(), created.getNano()));
        text("event.dataset", origin.resource().service().name());
        resource(origin.resource(), event);
        text("log.logger", event.logger());
        caller(event.caller());
        TraceIds ids = new TraceIds(event.mdc());
        text("trace.id", ids.trace);
        text("transaction.id", ids.transaction);
        text("span.id", ids.span);
        out.tags(event.markers());
        out.texts(event.mdc(), ids::covers, this::label);
        reserveWhatFollows(event, fields);
        out.keyValues(event.keyValues(), (key, value) -> keyValue(key, value, placement));
        text("logspool.template", event.template());
        throwable(event.throwable());
        out.texts(fields, (key, value) -> false, (key, value) -> out.text("fields." + key, value));
        if (out.isTruncated(event)) {
            json.writeBooleanField("logspool.truncated", true);
        }
        json.writeEndObject();
    }

    private void resource(Resource resource, LogEvent event) throws IOException {
        text("service.name", resource.service().name());
        text("service.version", resource.service().version());
        text("service.environment", resource.service().environment());
        text("service.node.name", resource.service().nodeName());
        text("host.name", resource.hostName());
        if (resource.processId() != 0) {
            number("process.pid", resource.processId());
        }
        text("process.thread.name", event.threadName());
        if (event.threadId() != 0) {
            number("process.thread.id", event.threadId());
        }
        text("container.id", resource.containerId());
        text("kubernetes.namespace", resource.namespace());
        text("kubernetes.pod.name", resource.podName());
        text("kubernetes.pod.uid", resource.podUid());
        text("kubernetes.node.name", resource.nodeName());
    }

    private void caller(@Nullable StackFrame caller) throws IOException {
        if (caller != null) {
            text("log.origin.file.name", caller.file());
            if (caller.line() >= 0) {
                number("log.origin.file.line", caller.line());
            }
            text("log.origin.function", caller.method());
        }
    }

    private void reserveWhatFollows(LogEvent event, Map<String, String> fields) {
        names.add("logspool.template");
        names.add("logspool.truncated");
        if (event.throwable() != null) {
            names.add("error.type");
            names.add("error.message");
            names.add("error.stack_trace");
        }
        for (String name : fields.keySet()) {
            names.add("fields." + name);
        }
    }

    private void keyValue(String name, Object value, KeyValuePlacement placement) throws IOException {
        String key = out.shortened(name);
        if (key.startsWith(LABELS)) {
            label(key.substring(LABELS.length()), value.toString());
        } else if (placement == KeyValuePlacement.TOP_LEVEL && isTyped(value) && names.addIfFree(key)) {
            json.writeFieldName(key);
            out.value(value);
        } else {
            label(key, value.toString());
        }
    }

    /** Whether there is a JSON value for it: there is none for what is not a number, or is infinite. */
    private static boolean isTyped(Object value) {
        return !(value instanceof Double number && !Double.isFinite(number))
                && !(value instanceof Float small && !Float.isFinite(small));
    }

    private void throwable(@Nullable ThrowableInfo throwable) throws IOException {
        if (throwable == null) {
            return;
        }
        text("error.type", throwable.className());
        text("error.message", throwable.message());
        text("error.stack_trace", out.stackTrace(throwable));
    }

    private void label(String key, String value) throws IOException {
        out.text(names.addLabel(out.shortened(key)), value);
    }

    private void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            names.add(name);
            out.text(name, value);
        }
    }

    private void number(String name, long value) throws IOException {
        names.add(name);
        out.number(name, value);
    }
}
