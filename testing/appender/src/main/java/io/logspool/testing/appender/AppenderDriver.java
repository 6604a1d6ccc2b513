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
package io.logspool.testing.appender;

import io.logspool.event.LogLevel;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An appender in its framework, with a fallback, and with a layout of the framework beside it. Any thread may log.
 *
 * <p>The root logger lets every level through.
 */
public interface AppenderDriver extends AutoCloseable {

    /** Whether the framework holds the appender for started. */
    boolean isStarted();

    /** Whether the framework can hand events to another appender. */
    default boolean hasFallback() {
        return true;
    }

    /** Whether the framework still renders the other arguments if one cannot print itself. */
    default boolean rendersAroundFailures() {
        return true;
    }

    /** What the framework calls this level. */
    default String levelName(LogLevel level) {
        return level.name();
    }

    /** Logs as an application does; for a framework with other placeholders, {@code {}} is translated. */
    void log(String logger, LogLevel level, @Nullable String template, @Nullable Object @Nullable ... arguments);

    /** Logs a message and something that was thrown. */
    void logThrown(String logger, LogLevel level, @Nullable String message, Throwable thrown);

    /** Runs something with these entries in the diagnostic context; false if the framework has none. */
    boolean withContext(Map<String, @Nullable String> context, Runnable action);

    /** Logs a message with a key-value pair; false if the framework has none. */
    default boolean logPair(String logger, LogLevel level, String message, String key, Object value) {
        return false;
    }

    /** Logs a message with a marker; false if the framework has none. */
    default boolean logMarked(String logger, LogLevel level, String message, String marker) {
        return false;
    }

    /** What the framework's own layout has printed. */
    RecordedLines layout();

    /** What the framework's own layout has printed for each event, in order. */
    default List<String> layoutMessages() {
        return layout().messages();
    }

    /** What the framework's status channel has said, warnings and errors. */
    List<String> statusMessages();

    /** Has somebody listen on the framework's status channel, until the framework stops. */
    void listen(Consumer<String> listener);

    /** The messages that the fallback got, in order; none if there is no fallback. */
    List<String> fallbackMessages();

    /**
     * Has the framework read its configuration again, with these settings.
     *
     * @param settings {@code key=value}; all there are
     */
    void reload(List<String> settings);

    /** Stops the framework, and with it the appender. A second call does nothing. */
    @Override
    void close();
}
