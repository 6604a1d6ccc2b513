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

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.helpers.NOPAppender;

/**
 * The copies of its appenders that each logger of Logback's goes by ({@code COWArrayList}). A thread that is making one
 * while the list changes has one from before, gives it to all others, and that is kept until the list changes again.
 */
final class AppenderCopies {

    /** Some microseconds. */
    private static final int CHANGES = 20;

    private AppenderCopies() {}

    /** Attaches an appender, and changes the list again and again, for longer than it takes to make a copy. */
    static void attach(Appender<ILoggingEvent> appender, Logger logger) {
        logger.addAppender(appender);
        for (int i = 0; i < CHANGES; i++) {
            renew(logger);
        }
    }

    /** Has those copied again that there are, when everybody who was making a copy of what was there before has made it. */
    static void renewAll(LoggerContext loggers) {
        Stragglers.await();
        for (Logger logger : loggers.getLoggerList()) {
            if (logger.iteratorForAppenders().hasNext()) {
                renew(logger);
            }
        }
    }

    private static void renew(Logger logger) {
        NOPAppender<ILoggingEvent> none = new NOPAppender<>();
        none.start();
        logger.addAppender(none);
        logger.detachAppender(none);
    }
}
