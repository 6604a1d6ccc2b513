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
package io.logspool;

import io.logspool.spool.DutyCycle;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Holds the shipper back until the first event is logged, or a short while has gone by.
 *
 * <p>An appender starts in the middle of the start of its framework and of the application. Loading Kafka's client then
 * would take the processor from both, and what the client logs would meet a framework that is not ready.
 */
final class DelayedStart implements DutyCycle {

    private final DutyCycle delayed;
    private final BooleanSupplier wanted;
    private final long deadline;
    private boolean released;

    /**
     * @param wanted asked on the duty cycle's thread: whether not to wait any longer
     */
    DelayedStart(DutyCycle delayed, BooleanSupplier wanted, Duration longest) {
        this.delayed = delayed;
        this.wanted = wanted;
        this.deadline = System.nanoTime() + longest.toNanos();
    }

    @Override
    public int doWork() throws Exception {
        if (!released) {
            released = wanted.getAsBoolean() || System.nanoTime() - deadline >= 0;
        }
        return released ? delayed.doWork() : 0;
    }
}
