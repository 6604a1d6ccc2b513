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
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/** Which events reach an appender, as it was configured at one time. Immutable; any thread. */
final class Route {

    /**
     * A logger.
     *
     * @param level the one that counts, inherited or not
     * @param ends no logger above it gets its events
     * @param here whether the appender hangs here, maybe behind another one
     */
    private record Place(Level level, boolean ends, boolean here) {}

    private final Map<String, Place> places = new HashMap<>();

    private Route() {}

    static Route to(Appender<ILoggingEvent> appender, LoggerContext context) {
        Route route = new Route();
        for (Logger logger : context.getLoggerList()) {
            boolean here = leads(logger.iteratorForAppenders(), attached -> attached == appender);
            boolean ends = !logger.isAdditive() || logger.getName().equals(Logger.ROOT_LOGGER_NAME);
            route.places.put(logger.getName(), new Place(logger.getEffectiveLevel(), ends, here));
        }
        return route;
    }

    /** Whether such an appender is there, maybe behind another one. */
    static boolean leads(Iterator<Appender<ILoggingEvent>> attached, Predicate<Appender<ILoggingEvent>> wanted) {
        while (attached.hasNext()) {
            Appender<ILoggingEvent> next = attached.next();
            if (wanted.test(next) || (next instanceof AppenderAttachable<?> outer && leadsBehind(outer, wanted))) {
                return true;
            }
        }
        return false;
    }

    /** An appender of ours has a fallback behind it, which is no way for all events. */
    @SuppressWarnings("unchecked") // an appender of events has appenders of events
    private static boolean leadsBehind(AppenderAttachable<?> outer, Predicate<Appender<ILoggingEvent>> wanted) {
        return !(outer instanceof LogspoolAppender)
                && leads(((AppenderAttachable<ILoggingEvent>) outer).iteratorForAppenders(), wanted);
    }

    /** Whether an event of such a logger, which may be newer than this, gets there. */
    boolean takes(String loggerName, Level level) {
        boolean enabled = false;
        for (String name = loggerName; ; name = parent(name)) {
            Place place = places.get(name);
            if (place != null) {
                enabled = enabled || level.isGreaterOrEqual(place.level());
                if (!enabled || place.here() || place.ends()) {
                    return enabled && place.here();
                }
            } else if (name.equals(Logger.ROOT_LOGGER_NAME)) {
                return false;
            }
        }
    }

    /** Whether some of them are of a level that a root logger has not at first. */
    boolean takesTraces() {
        return places.values().stream().anyMatch(place -> !place.level().isGreaterOrEqual(Level.DEBUG));
    }

    /** As Logback has it: a nested class is below the one around it. */
    static String parent(String name) {
        int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
        return end < 0 ? Logger.ROOT_LOGGER_NAME : name.substring(0, end);
    }
}
