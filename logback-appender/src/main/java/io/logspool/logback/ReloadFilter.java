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
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Makes events of what the filters of a Logback are asked that is being configured again: gives them to those appenders of
 * ours that were there before, and then to those that Logback has at the moment, by its own filters and levels. Any thread.
 */
final class ReloadFilter extends TurboFilter {

    /** Where the application calls Logback. */
    private static final String CALLER = Logger.class.getName();

    private final LoggerContext loggers;
    private final Reload reload;

    ReloadFilter(LoggerContext loggers, Reload reload) {
        this.loggers = loggers;
        this.reload = reload;
        setContext(loggers);
        setName("logspool-reload");
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable t) {
        if (!reload.isWanted(logger)) {
            return FilterReply.NEUTRAL;
        }
        if (format == null && params == null && t == null && isQuestion()) {
            // Without it an event of a level that is not there at the moment would not even be tried.
            return reload.holders(logger.getName(), level).isEmpty() ? FilterReply.NEUTRAL : FilterReply.ACCEPT;
        }
        return take(logger, level, filter -> filter.decide(marker, logger, level, format, params, t), () -> {
            ReloadEvent event = new ReloadEvent(reload, CALLER, logger, level, format, t, params);
            if (marker != null) {
                event.addMarker(marker);
            }
            return event;
        });
    }

    /** Of SLF4J's fluent methods. */
    @Override
    public FilterReply decide(Logger logger, org.slf4j.event.LoggingEvent from) {
        if (!reload.isWanted(logger)) {
            return FilterReply.NEUTRAL;
        }
        Level level = Level.convertAnSLF4JLevel(from.getLevel());
        return take(logger, level, filter -> filter.decide(logger, from), () -> {
            ReloadEvent event = new ReloadEvent(
                    reload,
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
        List<LogspoolAppender> holders = reload.holders(logger.getName(), level);
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

    /** Called by Logback just before it drops all turbo filters, when no logger has an appender any more. */
    @Override
    public void stop() {
        reload.goWithoutFilter();
    }
}
