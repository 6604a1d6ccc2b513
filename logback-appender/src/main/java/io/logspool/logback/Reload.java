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
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.helpers.NOPAppender;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.spi.LifeCycle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

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
 * <p>It is where events come by, in turn: a turbo filter up to the moment in which Logback drops all of those, which it
 * learns from being stopped; then an appender of the root logger; then a turbo filter again. A thread that has passed the
 * filters already is given some time to arrive at the old appender, before any appender is stopped. Any thread.
 */
final class Reload extends TurboFilter implements LoggerContextListener, ConfigurationEventListener {

    /** Longer than a thread is kept from running, between two statements of Logback's, on a machine that is busy. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A context that is reset, and not configured in this time, has nobody who does it. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Some microseconds. */
    private static final int CHANGES = 20;

    /** Where the application calls Logback. */
    private static final String CALLER = Logger.class.getName();

    private final LoggerContext loggers;
    private final Map<LogspoolAppender, Route> before = new ConcurrentHashMap<>();
    private final Appender<ILoggingEvent> rootAppender = new RootAppender();
    private final long began = System.nanoTime();
    private volatile boolean reset;
    private volatile boolean configuring;
    private volatile boolean over;
    /** Logback's own thread; what the level of the root logger is to be again. */
    private @Nullable Level rootLevel;

    private Reload(LoggerContext loggers) {
        this.loggers = loggers;
        setContext(loggers);
        setName("logspool-reload");
    }

    /** Whether a context is being reset, called from within; the end of the application begins with a reset, too. */
    private static boolean isEnd() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("stop")
                        && frame.getClassName().equals(LoggerContext.class.getName())));
    }

    /** Has {@link LogspoolAppender#beginReload} called when its context is reset, before Logback stops any appender. */
    static void watch(LoggerContext context, LogspoolAppender appender) {
        context.register(new LifeCycle() {
            @Override
            public void start() {}

            @Override
            public void stop() {
                if (!isEnd()) {
                    begin(context, appender);
                    appender.beginReload();
                    settle();
                }
            }

            @Override
            public boolean isStarted() {
                return appender.isStarted();
            }
        });
    }

    private static void begin(LoggerContext context, LogspoolAppender appender) {
        Reload reload = null;
        for (LoggerContextListener listener : context.getCopyOfListenerList()) {
            reload = listener instanceof Reload current && !current.over ? current : reload;
        }
        if (reload == null) {
            reload = new Reload(context);
            context.addListener(reload);
            context.addConfigurationEventListener(reload);
            context.addTurboFilter(reload);
        }
        reload.before.put(appender, Route.to(appender, context));
    }

    /**
     * Waits until every thread that passed the turbo filters before this was one of them has come to an appender. None is
     * stopped yet, so nobody loses anything by it.
     */
    private static void settle() {
        long end = System.nanoTime() + SETTLING_NANOS;
        for (long left = SETTLING_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable t) {
        if (over || !isWanted(logger)) {
            return FilterReply.NEUTRAL;
        }
        if (format == null && params == null && t == null && isQuestion()) {
            // Without it an event of a level that is not there at the moment would not even be tried.
            return holders(logger, level).isEmpty() ? FilterReply.NEUTRAL : FilterReply.ACCEPT;
        }
        return take(logger, level, filter -> filter.decide(marker, logger, level, format, params, t), () -> {
            ReloadEvent event = new ReloadEvent(this, CALLER, logger, level, format, t, params);
            if (marker != null) {
                event.addMarker(marker);
            }
            return event;
        });
    }

    /** Of SLF4J's fluent methods. */
    @Override
    public FilterReply decide(Logger logger, org.slf4j.event.LoggingEvent from) {
        if (over || !isWanted(logger)) {
            return FilterReply.NEUTRAL;
        }
        Level level = Level.convertAnSLF4JLevel(from.getLevel());
        return take(logger, level, filter -> filter.decide(logger, from), () -> {
            ReloadEvent event = new ReloadEvent(
                    this,
                    from.getCallerBoundary() == null ? CALLER : from.getCallerBoundary(),
                    logger,
                    level,
                    from.getMessage(),
                    from.getThrowable(),
                    from.getArgumentArray());
            if (from.getMarkers() != null) {
                from.getMarkers().forEach(event::addMarker);
            }
            event.setKeyValuePairs(from.getKeyValuePairs());
            return event;
        });
    }

    /** Whoever asks whether a level is enabled gives nothing of an event, as does one who logs {@code null}. */
    private static boolean isQuestion() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().equals(CALLER))
                        .findFirst()
                        .filter(frame -> frame.getMethodName().startsWith("filterAndLog"))
                        .isEmpty());
    }

    private FilterReply take(
            Logger logger, Level level, Function<TurboFilter, FilterReply> asking, Supplier<ReloadEvent> making) {
        List<LogspoolAppender> holders = holders(logger, level);
        if (holders.isEmpty()) {
            return FilterReply.NEUTRAL;
        }
        ReloadEvent event = making.get();
        holders.forEach(event::giveTo);
        FilterReply reply = others(asking);
        if (reply == FilterReply.ACCEPT
                || (reply == FilterReply.NEUTRAL && level.isGreaterOrEqual(logger.getEffectiveLevel()))) {
            logger.callAppenders(event);
        }
        return FilterReply.DENY; // what there is to do is done
    }

    private List<LogspoolAppender> holders(Logger logger, Level level) {
        List<LogspoolAppender> holders = new ArrayList<>(1);
        before.forEach((appender, route) -> {
            if (route.takes(logger.getName(), level)) {
                holders.add(appender);
            }
        });
        return holders;
    }

    /** What the filters say that Logback would ask after this one. */
    private FilterReply others(Function<TurboFilter, FilterReply> asking) {
        boolean after = false;
        for (TurboFilter filter : loggers.getTurboFilterList()) {
            FilterReply reply = after ? asking.apply(filter) : FilterReply.NEUTRAL;
            if (reply != FilterReply.NEUTRAL) {
                return reply;
            }
            after = after || filter == this;
        }
        return FilterReply.NEUTRAL;
    }

    /** Whether the appenders that were there before are detached. */
    boolean isReset() {
        return reset;
    }

    private void append(ILoggingEvent event) {
        if (over || event instanceof ReloadEvent) {
            return;
        }
        before.forEach((appender, route) -> {
            if (route.takes(event.getLoggerName(), event.getLevel())) {
                appender.take(event);
            }
        });
    }

    /** Between reset and configuration somebody else may give Logback appenders, which are then to have their events. */
    private boolean isWanted(Logger logger) {
        if (System.nanoTime() - began > LONGEST_NANOS) {
            leave();
            return false;
        }
        if (configuring || !reset) {
            return true;
        }
        for (String name = logger.getName(); ; name = Route.parent(name)) {
            Logger next = loggers.exists(name);
            if (next != null && hasOther(next.iteratorForAppenders())) {
                return false;
            }
            if (name.equals(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
                return true;
            }
        }
    }

    private boolean hasOther(Iterator<Appender<ILoggingEvent>> appenders) {
        while (appenders.hasNext()) {
            if (appenders.next() != rootAppender) {
                return true;
            }
        }
        return false;
    }

    /** Called by Logback just before it drops all turbo filters, when no logger has an appender any more. */
    @Override
    public void stop() {
        if (!over) {
            attach();
            if (before.values().stream().anyMatch(Route::takesTraces)) {
                rootLevel = root().getLevel();
                root().setLevel(Level.TRACE);
            }
        }
    }

    /**
     * A thread that is taking its copy of the root logger's appenders right now has one without this, and gives it to all others
     * ({@code COWArrayList}). So the list is changed again and again, for longer than that takes.
     */
    private void attach() {
        root().addAppender(rootAppender);
        for (int i = 0; i < CHANGES; i++) {
            change(root());
        }
    }

    /**
     * For the same reason no thread may bring a copy from before the new appenders were there, and keep it for good: those that
     * have one are given the time to arrive, while events still come by the filter.
     */
    private void renewCopies() {
        settle();
        for (Logger logger : loggers.getLoggerList()) {
            if (logger.iteratorForAppenders().hasNext()) {
                change(logger);
            }
        }
    }

    /** Has a list of appenders copied again. */
    private static void change(Logger logger) {
        NOPAppender<ILoggingEvent> none = new NOPAppender<>();
        none.start();
        logger.addAppender(none);
        logger.detachAppender(none);
    }

    /** Called by Logback just after it dropped all turbo filters. */
    @Override
    public void onReset(LoggerContext context) {
        if (!over) {
            context.addTurboFilter(this);
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
                renewCopies();
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
        loggers.getTurboFilterList().remove(this);
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

    /** Gets what does not come by the turbo filters. */
    private final class RootAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

        @Override
        public void doAppend(ILoggingEvent event) {
            Reload.this.append(event);
        }

        @Override
        protected void append(ILoggingEvent event) {}

        @Override
        public boolean isStarted() {
            return true;
        }
    }
}
