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
package io.logspool.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import io.logspool.LogAgent;
import io.logspool.LogAgentStats;
import io.logspool.logback.LogspoolAppender;
import io.logspool.spool.Spool;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logback, configured by one of the files beside this class, with whatever must run in the background beside it. */
final class LogbackUnderTest implements AutoCloseable {

    private final LoggerContext context;
    private final @Nullable LogAgent agent;
    private final @Nullable DiscardingReader reader;
    private final @Nullable FileTruncator truncator;

    LogbackUnderTest(String appender, Path directory) throws IOException {
        context = configure(appender, directory);
        Appender<ILoggingEvent> logspool =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL");
        if (logspool instanceof LogspoolAppender) {
            // The agent gives its spool to nobody; in the place of a shipper, a reader that discards is let in here.
            LogAgent running = field(field(logspool, "running", Object.class), "agent", LogAgent.class);
            agent = running;
            reader = new DiscardingReader(field(field(running, "running", Object.class), "spool", Spool.class));
        } else {
            agent = null;
            reader = null;
        }
        truncator = appender.contains("file") ? new FileTruncator(directory.resolve("app.json")) : null;
    }

    /**
     * Fails if the run so far is none that counts.
     *
     * @throws IllegalStateException if an event was dropped, or Logback reports an error
     */
    void check() {
        if (reader != null) {
            reader.check();
        }
        if (truncator != null) {
            truncator.check();
        }
        if (agent != null) {
            LogAgentStats stats = agent.stats();
            if (stats.droppedTotal() + stats.keptOut() + stats.truncated() > 0 || stats.accepted() == 0) {
                throw new IllegalStateException("this run does not count: " + stats);
            }
        }
        for (Status status : context.getStatusManager().getCopyOfStatusList()) {
            if (status.getEffectiveLevel() >= Status.WARN) {
                throw new IllegalStateException("this run does not count: " + status, status.getThrowable());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
        context.stop();
        if (truncator != null) {
            truncator.close();
        }
    }

    /** Logback, configured by one of the files beside this class. */
    static LoggerContext configure(String appender, Path directory) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getStatusManager().clear();
        // Chronicle speaks while the appender starts, when Logback has no appender yet and would warn of that.
        context.getLogger("net.openhft").setLevel(Level.OFF);
        context.putProperty("directory", directory.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL file = LogbackUnderTest.class.getResource(appender + ".xml");
        if (file == null) {
            throw new IllegalArgumentException("there is no configuration for appender " + appender);
        }
        try {
            configurator.doConfigure(file);
            return context;
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T field(Object owner, String name, Class<T> type) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return type.cast(field.get(owner));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(owner.getClass() + " has changed", e);
        }
    }
}
