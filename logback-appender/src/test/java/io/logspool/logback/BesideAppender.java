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

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An appender beside ours: what each one of a test has got, in order, and how many of them have come and gone. */
public final class BesideAppender extends AppenderBase<ILoggingEvent> {

    private static final Queue<ILoggingEvent> TAKEN = new ConcurrentLinkedQueue<>();

    /** Even while there is one that works, odd while there is none. */
    private static final AtomicInteger TURN = new AtomicInteger(1);

    /** Begins a test. */
    static void forget() {
        TAKEN.clear();
        TURN.set(1);
    }

    static List<ILoggingEvent> taken() {
        return List.copyOf(TAKEN);
    }

    static List<String> messages() {
        return TAKEN.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    static int turn() {
        return TURN.get();
    }

    /** Says that the one that was started last gets what its loggers have. */
    static void attached() {
        TURN.incrementAndGet();
    }

    @Override
    public void stop() {
        if (isStarted()) {
            TURN.incrementAndGet();
        }
        super.stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.getCallerData();
        TAKEN.add(event);
    }
}
