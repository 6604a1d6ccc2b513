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
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of a Logback that is being configured again.
 *
 * <p>Logback resets itself first, and then has no appender, no filter and no level until it has read its configuration:
 * what is logged meanwhile goes nowhere. From the reset until the new configuration stands, an instance of this gives the
 * appenders that were there before what they would have got from the configuration they were in.
 *
 * <p>To other appenders nothing of this is to be seen: each event goes on to those that Logback has at the moment, by its
 * own filters and levels, as a {@link ReloadEvent}, which those appenders of ours that have it do not take again.
 *
 * <p>It has its events from where they come by, in turn: a {@link ReloadFilter} up to the moment in which Logback drops all
 * turbo filters; then a {@link RootAppender}; then the filter again. A thread that has passed the filters already
 * ({@link Stragglers}) is waited for, until it has come to the old appender, before any appender is stopped. Any thread.
 */
final class Reload implements LoggerContextListener, ConfigurationEventListener {

    /** A context that is reset, and not configured in this time, has nobody who does it. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LoggerContext loggers;
    private final Map<LogspoolAppender, Route> before = new ConcurrentHashMap<>();
    private final ReloadFilter filter;
    private final Appender<ILoggingEvent> rootAppender = new RootAppender(this);
    private final long began = System.nanoTime();
    private volatile boolean reset;
    private volatile boolean configuring;
    private volatile boolean over;
    /** Logback's own thread; what the level of the root logger is to be again. */
    private @Nullable Level rootLevel;

    private Reload(LoggerContext loggers) {
        this.loggers = loggers;
        this.filter = new ReloadFilter(loggers, this);
    }

    /** From now on an appender has its events from the reload of its context, which begins if this is the first. */
    static void begin(LoggerContext context, LogspoolAppender appender) {
        Reload reload = null;
        for (LoggerContextListener listener : context.getCopyOfListenerList()) {
            reload = listener instanceof Reload current && !current.over ? current : reload;
        }
        if (reload == null) {
            reload = new Reload(context);
            context.addListener(reload);
            context.addConfigurationEventListener(reload);
            context.addTurboFilter(reload.filter);
        }
        reload.before.put(appender, Route.to(appender, context));
    }

    /** The appenders that were there before and would have got such an event. */
    List<LogspoolAppender> holders(String loggerName, Level level) {
        List<LogspoolAppender> holders = new ArrayList<>(1);
        before.forEach((appender, route) -> {
            if (route.takes(loggerName, level)) {
                holders.add(appender);
            }
        });
        return holders;
    }

    /** Whether the appenders that were there before are detached. */
    boolean isReset() {
        return reset;
    }

    /** Takes an event that no filter of this has seen. */
    void take(ILoggingEvent event) {
        if (!over) {
            for (LogspoolAppender old : holders(event.getLoggerName(), event.getLevel())) {
                if (!leads(event.getLoggerName(), attached -> isInPlaceOf(old, attached))) {
                    old.take(event);
                }
            }
        }
    }

    private static boolean isInPlaceOf(LogspoolAppender old, Appender<ILoggingEvent> attached) {
        return attached instanceof LogspoolAppender
                && attached != old
                && Objects.equals(attached.getName(), old.getName());
    }

    /**
     * Whether the events of a logger are to come here: between reset and configuration somebody else may give Logback appenders,
     * which are then to have theirs.
     */
    boolean isWanted(Logger logger) {
        if (over) {
            return false;
        }
        if (System.nanoTime() - began > LONGEST_NANOS) {
            leave();
            return false;
        }
        return configuring || !reset || !leads(logger.getName(), attached -> attached != rootAppender);
    }

    /** Whether Logback brings the events of a logger to such an appender at the moment. */
    private boolean leads(String loggerName, Predicate<Appender<ILoggingEvent>> wanted) {
        for (String name = loggerName; ; name = Route.parent(name)) {
            Logger next = loggers.exists(name);
            if (next != null && Route.leads(next.iteratorForAppenders(), wanted)) {
                return true;
            }
            if (name.equals(org.slf4j.Logger.ROOT_LOGGER_NAME) || (next != null && !next.isAdditive())) {
                return false;
            }
        }
    }

    /** The filter is about to be dropped: events come by the root logger now, of whatever level they are. */
    void goWithoutFilter() {
        if (!over) {
            AppenderCopies.attach(rootAppender, root());
            if (before.values().stream().anyMatch(Route::takesTraces)) {
                rootLevel = root().getLevel();
                root().setLevel(Level.TRACE);
            }
        }
    }

    /** Called by Logback just after it dropped all turbo filters. */
    @Override
    public void onReset(LoggerContext context) {
        if (!over) {
            context.addTurboFilter(filter);
            reset = true;
            if (rootLevel != null) {
                root().setLevel(rootLevel);
            }
        }
    }

    @Override
    public void listen(ConfigurationEvent event) {
        switch (event.getEventType()) {
            case CONFIGURATION_STARTED -> configuring = true;
            // Logback may go back to the last good one.
            case CONFIGURATION_ENDED_WITH_XML_PARSING_ERRORS -> configuring = false;
            case CONFIGURATION_ENDED_SUCCESSFULLY -> {
                AppenderCopies.renewAll(loggers); // while events still come by the filter
                leave();
                before.keySet().forEach(LogspoolAppender::endReload);
            }
            default -> {
                // Of a change that was detected.
            }
        }
    }

    @Override
    public void onStop(LoggerContext context) {
        over = true; // Logback is going through its listeners, and drops them afterwards
        before.keySet().forEach(LogspoolAppender::endReload);
    }

    /** The new appenders stand; events are held back by the filter until they do not come here any more. */
    private void leave() {
        root().detachAppender(rootAppender);
        over = true;
        loggers.getTurboFilterList().remove(filter);
        loggers.removeListener(this);
        loggers.removeConfigurationEventListener(this);
    }

    private Logger root() {
        return loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
