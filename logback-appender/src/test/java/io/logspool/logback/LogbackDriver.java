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
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import io.logspool.event.LogLevel;
import io.logspool.testing.appender.AppenderDriver;
import io.logspool.testing.appender.RecordedLines;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** A Logback, one of its own or the application's, configured by a {@code logback.xml} as the README has it. */
final class LogbackDriver implements AppenderDriver {

    private static final String CONFIGURATION = """
            <configuration>
              <appender name="FALLBACK" class="ch.qos.logback.core.read.ListAppender"/>
              <appender name="LAYOUT" class="io.logspool.logback.LayoutAppender"/>
              <appender name="LOGSPOOL" class="io.logspool.logback.LogspoolAppender">
                %s
                <appender-ref ref="FALLBACK"/>
              </appender>
              <root level="TRACE">
                <appender-ref ref="LOGSPOOL"/>
                <appender-ref ref="LAYOUT"/>
              </root>
            </configuration>
            """;

    private final LoggerContext context;
    private volatile Appenders appenders;

    /** Those of the configuration. */
    private record Appenders(
            Appender<ILoggingEvent> logspool, LayoutAppender layout, ListAppender<ILoggingEvent> fallback) {

        static Appenders of(LoggerContext context) {
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            LogspoolAppender logspool = (LogspoolAppender) root.getAppender("LOGSPOOL");
            return new Appenders(logspool, (LayoutAppender) root.getAppender("LAYOUT"), (ListAppender<ILoggingEvent>)
                    Objects.requireNonNull(logspool.getAppender("FALLBACK")));
        }
    }

    private LogbackDriver(LoggerContext context, String xml) {
        this.context = context;
        configure(xml);
        appenders = Appenders.of(context);
    }

    /** With the elements that go into the appender, for example {@code <setting>}. */
    static LogbackDriver with(String elements) {
        return new LogbackDriver(new LoggerContext(), CONFIGURATION.formatted(elements));
    }

    static LogbackDriver with(@Nullable String config, List<String> settings) {
        return with(elements(config, settings));
    }

    /** The context that all libraries log to. */
    static LogbackDriver ofApplication(@Nullable String config, List<String> settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.start(); // one that was stopped once would not stop again
        return new LogbackDriver(context, CONFIGURATION.formatted(elements(config, settings)));
    }

    /** Those that go into the appender. */
    static String elements(@Nullable String config, List<String> settings) {
        StringBuilder elements = new StringBuilder();
        if (config != null) {
            elements.append("<config>").append(escaped(config)).append("</config>\n");
        }
        for (String setting : settings) {
            elements.append("<setting>").append(escaped(setting)).append("</setting>\n");
        }
        return elements.toString();
    }

    LoggerContext context() {
        return context;
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    LogspoolAppender logspool() {
        return (LogspoolAppender) appenders.logspool();
    }

    @Override
    public boolean isStarted() {
        return appenders.logspool().isStarted();
    }

    @Override
    public void log(
            String logger, LogLevel level, @Nullable String template, @Nullable Object @Nullable ... arguments) {
        Object[] given = arguments != null && arguments.length == 0 ? null : arguments;
        logger(logger).log(null, LogbackDriver.class.getName(), severity(level), template, given, null);
    }

    @Override
    public void logThrown(String logger, LogLevel level, @Nullable String message, Throwable thrown) {
        logger(logger).log(null, LogbackDriver.class.getName(), severity(level), message, null, thrown);
    }

    @Override
    public boolean logPair(String logger, LogLevel level, String message, String key, Object value) {
        logger(logger)
                .atLevel(org.slf4j.event.Level.intToLevel(severity(level)))
                .addKeyValue(key, value)
                .log(message);
        return true;
    }

    @Override
    public boolean logMarked(String logger, LogLevel level, String message, String marker) {
        Marker detached = MarkerFactory.getDetachedMarker(marker);
        logger(logger).log(detached, LogbackDriver.class.getName(), severity(level), message, null, null);
        return true;
    }

    @Override
    public boolean withContext(Map<String, @Nullable String> entries, Runnable action) {
        entries.forEach(MDC::put);
        try {
            action.run();
        } finally {
            MDC.clear();
        }
        return true;
    }

    @Override
    public RecordedLines layout() {
        return appenders.layout().lines();
    }

    @Override
    public List<String> statusMessages() {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() >= Status.WARN)
                .map(status -> status.getMessage() + (status.getThrowable() == null ? "" : " " + status.getThrowable()))
                .toList();
    }

    @Override
    public void listen(Consumer<String> listener) {
        context.getStatusManager().add((StatusListener) status -> listener.accept(status.getMessage()));
    }

    @Override
    public List<String> fallbackMessages() {
        return appenders.fallback().list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** As Logback does it when it has found a changed file. */
    @Override
    public void reload(List<String> settings) {
        context.reset();
        configure(CONFIGURATION.formatted(elements(null, settings)));
        appenders = Appenders.of(context);
    }

    @Override
    public void close() {
        context.stop();
    }

    private void configure(String xml) {
        context.setMDCAdapter(MDC.getMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    private static int severity(LogLevel level) {
        return Level.toLocationAwareLoggerInteger(Level.valueOf(level.name()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
