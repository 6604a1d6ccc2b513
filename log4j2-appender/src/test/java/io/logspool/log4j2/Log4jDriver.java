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

import io.logspool.event.LogLevel;
import io.logspool.testing.appender.AppenderDriver;
import io.logspool.testing.appender.RecordedLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/** A Log4j, one of its own or the application's, configured by a {@code log4j2.xml} as the README has it. */
final class Log4jDriver implements AppenderDriver {

    private static final String CONFIGURATION = """
            <Configuration>
              <Appenders>
                <Logspool name="%1$s" %2$s>
                  %3$s
                  <AppenderRef ref="FALLBACK"/>
                </Logspool>
                <Recording name="LAYOUT"/>
                <Recording name="FALLBACK"/>
              </Appenders>
              <Loggers>
                <Root level="TRACE" includeLocation="%4$s">
                  <AppenderRef ref="%1$s"/>
                  <AppenderRef ref="LAYOUT"/>
                </Root>
              </Loggers>
            </Configuration>
            """;

    /** A setting of the adapter's that Log4j has to know of, too. */
    private static final String WITH_LOCATION = "capture.caller=true";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Status status;
    private final LoggerContext context;
    private final String name;
    private volatile RecordingAppender layout;
    private volatile RecordingAppender fallback;

    private Log4jDriver(LoggerContext context, String name, String xml) {
        this.context = context;
        this.name = name;
        status = new Status("Logspool appender " + name + ": ");
        StatusLogger.getLogger().registerListener(status);
        context.start(configuration(context, xml));
        layout = context.getConfiguration().getAppender("LAYOUT");
        fallback = context.getConfiguration().getAppender("FALLBACK");
    }

    private static XmlConfiguration configuration(LoggerContext context, String xml) {
        try {
            return new XmlConfiguration(
                    context, new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Log4jDriver with(@Nullable String config, List<String> settings) {
        return with(new LoggerContext("driven by a test"), config, settings);
    }

    /** One in which all loggers are asynchronous. */
    static Log4jDriver ofAsyncLoggers(@Nullable String config, List<String> settings) {
        return with(new AsyncLoggerContext("driven by a test, asynchronously"), config, settings);
    }

    /** The context that all libraries log to. */
    static Log4jDriver ofApplication(@Nullable String config, List<String> settings) {
        return with(LoggerContext.getContext(false), config, settings);
    }

    private static Log4jDriver with(LoggerContext context, @Nullable String config, List<String> settings) {
        String attribute = config == null ? "" : "config=\"" + escaped(config) + "\"";
        String name = "LOGSPOOL-" + COUNT.incrementAndGet();
        return new Log4jDriver(context, name, xml(name, attribute, settings));
    }

    private static String xml(String name, String attribute, List<String> settings) {
        return CONFIGURATION.formatted(name, attribute, properties(settings), settings.contains(WITH_LOCATION));
    }

    /** The elements that go into the appender. */
    static String properties(List<String> settings) {
        StringBuilder properties = new StringBuilder();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            properties
                    .append("<Property name=\"")
                    .append(escaped(setting.substring(0, equals)))
                    .append("\">")
                    .append(escaped(setting.substring(equals + 1)))
                    .append("</Property>\n");
        }
        return properties.toString();
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    RecordingAppender fallback() {
        return fallback;
    }

    /** Log4j gives no events to an appender that is not started, so ours always is; what it says counts. */
    @Override
    public boolean isStarted() {
        return statusMessages().stream().noneMatch(message -> message.contains("does not start"));
    }

    @Override
    public void log(
            String logger, LogLevel level, @Nullable String template, @Nullable Object @Nullable ... arguments) {
        if (arguments != null && arguments.length == 0) {
            logger(logger).log(severity(level), template);
        } else {
            logger(logger).log(severity(level), template, arguments);
        }
    }

    @Override
    public void logThrown(String logger, LogLevel level, @Nullable String message, Throwable thrown) {
        logger(logger).log(severity(level), message, thrown);
    }

    @Override
    public boolean logPair(String logger, LogLevel level, String message, String key, Object value) {
        StringMapMessage pair = new StringMapMessage().with("text", message).with(key, value);
        logger(logger).log(severity(level), pair);
        return true;
    }

    @Override
    public boolean logMarked(String logger, LogLevel level, String message, String marker) {
        Marker parent = MarkerManager.getMarker("parent " + marker);
        logger(logger).log(severity(level), MarkerManager.getMarker(marker).addParents(parent), message);
        return true;
    }

    @Override
    public boolean withContext(Map<String, @Nullable String> entries, Runnable action) {
        ThreadContext.putAll(entries);
        try {
            action.run();
        } finally {
            ThreadContext.clearAll();
        }
        return true;
    }

    @Override
    public RecordedLines layout() {
        return layout.lines();
    }

    @Override
    public List<String> statusMessages() {
        return status.messages;
    }

    @Override
    public void listen(Consumer<String> listener) {
        status.listeners.add(listener);
    }

    @Override
    public List<String> fallbackMessages() {
        return fallback.messages();
    }

    /** As Log4j does it when it has found a changed file. */
    @Override
    public void reload(List<String> settings) {
        context.reconfigure(configuration(context, xml(name, "", settings)));
        layout = context.getConfiguration().getAppender("LAYOUT");
        fallback = context.getConfiguration().getAppender("FALLBACK");
    }

    @Override
    public void close() {
        context.stop();
        StatusLogger.getLogger().removeListener(status);
    }

    private static Level severity(LogLevel level) {
        return Level.valueOf(level.name());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** Warnings and errors of one appender; the channel is that of all contexts. */
    private static final class Status implements StatusListener {

        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
        private final String prefix;

        private Status(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public void log(StatusData data) {
            String message = data.getMessage().getFormattedMessage();
            Throwable thrown = data.getThrowable();
            if (message.startsWith(prefix)) {
                messages.add(message + (thrown == null ? "" : " " + thrown));
                listeners.forEach(listener -> listener.accept(message));
            }
        }

        @Override
        public Level getStatusLevel() {
            return Level.WARN;
        }

        @Override
        public void close() {}
    }
}
