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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a record says beside what the application said: its number, its process, its place. By the names that ECS has for
 * it, and those made from them for encodings that have none of their own; OpenTelemetry's are its semantic conventions.
 */
enum OwnField {
    EVENT_ID("event.id", "log.record.uid"),
    EVENT_SEQUENCE("event.sequence", "logspool.event.sequence"),
    EVENT_CREATED("event.created", "logspool.event.created"),
    SERVICE_NAME("service.name", "service.name"),
    SERVICE_VERSION("service.version", "service.version"),
    SERVICE_ENVIRONMENT("service.environment", "deployment.environment.name"),
    SERVICE_NODE_NAME("service.node.name", "service.instance.id"),
    HOST_NAME("host.name", "host.name"),
    PROCESS_ID("process.pid", "process.pid"),
    THREAD_NAME("process.thread.name", "thread.name"),
    THREAD_ID("process.thread.id", "thread.id"),
    CONTAINER_ID("container.id", "container.id"),
    NAMESPACE("kubernetes.namespace", "k8s.namespace.name"),
    POD_NAME("kubernetes.pod.name", "k8s.pod.name"),
    POD_UID("kubernetes.pod.uid", "k8s.pod.uid"),
    NODE_NAME("kubernetes.node.name", "k8s.node.name"),
    LEVEL("log.level", "logspool.level"),
    LOGGER("log.logger", "logspool.logger"),
    CALLER_FILE("log.origin.file.name", "code.file.path"),
    CALLER_LINE("log.origin.file.line", "code.line.number"),
    CALLER_FUNCTION("log.origin.function", "code.function.name"),
    TRACE_ID("trace.id", "logspool.trace.id"),
    TRANSACTION_ID("transaction.id", "logspool.transaction.id"),
    SPAN_ID("span.id", "logspool.span.id"),
    TAGS("tags", "logspool.tags"),
    TEMPLATE("logspool.template", "logspool.template"),
    ERROR_TYPE("error.type", "exception.type"),
    ERROR_MESSAGE("error.message", "exception.message"),
    ERROR_STACK_TRACE("error.stack_trace", "exception.stacktrace"),
    TRUNCATED("logspool.truncated", "logspool.truncated");

    private static final OwnField[] ALL = values();

    /** With a prefix that LogstashEncoder's users do not use: {@code logspool_event_id}. */
    final String logstash;

    /** As an additional field of GELF: {@code _event_id}. */
    final String gelf;

    /** The key of an attribute of a record or a resource. */
    final String otlp;

    OwnField(String ecs, String otlp) {
        String flat = ecs.replace('.', '_');
        this.logstash = flat.startsWith("logspool_") ? flat : "logspool_" + flat;
        this.gelf = '_' + flat;
        this.otlp = otlp;
    }

    /** Takes a field that has a value: a {@link String} or a {@link Long}. */
    @FunctionalInterface
    interface Sink {
        void put(OwnField field, Object value);
    }

    /** The name of every field in one encoding, and more names. */
    static Set<String> names(Function<OwnField, String> encoding, String... more) {
        Set<String> names = new HashSet<>(List.of(more));
        for (OwnField field : ALL) {
            names.add(encoding.apply(field));
        }
        return names;
    }

    /** Tells which event it is, so that its delivery can be proven. */
    static void identity(EventOrigin origin, Sink sink) {
        sink.put(EVENT_ID, origin.eventId());
        sink.put(EVENT_SEQUENCE, origin.sequence());
    }

    /** Tells when the event was read from the spool. */
    static void created(Instant created, Timestamps timestamps, Sink sink) {
        sink.put(EVENT_CREATED, timestamps.format(created.getEpochSecond(), created.getNano()));
    }

    /** Tells which process logged the event. */
    static void process(Resource resource, Sink sink) {
        put(SERVICE_NAME, resource.service().name(), sink);
        put(SERVICE_VERSION, resource.service().version(), sink);
        put(SERVICE_ENVIRONMENT, resource.service().environment(), sink);
        put(SERVICE_NODE_NAME, resource.service().nodeName(), sink);
        put(HOST_NAME, resource.hostName(), sink);
        if (resource.processId() != 0) {
            sink.put(PROCESS_ID, resource.processId());
        }
        put(CONTAINER_ID, resource.containerId(), sink);
        put(NAMESPACE, resource.namespace(), sink);
        put(POD_NAME, resource.podName(), sink);
        put(POD_UID, resource.podUid(), sink);
        put(NODE_NAME, resource.nodeName(), sink);
    }

    /** Tells which thread logged the event. */
    static void thread(LogEvent event, Sink sink) {
        put(THREAD_NAME, event.threadName(), sink);
        threadId(event, sink);
    }

    /** Tells the number of the thread that logged the event. */
    static void threadId(LogEvent event, Sink sink) {
        if (event.threadId() != 0) {
            sink.put(THREAD_ID, event.threadId());
        }
    }

    /** Hands over a field unless it has no value. */
    static void put(OwnField field, @Nullable String value, Sink sink) {
        if (value != null) {
            sink.put(field, value);
        }
    }
}
