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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.filter.AbstractFilterable;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/** Log4j 2, configured by one of the files beside this class; all loggers asynchronous where its name begins so. */
final class Log4jUnderTest implements AppenderUnderTest.Framework, StatusListener {

    private final BackgroundFailure failure = new BackgroundFailure();
    private final LongAdder reached = new LongAdder();
    private final boolean asynchronous;
    private final LoggerContext context;

    Log4jUnderTest(String row, Place place) throws IOException {
        StatusLogger.getLogger().registerListener(this);
        // What Log4j's AsyncLoggerContextSelector makes, where a system property names it.
        asynchronous = row.startsWith("async");
        context = asynchronous ? new AsyncLoggerContext(row) : new LoggerContext(row);
        byte[] file = place.file("log4j2/" + row + ".xml").getBytes(StandardCharsets.UTF_8);
        context.start(new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(file))));
        if (asynchronous) {
            AbstractFilterable appender = context.getConfiguration().getAppender("FILE");
            appender.addFilter(new AbstractFilter() {
                @Override
                public Result filter(LogEvent event) {
                    reached.increment();
                    return Result.NEUTRAL;
                }
            });
        }
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    @Override
    public @Nullable Object logspool() {
        return context.getConfiguration().getAppender("LOGSPOOL");
    }

    @Override
    public void check() {
        failure.check();
    }

    @Override
    public void stop() {
        context.stop();
        StatusLogger.getLogger().removeListener(this);
        // Nothing else says so if a full ring has lost some.
        if (asynchronous && reached.sum() != Caller.total()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "this run does not count: %,d of %,d events arrived", reached.sum(), Caller.total()));
        }
    }

    @Override
    public void log(StatusData data) {
        failure.set(new IllegalStateException(data.getFormattedStatus(), data.getThrowable()));
    }

    @Override
    public Level getStatusLevel() {
        return Level.WARN;
    }

    @Override
    public void close() {}
}
