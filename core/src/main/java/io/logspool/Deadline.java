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

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A moment until which something is waited for, by {@link System#nanoTime()}. Immutable; any thread.
 */
record Deadline(long nanos) {

    static Deadline in(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /** So much before this one. */
    Deadline before(Duration margin) {
        return new Deadline(nanos - margin.toNanos());
    }

    /** Never negative. */
    Duration left() {
        return atLeast(Duration.ZERO);
    }

    /** What is left, but not less than what it takes to end a thread. */
    Duration atLeast(Duration least) {
        return Duration.ofNanos(Math.max(least.toNanos(), nanos - System.nanoTime()));
    }

    /**
     * Waits for a latch. An interrupt does not end the wait, and stays set.
     *
     * @return whether it was in time
     */
    boolean await(CountDownLatch latch) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return latch.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
