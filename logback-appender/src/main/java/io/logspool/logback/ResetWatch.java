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

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.LifeCycle;

/**
 * Notices that Logback is about to be reset, before it stops any appender: it is the first thing that a reset stops. One for
 * each start of an appender of ours; the thread that resets.
 */
final class ResetWatch implements LifeCycle {

    private final LoggerContext loggers;
    private final LogspoolAppender appender;

    private ResetWatch(LoggerContext loggers, LogspoolAppender appender) {
        this.loggers = loggers;
        this.appender = appender;
    }

    /** Has {@link LogspoolAppender#beginReload} called when the context is reset, and its events taken from then on. */
    static void over(LoggerContext loggers, LogspoolAppender appender) {
        loggers.register(new ResetWatch(loggers, appender));
    }

    @Override
    public void start() {}

    @Override
    public void stop() {
        if (!isEnd()) {
            Reload.begin(loggers, appender);
            appender.beginReload();
            Stragglers.await();
        }
    }

    @Override
    public boolean isStarted() {
        return appender.isStarted();
    }

    /** The end of the application begins with a reset, too. */
    private static boolean isEnd() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("stop")
                        && frame.getClassName().equals(LoggerContext.class.getName())));
    }
}
