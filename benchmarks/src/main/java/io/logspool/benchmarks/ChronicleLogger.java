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

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What chronicle-logger-logback does for an event, over the Chronicle Queue that is here: its last release, 4.22ea6, calls
 * methods that this one no longer has, and its parent POM is in no public repository.
 *
 * <p>The same fields, by the same calls, on an appender of each thread's own. The MDC is not kept there either, and no
 * disk is given back.
 */
public final class ChronicleLogger extends UnsynchronizedAppenderBase<ILoggingEvent> {

    /** Of the one appender that a JVM has here. */
    private static final ThreadLocal<@Nullable ExcerptAppender> APPENDERS = new ThreadLocal<>();

    private @Nullable String path;
    private @Nullable ChronicleQueue queue;

    /** The directory of the queue. */
    public void setPath(String path) {
        this.path = path;
    }

    @Override
    public void start() {
        queue = ChronicleQueue.single(String.valueOf(path));
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        if (queue != null) {
            queue.close();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        try (DocumentContext document = appender().writingDocument()) {
            Wire wire = document.wire();
            if (wire == null) {
                throw new IllegalStateException("no wire");
            }
            wire.write("ts").int64(event.getTimeStamp());
            wire.write("level").asEnum(Level.valueOf(event.getLevel().toString()));
            wire.write("threadName").text(event.getThreadName());
            wire.write("loggerName").text(event.getLoggerName());
            wire.write("message").text(event.getMessage());
            if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
                wire.write("throwable").throwable(thrown.getThrowable());
            }
            Object[] arguments = event.getArgumentArray();
            if (arguments != null) {
                wire.write("args").sequence(values -> {
                    for (Object argument : arguments) {
                        values.object(argument);
                    }
                });
            }
        }
    }

    private ExcerptAppender appender() {
        ExcerptAppender mine = APPENDERS.get();
        if (mine == null || mine.isClosed()) {
            ChronicleQueue open = queue;
            if (open == null) {
                throw new IllegalStateException("not started");
            }
            mine = open.createAppender();
            APPENDERS.set(mine);
        }
        return mine;
    }
}
