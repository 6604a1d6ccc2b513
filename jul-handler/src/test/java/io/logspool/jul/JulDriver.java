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

import io.logspool.event.LogLevel;
import io.logspool.testing.appender.AppenderDriver;
import io.logspool.testing.appender.RecordedLines;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A logger whose handler is configured by the properties of the LogManager: one of its own, or the root of all. */
final class JulDriver implements AppenderDriver {

    private static final String PREFIX = LogspoolHandler.class.getName() + ".";

    private final Path directory;
    private final Function<String, Logger> loggers;
    private volatile LogspoolHandler handler;
    private volatile RecordingHandler layout;

    private JulDriver(
            Path directory, LogspoolHandler handler, RecordingHandler layout, Function<String, Logger> loggers) {
        this.directory = directory;
        this.handler = handler;
        this.layout = layout;
        this.loggers = loggers;
    }

    /** With settings of the agent, in a {@code logging.properties} in this directory. */
    static JulDriver with(Path directory, @Nullable String config, List<String> settings) {
        LoggingProperties.read(directory, properties(config, settings));
        try {
            Logger own = Logger.getAnonymousLogger();
            LogspoolHandler handler = new LogspoolHandler();
            RecordingHandler layout = new RecordingHandler();
            own.setUseParentHandlers(false);
            own.setLevel(Level.ALL);
            own.addHandler(handler);
            own.addHandler(layout);
            return new JulDriver(directory, handler, layout, name -> own);
        } finally {
            LoggingProperties.clear();
        }
    }

    /** The same as the application's own configuration, which all libraries log to. */
    static JulDriver ofApplication(Path directory, @Nullable String config, List<String> settings) {
        readAll(directory, config, settings);
        return new JulDriver(
                directory, ofRoot(LogspoolHandler.class), ofRoot(RecordingHandler.class), Logger::getLogger);
    }

    private static void readAll(Path directory, @Nullable String config, List<String> settings) {
        Map<String, String> properties = properties(config, settings);
        properties.put("handlers", LogspoolHandler.class.getName() + " " + RecordingHandler.class.getName());
        properties.put(".level", "ALL");
        LoggingProperties.read(directory, properties);
    }

    /** Those of the appender. */
    static Map<String, String> properties(@Nullable String config, List<String> settings) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            properties.put(PREFIX + setting.substring(0, equals), setting.substring(equals + 1));
        }
        if (config != null) {
            properties.put(PREFIX + "config", config);
        }
        properties.put(PREFIX + "errorManager", RecordingErrorManager.class.getName());
        return properties;
    }

    private static <H extends Handler> H ofRoot(Class<H> type) {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            if (type.isInstance(handler)) {
                return type.cast(handler);
            }
        }
        throw new AssertionError("the LogManager has not made a " + type);
    }

    /** java.util.logging gives records to every handler; what ours says counts. */
    @Override
    public boolean isStarted() {
        return statusMessages().stream().noneMatch(message -> message.contains("does not start"));
    }

    @Override
    public boolean hasFallback() {
        return false;
    }

    @Override
    public boolean rendersAroundFailures() {
        return false;
    }

    @Override
    public String levelName(LogLevel level) {
        return severity(level).getName();
    }

    @Override
    public void log(
            String logger, LogLevel level, @Nullable String template, @Nullable Object @Nullable ... arguments) {
        LogRecord record = record(logger, level, template);
        record.setParameters(arguments);
        if (arguments != null && arguments.length > 0 && arguments[arguments.length - 1] instanceof Throwable thrown) {
            record.setThrown(thrown);
        }
        loggers.apply(logger).log(record);
    }

    @Override
    public void logThrown(String logger, LogLevel level, @Nullable String message, Throwable thrown) {
        LogRecord record = record(logger, level, message);
        record.setThrown(thrown);
        loggers.apply(logger).log(record);
    }

    /** There is none. */
    @Override
    public boolean withContext(Map<String, @Nullable String> entries, Runnable action) {
        return false;
    }

    @Override
    public RecordedLines layout() {
        return layout.lines();
    }

    @Override
    public List<String> statusMessages() {
        return ((RecordingErrorManager) handler.getErrorManager()).messages();
    }

    @Override
    public void listen(Consumer<String> listener) {
        ((RecordingErrorManager) handler.getErrorManager()).listen(listener);
    }

    /** There is none. */
    @Override
    public List<String> fallbackMessages() {
        return List.of();
    }

    /** Only of the application's own configuration: the LogManager reads no other one. */
    @Override
    public void reload(List<String> settings) {
        readAll(directory, null, settings);
        handler = ofRoot(LogspoolHandler.class);
        layout = ofRoot(RecordingHandler.class);
    }

    @Override
    public void close() {
        handler.close();
        LoggingProperties.clear();
    }

    private static LogRecord record(String logger, LogLevel level, @Nullable String template) {
        LogRecord record = new LogRecord(severity(level), numbered(template));
        record.setLoggerName(logger);
        return record;
    }

    private static Level severity(LogLevel level) {
        return switch (level) {
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR, FATAL -> Level.SEVERE;
        };
    }

    /** Each {@code {}} with the number of its argument. */
    private static @Nullable String numbered(@Nullable String template) {
        if (template == null) {
            return null;
        }
        String text = template;
        for (int i = 0; text.contains("{}"); i++) {
            int at = text.indexOf("{}");
            text = text.substring(0, at) + "{" + i + "}" + text.substring(at + 2);
        }
        return text;
    }
}
