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
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs something in the middle of a configuration, when Logback starts this appender, of a reset, when it stops it, and of a
 * log call.
 */
public final class HookAppender extends AppenderBase<ILoggingEvent> {

    /** What to run. */
    static final AtomicReference<Runnable> HOOK = new AtomicReference<>(() -> {});

    /** What to run at its stop. */
    static final AtomicReference<Runnable> AT_THE_STOP = new AtomicReference<>(() -> {});

    /** What to run at each event. */
    static final AtomicReference<Runnable> AT_AN_EVENT = new AtomicReference<>(() -> {});

    /** Ends a test. */
    static void forget() {
        HOOK.set(() -> {});
        AT_THE_STOP.set(() -> {});
        AT_AN_EVENT.set(() -> {});
    }

    @Override
    public void start() {
        Objects.requireNonNull(HOOK.get()).run();
        super.start();
    }

    @Override
    public void stop() {
        if (isStarted()) {
            Objects.requireNonNull(AT_THE_STOP.get()).run();
        }
        super.stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        Objects.requireNonNull(AT_AN_EVENT.get()).run();
    }
}
