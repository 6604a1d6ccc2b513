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
import io.logspool.event.StackFrame;
import io.logspool.event.ThrowableInfo;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one record. The order of the calls is the order of the fields. */
final class EcsRecord {

    static final String LABELS = "labels.";

    /** In chars; no limit cuts a text that is no longer. */
    private static final int SHORT_TEXT = 32;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final RecordWriter out;
    private final JsonWriter json;
    private final FieldNames names;
    private final EncodedTexts labels;
    private final Timestamps times;
    private final Timestamps created;
    private final SameFields sameService;
    private final SameFields sameContainer;

    /** Whether the names must be remembered: only then can one come twice. */
    private boolean namesMatter;

    EcsRecord(
            RecordWriter out,
            FieldNames names,
            EncodedTexts labels,
            Timestamps times,
            Timestamps created,
            SameFields sameService,
            SameFields sameContainer) {
        this.out = out;
        this.json = out.json;
        this.names = names;
        this.labels = labels;
        this.times = times;
        this.created = created;
        this.sameService = sameService;
        this.sameContainer = sameContainer;
    }

    void write(
            LogEvent event,
            EventOrigin origin,
            Instant readAt,
            Map<String, String> fields,
            KeyValuePlacement placement) {
        namesMatter = !event.keyValues().isEmpty() || !areLabelsPlain(event.mdc());
        if (namesMatter) {
            names.clear();
        }
        json.writeStartObject();
        name("@timestamp");
        times.write(json, Math.floorDiv(event.epochNanos(), NANOS_PER_SECOND), (int)
                Math.floorMod(event.epochNanos(), NANOS_PER_SECOND));
        repeated("log.level", event.displayLevel());
        text("message", event.message());
        repeated("ecs.version", EcsEncoder.ECS_VERSION);
        eventId(origin);
        number("event.sequence", origin.sequence());
        name("event.created");
        created.write(json, readAt.getEpochSecond(), readAt.getNano());
        service(origin.resource());
        repeated("process.thread.name", event.threadName());
        if (event.threadId() != 0) {
            number("process.thread.id", event.threadId());
        }
        container(origin.resource());
        repeated("log.logger", event.logger());
        caller(event.caller());
        TraceIds ids = new TraceIds(event.mdc());
        text("trace.id", ids.trace);
        text("transaction.id", ids.transaction);
        text("span.id", ids.span);
        out.tags(event.markers());
        out.texts(event.mdc(), ids::covers, this::label);
        if (namesMatter) {
            reserveWhatFollows(event, fields);
        }
        out.keyValues(event.keyValues(), (key, value) -> keyValue(key, value, placement));
        repeated("logspool.template", event.template());
        throwable(event.throwable());
        out.texts(fields, (key, value) -> false, (key, value) -> out.text("fields." + key, value));
        if (out.isTruncated(event)) {
            json.writeBooleanField("logspool.truncated", true);
        }
        json.writeEndObject();
    }

    private void eventId(EventOrigin origin) {
        if (origin.incarnationId().length() > SHORT_TEXT) { // not one of the agent's own: it may have to be cut
            text("event.id", origin.eventId());
            return;
        }
        name("event.id");
        json.writeString(origin.incarnationId(), origin.sequence());
    }

    private void service(Resource resource) {
        if (!namesMatter && sameService.write(resource, out)) {
            return;
        }
        int begin = json.position();
        repeated("event.dataset", resource.service().name());
        repeated("service.name", resource.service().name());
        repeated("service.version", resource.service().version());
        repeated("service.environment", resource.service().environment());
        repeated("service.node.name", resource.service().nodeName());
        repeated("host.name", resource.hostName());
        if (resource.processId() != 0) {
            number("process.pid", resource.processId());
        }
        if (!namesMatter) {
            sameService.remember(resource, out, begin);
        }
    }

    private void container(Resource resource) {
        if (!namesMatter && sameContainer.write(resource, out)) {
            return;
        }
        int begin = json.position();
        repeated("container.id", resource.containerId());
        repeated("kubernetes.namespace", resource.namespace());
        repeated("kubernetes.pod.name", resource.podName());
        repeated("kubernetes.pod.uid", resource.podUid());
        repeated("kubernetes.node.name", resource.nodeName());
        if (!namesMatter) {
            sameContainer.remember(resource, out, begin);
        }
    }

    private void caller(@Nullable StackFrame caller) {
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

    private void keyValue(String name, Object value, KeyValuePlacement placement) {
        String key = out.shortenedName(name);
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

    private void throwable(@Nullable ThrowableInfo throwable) {
        if (throwable == null) {
            return;
        }
        text("error.type", throwable.className());
        text("error.message", throwable.message());
        text("error.stack_trace", out.stackTrace(throwable));
    }

    /** Whether every entry of the context has the name of a label as it is, so that no two can become the same. */
    private static boolean areLabelsPlain(Map<String, @Nullable String> mdc) {
        if (mdc.isEmpty()) {
            return true; // an iterator is not for nothing
        }
        for (Map.Entry<String, @Nullable String> entry : mdc.entrySet()) {
            String key = entry.getKey();
            if (key.isBlank() || key.length() > SHORT_TEXT || !FieldNames.isPlainLabel(key)) {
                return false;
            }
        }
        return true;
    }

    private void label(String key, String value) {
        if (namesMatter) {
            out.text(names.addLabel(out.shortenedName(key)), value);
        } else {
            json.writeFieldName(labels, key);
            out.text(value);
        }
    }

    private void name(String name) {
        if (namesMatter) {
            names.add(name);
        }
        json.writeFieldName(name);
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            out.text(value);
        }
    }

    /** The same with a text that likely is the same object as in a record before. */
    private void repeated(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            out.repeated(value);
        }
    }

    private void number(String name, long value) {
        name(name);
        json.writeNumber(value);
    }
}
