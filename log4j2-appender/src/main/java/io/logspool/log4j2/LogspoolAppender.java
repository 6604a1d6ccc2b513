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

import io.logspool.AgentStartException;
import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.LogResult;
import io.logspool.config.ConfigException;
import io.logspool.ship.StatusGuard;
import io.logspool.ship.StatusListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.AppenderControl;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.apache.logging.log4j.core.impl.LocationAware;
import org.jspecify.annotations.Nullable;

/**
 * Gives Log4j's events to a log agent in this process: durable on disk when the call returns, then sent to Kafka.
 *
 * <pre>{@code
 * <Logspool name="LOGSPOOL" config="classpath:logspool.properties">
 *   <Property name="service.name">orders</Property>
 *   <AppenderRef ref="FALLBACK"/>
 * </Logspool>
 * }</pre>
 *
 * <p>{@code config} and {@code AppenderRef} may be left out; a {@code Property} may be any key of
 * {@code docs/configuration.md}. A layout has no effect: {@code ship.encoding} says what is sent.
 *
 * <p>An appender that cannot start says why through Log4j's {@code StatusLogger}. Its events then go to the appender
 * that {@code AppenderRef} names, with the level and filter given there, and so does each event that the spool refuses.
 * No call throws, whatever {@code ignoreExceptions} says. Any thread may log.
 */
@Plugin(name = "Logspool", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE, printObject = true)
public final class LogspoolAppender extends AbstractAppender {

    private final Configuration configuration;
    private final @Nullable String configFile;
    private final @Nullable AppenderRef fallbackRef;
    private final StatusGuard status = new StatusGuard();

    // Set by start(), before Log4j lets any event in.
    private volatile @Nullable AppenderControl fallback;
    private volatile @Nullable Running running;

    /** An agent, and how events get into it. */
    private record Running(LogAgent agent, Log4jEventMapper mapper) {}

    private LogspoolAppender(Builder builder) {
        super(builder.getName(), builder.getFilter(), null, true, builder.getPropertyArray());
        configuration = builder.getConfiguration();
        configFile = builder.config;
        fallbackRef = builder.appenderRef;
    }

    /** Called by Log4j for each {@code <Logspool>} element. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Starts the agent, or shares the running one of the same service and directory; once. Throws nothing. */
    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        fallback = findFallback();
        running = startAgent();
        super.start();
    }

    @Override
    public void append(LogEvent event) {
        Running to = running;
        if (to == null || to.agent().log(event, to.mapper()) == LogResult.REFUSED) {
            toFallback(event);
        }
    }

    /** True with {@code capture.caller}, or if the fallback needs it. */
    @Override
    public boolean requiresLocation() {
        AppenderControl other = fallback;
        return capturesCaller() || (other != null && needsLocation(other.getAppender()));
    }

    private boolean capturesCaller() {
        Running to = running;
        return to != null && to.mapper().requiresLocation();
    }

    /** Does not ask for the fallback of a fallback: two of these may have each other. */
    private static boolean needsLocation(Appender appender) {
        return appender instanceof LogspoolAppender same
                ? same.capturesCaller()
                : appender instanceof LocationAware aware && aware.requiresLocation();
    }

    /**
     * Closes the agent: what it could not send stays in the spool for the next start.
     *
     * @param timeout longest wait; 0, Log4j's default, for {@code ship.close-timeout}, which bounds it in any case
     */
    @Override
    public boolean stop(long timeout, TimeUnit timeUnit) {
        setStopping();
        super.stop(timeout, timeUnit, false);
        Running to = running;
        if (to != null) {
            to.agent().close(closeTimeout(to.agent().config(), Duration.of(timeout, timeUnit.toChronoUnit())));
        }
        setStopped();
        return true;
    }

    private static Duration closeTimeout(LogAgentConfig config, Duration asked) {
        Duration configured = config.shipCloseTimeout();
        return asked.isZero() || asked.compareTo(configured) > 0 ? configured : asked;
    }

    private @Nullable Running startAgent() {
        try {
            LogAgentConfig config = readConfig();
            LogAgent agent = LogAgent.startInPlaceOf(leaving(), config, new Status(getName(), status));
            return new Running(agent, new Log4jEventMapper(config));
        } catch (ConfigException | AgentStartException said) {
            LOGGER.error("Logspool appender {}: {}. {}", getName(), notStarted(), said.getMessage());
        } catch (Throwable unexpected) { // errors too: the application is to start all the same
            LOGGER.error("Logspool appender {}: {}.", getName(), notStarted(), unexpected);
        }
        return null;
    }

    /**
     * The agents of the configuration that this one replaces: Log4j starts the new appenders first, and stops the old ones
     * when no event is on its way to them any more.
     */
    private List<LogAgent> leaving() {
        LoggerContext context = configuration == null ? null : configuration.getLoggerContext();
        Configuration before = context == null ? null : context.getConfiguration();
        List<LogAgent> leaving = new ArrayList<>();
        if (before != null && before != configuration) {
            for (Appender appender : before.getAppenders().values()) {
                Running old = appender instanceof LogspoolAppender same ? same.running : null;
                if (old != null) {
                    leaving.add(old.agent());
                }
            }
        }
        return leaving;
    }

    private String notStarted() {
        AppenderControl other = fallback;
        return "it does not start, "
                + (other == null
                        ? "its events are lost, as it has no fallback"
                        : "its events go to " + other.getAppenderName());
    }

    private LogAgentConfig readConfig() {
        LogAgentConfig.Builder builder = LogAgentConfig.builder();
        if (configFile != null) {
            builder.configFile(configFile);
        }
        for (Property property : getPropertyArray()) {
            builder.set(property.getName(), property.getValue());
        }
        LogAgentConfig config = builder.build();
        config.warnings().forEach(warning -> LOGGER.warn("Logspool appender {}: {}", getName(), warning));
        return config;
    }

    /** All appenders of a configuration are there when the first is started; this one may come before its fallback. */
    private @Nullable AppenderControl findFallback() {
        AppenderRef reference = fallbackRef;
        if (reference == null) {
            return null;
        }
        Appender appender = configuration.getAppender(reference.getRef());
        if (appender == null || appender == this) {
            LOGGER.error("Logspool appender {}: it cannot fall back to {}.", getName(), reference.getRef());
            return null;
        }
        try {
            return new AppenderControl(appender, reference.getLevel(), reference.getFilter());
        } catch (Throwable e) { // it starts the filter, which is the application's
            LOGGER.error("Logspool appender {}: it cannot fall back to {}.", getName(), reference.getRef(), e);
            return null;
        }
    }

    private void toFallback(LogEvent event) {
        AppenderControl to = fallback;
        if (to == null) {
            return;
        }
        try {
            to.callAppender(event);
        } catch (Throwable e) { // errors too: the log statement must not fail
            report(event, e);
        }
    }

    private void report(LogEvent event, Throwable e) {
        try {
            status.say(() -> getHandler().error("Logspool appender " + getName() + ": its fallback failed.", event, e));
        } catch (Throwable again) {
            // For want of stack or memory, as likely was the first one.
        }
    }

    /** The agent's messages, on Log4j's status channel, whose listeners may log. */
    private record Status(String appender, StatusGuard guard) implements StatusListener {

        @Override
        public void warn(String message) {
            guard.say(() -> LOGGER.warn("Logspool appender {}: {}", appender, message));
        }

        @Override
        public void info(String message) {
            guard.say(() -> LOGGER.info("Logspool appender {}: {}", appender, message));
        }
    }

    /** What Log4j reads from the configuration. One thread. */
    public static final class Builder extends AbstractAppender.Builder<Builder>
            implements org.apache.logging.log4j.core.util.Builder<LogspoolAppender> {

        @PluginBuilderAttribute("config")
        private @Nullable String config;

        @PluginElement("AppenderRef")
        private @Nullable AppenderRef appenderRef;

        private Builder() {}

        /** The properties file: a path, or {@code classpath:} and a resource. */
        public Builder setConfig(String location) {
            config = location;
            return this;
        }

        /** The appender that gets what the spool refuses. */
        public Builder setAppenderRef(AppenderRef reference) {
            appenderRef = reference;
            return this;
        }

        /** Reads and starts nothing yet; throws nothing. */
        @Override
        public LogspoolAppender build() {
            if (getLayout() != null) {
                LOGGER.warn("Logspool appender {}: its layout has no effect.", getName());
            }
            return new LogspoolAppender(this);
        }
    }
}
