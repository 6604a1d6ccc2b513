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
package io.logspool.jul;

import io.logspool.EventMapper;
import io.logspool.LogAgentConfig;
import io.logspool.event.EventTime;
import io.logspool.event.EventWriter;
import io.logspool.event.Guarded;
import io.logspool.event.LogLevel;
import io.logspool.event.MessageStyle;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** A record of java.util.logging as an event of ours. Any thread; the formatter is asked for. */
final class LogRecordMapper implements EventMapper<LogRecord> {

    /** Where other systems on java.util.logging have their fatal level; it has none itself. */
    private static final int FATAL = 1100;

    /** No line, as in {@link StackTraceElement#getLineNumber()}. */
    private static final int UNKNOWN_LINE = -1;

    private final NumberTexts numbers = new NumberTexts();
    private final Supplier<Formatter> formatter;
    private final Function<LogRecord, String> formatting;
    private final boolean caller;
    private final boolean template;

    LogRecordMapper(LogAgentConfig config, Supplier<Formatter> formatter) {
        this.formatter = formatter;
        formatting = record -> formatter.get().formatMessage(record);
        caller = config.captureCaller();
        template = config.captureTemplate();
    }

    @Override
    public void map(LogRecord record, EventWriter writer) {
        Level level = record.getLevel();
        LogLevel severity = severity(level.intValue());
        Instant instant = record.getInstant();
        writer.begin(EventTime.epochNanos(instant.getEpochSecond(), instant.getNano()), severity);
        if (!level.getName().equals(severity.name())) {
            writer.levelName(level.getName());
        }
        writer.logger(record.getLoggerName());
        thread(record, writer);
        if (!message(record, writer)) {
            writer.message(rendered(record));
            if (template && hasArguments(record)) {
                writer.template(record.getMessage());
            }
        }
        writer.throwable(record.getThrown());
        if (caller) {
            writer.caller(record.getSourceClassName(), record.getSourceMethodName(), null, UNKNOWN_LINE);
        }
    }

    /** A level between two of these is the lower one; {@code CONFIG} and {@code FINE} are for those who look closer. */
    private static LogLevel severity(int value) {
        if (value >= FATAL) {
            return LogLevel.FATAL;
        }
        if (value >= Level.SEVERE.intValue()) {
            return LogLevel.ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return LogLevel.WARN;
        }
        if (value >= Level.INFO.intValue()) {
            return LogLevel.INFO;
        }
        return value >= Level.FINE.intValue() ? LogLevel.DEBUG : LogLevel.TRACE;
    }

    /** A record knows its thread by number only; the name can be had while that thread is the one that is here. */
    private static void thread(LogRecord record, EventWriter writer) {
        Thread current = Thread.currentThread();
        long id = record.getLongThreadID();
        writer.thread(id == current.getId() ? current.getName() : null, id);
    }

    /**
     * Writes the message as its pattern and parameters, if those cannot change, and no formatter of the application's has a
     * say in it.
     */
    private boolean message(LogRecord record, EventWriter writer) {
        String pattern = record.getMessage();
        Object[] parameters = record.getParameters();
        if (pattern == null
                || parameters == null
                || parameters.length == 0
                || record.getResourceBundle() != null
                || formatter.get().getClass() != SimpleFormatter.class
                || !writer.messageOfValues(
                        MessageStyle.JUL, pattern, numbers.in(parameters, MessageStyle.JUL.placeholders(pattern)))) {
            return false;
        }
        if (!template) {
            writer.hideTemplate();
        }
        return true;
    }

    /** With a resource bundle the message is a key, which is the same in all languages. */
    private static boolean hasArguments(LogRecord record) {
        Object[] parameters = record.getParameters();
        return (parameters != null && parameters.length > 0) || record.getResourceBundle() != null;
    }

    /** A missing message is printed as {@code null}, as the JDK's formatters do; one that cannot be had, as it was. */
    private String rendered(LogRecord record) {
        return String.valueOf(Guarded.callOr(record.getMessage(), record, formatting));
    }
}
