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
package io.logspool.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.logspool.EventMapper;
import io.logspool.LogAgentConfig;
import io.logspool.config.MdcSelection;
import io.logspool.event.EventTime;
import io.logspool.event.EventWriter;
import io.logspool.event.Guarded;
import io.logspool.event.LogLevel;
import io.logspool.event.MessageStyle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** Writes a Logback event, whole. Any thread. */
final class LogbackEventMapper implements EventMapper<ILoggingEvent> {

    private final MdcSelection mdc;
    private final boolean caller;
    private final boolean template;

    LogbackEventMapper(LogAgentConfig config) {
        mdc = config.captureMdc();
        caller = config.captureCaller();
        template = config.captureTemplate();
    }

    @Override
    public void map(ILoggingEvent event, EventWriter writer) {
        long threadId = threadId(event.getThreadName());
        writeHead(event, threadId, writer);
        // Handed over by another thread, the message was made there, of arguments that may have changed since.
        writeMessage(event, threadId != 0, writer);
        writePairs(event.getKeyValuePairs(), writer);
        StructuredFields.ofArguments(event.getArgumentArray(), writer);
        writeMdc(event.getMDCPropertyMap(), writer);
        Markers.write(event.getMarkerList(), writer);
        writer.throwable(Throwables.of(event.getThrowableProxy()));
        if (caller) {
            writeCaller(event.getCallerData(), writer);
        }
    }

    private static void writeHead(ILoggingEvent event, long threadId, EventWriter writer) {
        Level level = event.getLevel();
        LogLevel neutral = neutral(level);
        writer.begin(epochNanos(event), neutral);
        if (!level.levelStr.equals(neutral.name())) {
            writer.levelName(level.levelStr);
        }
        writer.logger(event.getLoggerName());
        writer.thread(event.getThreadName(), threadId);
    }

    private void writeMessage(ILoggingEvent event, boolean here, EventWriter writer) {
        String pattern = event.getMessage();
        Object @Nullable [] arguments = event.getArgumentArray();
        boolean plain = arguments == null || arguments.length == 0;
        if (!plain
                && here
                && pattern != null
                && isOurs(event, arguments)
                && writer.messageOfValues(MessageStyle.SLF4J, pattern, arguments)) {
            if (!template) {
                writer.hideTemplate();
            }
            return;
        }
        // Logback keeps this text with the event: an argument is asked for its own once, however many appenders there
        // are.
        // SLF4J guards toString() of an argument, but not all that it can meet, and not one that logs itself.
        writer.message(String.valueOf(
                plain
                        ? event.getFormattedMessage()
                        : Guarded.callOr(pattern, event, ILoggingEvent::getFormattedMessage)));
        if (!plain && template) {
            writer.template(pattern);
        }
    }

    /**
     * Whether the message is what SLF4J makes of pattern and arguments. An event of a class of the application's may have
     * another one; and SLF4J leaves a throwable at the end out.
     */
    private static boolean isOurs(ILoggingEvent event, Object[] arguments) {
        return (event.getClass() == LoggingEvent.class || event.getClass() == ReloadEvent.class)
                && !(arguments[arguments.length - 1] instanceof Throwable);
    }

    private static void writePairs(@Nullable List<KeyValuePair> pairs, EventWriter writer) {
        if (pairs == null) {
            return;
        }
        for (KeyValuePair pair : pairs) {
            if (pair != null) {
                writer.keyValue(pair.key, pair.value);
            }
        }
    }

    private void writeMdc(@Nullable Map<String, String> properties, EventWriter writer) {
        if (properties == null || properties.isEmpty()) {
            return;
        }
        if (mdc.all()) {
            writer.mdc(properties);
            return;
        }
        for (String name : mdc.names()) {
            String value = properties.get(name);
            if (value != null) {
                writer.mdc(name, value);
            }
        }
    }

    private static void writeCaller(StackTraceElement @Nullable [] callers, EventWriter writer) {
        if (callers != null && callers.length != 0) {
            writer.caller(callers[0]);
        }
    }

    private static LogLevel neutral(Level level) {
        int severity = level.toInt();
        if (severity >= Level.ERROR_INT) {
            return LogLevel.ERROR;
        }
        if (severity >= Level.WARN_INT) {
            return LogLevel.WARN;
        }
        if (severity >= Level.INFO_INT) {
            return LogLevel.INFO;
        }
        return severity >= Level.DEBUG_INT ? LogLevel.DEBUG : LogLevel.TRACE;
    }

    /** An event that was serialised knows its nanoseconds, but not as an {@link Instant}. */
    private static long epochNanos(ILoggingEvent event) {
        Instant instant = event.getInstant();
        long second;
        int nanos;
        if (instant == null) {
            second = Math.floorDiv(event.getTimeStamp(), 1000L);
            nanos = (int) TimeUnit.MILLISECONDS.toNanos(Math.floorMod(event.getTimeStamp(), 1000L));
        } else {
            second = instant.getEpochSecond();
            nanos = instant.getNano();
        }
        int finer = event.getNanoseconds();
        if (finer > nanos && finer / 1_000_000 == nanos / 1_000_000) {
            nanos = finer;
        }
        return EventTime.epochNanos(second, nanos);
    }

    /** Logback's event has only the name. Its thread is this one, unless an appender before this one has a queue. */
    private static long threadId(@Nullable String name) {
        Thread current = Thread.currentThread();
        String currentName = current.getName();
        // Logback calls a thread without a name "virtual-<id>" or "unnamed-<id>".
        boolean same =
                currentName.isEmpty() ? name != null && name.endsWith("-" + current.getId()) : currentName.equals(name);
        return same ? current.getId() : 0;
    }
}
