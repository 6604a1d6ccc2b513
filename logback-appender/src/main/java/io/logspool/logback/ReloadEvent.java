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
import ch.qos.logback.classic.spi.CallerData;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a Logback that is being configured again: on its way to the other appenders, as one that appenders of ours
 * have already. One thread until it is given to an appender.
 */
final class ReloadEvent extends LoggingEvent {

    private final String caller;
    private final Reload reload;
    private final LoggerContext context;
    private final List<LogspoolAppender> holders = new ArrayList<>(1);

    ReloadEvent(
            Reload reload,
            String caller,
            Logger logger,
            Level level,
            @Nullable String message,
            @Nullable Throwable thrown,
            @Nullable Object @Nullable [] arguments) {
        super(caller, logger, level, message, thrown, arguments);
        this.caller = caller;
        this.reload = reload;
        this.context = logger.getLoggerContext();
    }

    /** Gives it to an appender, which then has it. */
    void giveTo(LogspoolAppender appender) {
        holders.add(appender);
        appender.take(this);
    }

    /** Whether an appender need not take it any more. An appender that was not there before the reset comes after it. */
    boolean isAt(LogspoolAppender appender) {
        return reload.isReset() || holders.contains(appender);
    }

    /** Between the statement and the appenders there are calls that Logback does not know. */
    @Override
    public StackTraceElement[] getCallerData() {
        if (!hasCallerData()) {
            Throwable here = new Throwable();
            StackTraceElement[] frames = here.getStackTrace();
            int below = endOfFilter(frames);
            if (below != 0) {
                here.setStackTrace(Arrays.copyOfRange(frames, below, frames.length));
                setCallerData(CallerData.extract(
                        here, caller, context.getMaxCallerDataDepth(), context.getFrameworkPackages()));
            }
        }
        return super.getCallerData();
    }

    /** The first frame below the topmost ones of the filter; 0 if there are none, as on another thread. */
    private static int endOfFilter(StackTraceElement[] frames) {
        int end = 0;
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().equals(ReloadFilter.class.getName())) {
                end = i + 1;
            } else if (end != 0 && frames[i].getClassName().equals(Logger.class.getName())) {
                break;
            }
        }
        return end;
    }
}
