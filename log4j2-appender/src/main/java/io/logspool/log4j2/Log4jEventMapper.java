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
package io.logspool.log4j2;

import io.logspool.EventMapper;
import io.logspool.LogAgentConfig;
import io.logspool.config.MdcSelection;
import io.logspool.event.EventTime;
import io.logspool.event.EventWriter;
import io.logspool.event.Guarded;
import io.logspool.event.LogLevel;
import io.logspool.event.MessageStyle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.message.ReusableParameterizedMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/** Log4j's event as ours. What belongs to the application is asked for its text with care. Immutable; any thread. */
final class Log4jEventMapper implements EventMapper<LogEvent> {

    /** Where the thread context's stack goes, as {@code %x} renders it: it is no MDC, and no marker. */
    static final String STACK_KEY = "ndc";

    private static final TriConsumer<String, @Nullable Object, EventWriter> ENTRY =
            (key, value, writer) -> writer.mdc(key, text(value));

    private final MdcSelection mdc;
    private final boolean caller;
    private final boolean template;

    Log4jEventMapper(LogAgentConfig config) {
        mdc = config.captureMdc();
        caller = config.captureCaller();
        template = config.captureTemplate();
    }

    /** Whether events have to know the place of their log statement. */
    boolean requiresLocation() {
        return caller;
    }

    @Override
    public void map(LogEvent event, EventWriter writer) {
        level(event, writer);
        writer.logger(event.getLoggerName()).thread(event.getThreadName(), event.getThreadId());
        message(event.getMessage(), writer);
        context(event, writer);
        markers(event.getMarker(), writer);
        writer.throwable(event.getThrown());
        StackTraceElement source = caller ? event.getSource() : null;
        if (source != null) {
            writer.caller(source);
        }
    }

    private static void level(LogEvent event, EventWriter writer) {
        Level level = event.getLevel();
        LogLevel severity = severity(level);
        Instant instant = event.getInstant();
        writer.begin(EventTime.epochNanos(instant.getEpochSecond(), instant.getNanoOfSecond()), severity);
        if (!level.name().equals(severity.name())) {
            writer.levelName(level.name());
        }
    }

    /** A level of the application's own has the severity that Log4j itself gives it. */
    private static LogLevel severity(Level level) {
        return switch (level.getStandardLevel()) {
            case OFF, FATAL -> LogLevel.FATAL;
            case ERROR -> LogLevel.ERROR;
            case WARN -> LogLevel.WARN;
            case INFO -> LogLevel.INFO;
            case DEBUG -> LogLevel.DEBUG;
            case TRACE, ALL -> LogLevel.TRACE;
        };
    }

    private void message(@Nullable Message message, EventWriter writer) {
        if (message == null) {
            return;
        }
        if (message instanceof MapMessage<?, ?> map) {
            formatted(message, writer);
            keyValues(map.getData(), writer);
            return;
        }
        Object[] parameters = message.getParameters();
        if (parameters == null || parameters.length == 0) {
            formatted(message, writer);
            return;
        }
        String format = message instanceof ObjectMessage ? null : format(message);
        if (format != null
                && isParameterized(message, format, parameters)
                && writer.messageOfValues(MessageStyle.LOG4J, format, parameters)) {
            if (!template) {
                writer.hideTemplate();
            }
            return;
        }
        formatted(message, writer);
        if (format != null) {
            writer.template(template ? format : null);
        } else if (parameters[0] instanceof Map<?, ?> map) {
            keyValues(map, writer);
        }
    }

    private static void formatted(Message message, EventWriter writer) {
        writer.message(Guarded.call(message, "getFormattedMessage()", Message::getFormattedMessage));
    }

    /**
     * Whether the message is made of pattern and parameters in Log4j's usual way. Its reused event is a message, too, and
     * does not tell whose: so it must not look as if it could be another's.
     */
    private static boolean isParameterized(Message message, String format, Object[] parameters) {
        Class<?> type = message.getClass();
        return type == ParameterizedMessage.class
                || type == ReusableParameterizedMessage.class
                || (type == MutableLogEvent.class && MessageStyle.LOG4J.placeholders(format) == parameters.length);
    }

    /** Null for an object in Log4j's reused event. */
    @SuppressWarnings("deprecation") // no other way leads to the text before its arguments went in
    private static @Nullable String format(Message message) {
        return message.getFormat();
    }

    /** The map is the application's, which may be changing it. */
    private static void keyValues(Map<?, ?> map, EventWriter writer) {
        try {
            map.forEach((key, value) -> writer.keyValue(text(key), value));
        } catch (RuntimeException unreadable) {
            writer.keyValue(
                    "logspool.failed",
                    map.getClass().getName() + ": " + unreadable.getClass().getName());
        }
    }

    private void context(LogEvent event, EventWriter writer) {
        ReadOnlyStringMap context = event.getContextData();
        if (context != null && !context.isEmpty()) {
            if (mdc.all()) {
                context.forEach(ENTRY, writer);
            } else {
                context.<Object>forEach((key, value) -> {
                    if (mdc.includes(key)) {
                        ENTRY.accept(key, value, writer);
                    }
                });
            }
        }
        ThreadContext.ContextStack stack = event.getContextStack();
        if (stack != null && !stack.isEmpty()) {
            writer.keyValue(STACK_KEY, stack.asList().toString());
        }
    }

    /** The marker, then its parents, each once. */
    private static void markers(@Nullable Marker marker, EventWriter writer) {
        if (marker == null) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        Deque<Marker> open = new ArrayDeque<>();
        open.push(marker);
        while (!open.isEmpty()) {
            Marker next = open.pop();
            Marker[] parents = next.getParents();
            if (names.add(next.getName()) && parents != null) {
                for (int i = parents.length - 1; i >= 0; i--) {
                    open.push(parents[i]);
                }
            }
        }
        names.forEach(writer::marker);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || value instanceof String
                ? (String) value
                : Guarded.call(value, "toString()", Object::toString);
    }
}
