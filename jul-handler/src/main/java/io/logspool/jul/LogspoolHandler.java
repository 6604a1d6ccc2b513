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

import io.logspool.AgentStartException;
import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.config.ConfigException;
import io.logspool.ship.StatusGuard;
import io.logspool.ship.StatusListener;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.ErrorManager;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Gives the records of java.util.logging to a log agent in this process: durable on disk when the call returns, then
 * sent to Kafka.
 *
 * <pre>{@code
 * handlers=io.logspool.jul.LogspoolHandler
 * io.logspool.jul.LogspoolHandler.config=classpath:logspool.properties
 * io.logspool.jul.LogspoolHandler.service.name=orders
 * }</pre>
 *
 * <p>{@code config} names a properties file and may be left out; every key of {@code docs/configuration.md} may stand
 * behind the name of this class. A {@link LogManager} cannot list its properties, so these are found:
 *
 * <ul>
 *   <li>every key that has a name of its own, and {@code kafka.} with every setting that Kafka's producer has, wherever
 *       the LogManager has them from;
 *   <li>{@code fields.<name>}, {@code mask.<name>}, settings of {@code kafka.} that the producer does not know, and misspelt keys, which are
 *       errors: only if they are in the file that {@code java.util.logging.config.file} names (or else in the JDK's
 *       {@code conf/logging.properties}). For a LogManager that was configured by code or by a container, they belong
 *       into the file that {@code config} names.
 * </ul>
 *
 * <p>The properties that every handler has are those of java.util.logging: {@code level} (default {@code ALL}), {@code
 * filter}, {@code errorManager}; {@code formatter} (default {@link SimpleFormatter}) renders the message with its
 * {@link Formatter#formatMessage}, and nothing else; {@code encoding} has no effect, as what is sent is JSON in UTF-8.
 *
 * <p>A handler that cannot start tells its {@link ErrorManager} why, and takes no records; java.util.logging knows no
 * other handler that they could go to. Later news of the agent go to the ErrorManager too; the JDK's own prints only the
 * first that it gets. Any thread may log.
 */
public final class LogspoolHandler extends Handler {

    /** The property that names the properties file: {@value}. */
    static final String CONFIG = "config";

    private static final String NOT_STARTED =
            "does not start, its events are lost, as java.util.logging knows no fallback. ";

    private final StatusGuard status = new StatusGuard();
    private final @Nullable Running running;
    private volatile boolean closed;

    /** An agent, and how records get into it. */
    private record Running(LogAgent agent, LogRecordMapper mapper) {}

    /** Configured by the properties of the {@link LogManager}. Throws nothing. */
    public LogspoolHandler() {
        setFormatter(new SimpleFormatter());
        LogManagerProperties properties = new LogManagerProperties(LogManager.getLogManager(), LogspoolHandler.class);
        own(properties, "errorManager", name -> setErrorManager(instance(name, ErrorManager.class)));
        own(properties, "level", name -> setLevel(Level.parse(name)));
        own(properties, "filter", name -> setFilter(instance(name, Filter.class)));
        own(properties, "formatter", name -> setFormatter(instance(name, Formatter.class)));
        own(properties, "encoding", this::setEncoding);
        running = start(properties::settings);
    }

    /**
     * Configured by code; the properties of the {@link LogManager} have no effect. Throws nothing: what is wrong is
     * told to the JDK's {@link ErrorManager}, which prints it.
     *
     * @param settings keys of {@code docs/configuration.md}, and {@code config}
     */
    public LogspoolHandler(Map<String, String> settings) {
        setFormatter(new SimpleFormatter());
        running = start(() -> settings);
    }

    /** Throws nothing: what the filter throws goes to the {@link ErrorManager}, and its record is not taken. */
    @Override
    public void publish(LogRecord record) {
        Running to = running;
        if (to == null || closed) {
            return;
        }
        try {
            if (isLoggable(record)) {
                to.agent().log(record, to.mapper());
            }
        } catch (Throwable e) { // the filter is the application's; the log statement must not fail
            report("its filter failed, a record is lost.", e, ErrorManager.WRITE_FAILURE);
        }
    }

    /** Does nothing: a record is in the spool when {@link #publish} returns, as durable as {@code spool.sync} says. */
    @Override
    public void flush() {}

    /**
     * Closes the agent; waits for {@code ship.close-timeout} at most. What it could not send stays in the spool for the
     * next start. Records that come later are ignored.
     *
     * <p>While the {@link LogManager} reads its configuration again, the agent stays open for the handler that takes the
     * place of this one, and records that are on their way to this one are still taken.
     */
    @Override
    public void close() {
        Running to = running;
        if (isReload()) {
            if (to != null) {
                to.agent().handOver();
            }
            return;
        }
        closed = true;
        if (to != null) {
            to.agent().close();
        }
    }

    /**
     * The LogManager closes its handlers at the end of the application in the same way, and says to nobody which it is. It may
     * be a container's own, which reads its configuration in a way of its own.
     */
    private static boolean isReload() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.anyMatch(frame -> (frame.getMethodName().equals("readConfiguration")
                                || frame.getMethodName().equals("updateConfiguration"))
                        && LogManager.class.isAssignableFrom(frame.getDeclaringClass())));
    }

    private @Nullable Running start(Supplier<Map<String, String>> settings) {
        try {
            LogAgentConfig.Builder builder = LogAgentConfig.builder();
            settings.get().forEach((key, value) -> {
                if (key.equals(CONFIG)) {
                    builder.configFile(value);
                } else {
                    builder.set(key, value);
                }
            });
            LogAgentConfig config = builder.build();
            LogAgent agent = LogAgent.start(config, new Status());
            if (!config.warnings().isEmpty()) {
                report(String.join("; ", config.warnings()), null, ErrorManager.GENERIC_FAILURE);
            }
            return new Running(agent, new LogRecordMapper(config, this::getFormatter));
        } catch (ConfigException | AgentStartException said) {
            report(NOT_STARTED + said.getMessage(), null, ErrorManager.OPEN_FAILURE);
        } catch (Throwable unexpected) { // errors too: the application is to start all the same
            report(NOT_STARTED, unexpected, ErrorManager.OPEN_FAILURE);
        }
        return null;
    }

    /** An ErrorManager takes exceptions only, an error comes as the cause of one; and it may log. */
    private void report(String message, @Nullable Throwable cause, int code) {
        try {
            Exception exception =
                    cause == null || cause instanceof Exception ? (Exception) cause : new IllegalStateException(cause);
            status.say(() -> reportError("Logspool handler: " + message, exception, code));
        } catch (Throwable e) { // of the ErrorManager, and there is nobody else to tell
        }
    }

    /** Applies a property that every handler has. */
    private void own(LogManagerProperties properties, String name, OwnProperty property) {
        String value = properties.get(name);
        if (value == null) {
            return;
        }
        try {
            property.apply(value);
        } catch (Throwable e) {
            report(name + " = " + value + " has no effect.", e, ErrorManager.GENERIC_FAILURE);
        }
    }

    /** From where the JDK's handlers have theirs, else from where this class is. */
    private static <T> T instance(String className, Class<T> type) throws ReflectiveOperationException {
        Class<?> found;
        try {
            found = Class.forName(className, true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            found = Class.forName(className, true, LogspoolHandler.class.getClassLoader());
        }
        return found.asSubclass(type).getDeclaredConstructor().newInstance();
    }

    private interface OwnProperty {
        void apply(String value) throws Exception;
    }

    /** The agent's messages, for the ErrorManager; good news are no errors. */
    private final class Status implements StatusListener {

        @Override
        public void warn(String message) {
            report(message, null, ErrorManager.GENERIC_FAILURE);
        }

        @Override
        public void info(String message) {}
    }
}
