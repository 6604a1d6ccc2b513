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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that are in the middle of a log call when something of Logback's changes under them. */
final class Stragglers {

    /** Longer than a thread is kept from running, between two statements of Logback's, on a machine that is busy. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Stragglers() {}

    /**
     * Waits until every thread that passed the turbo filters before this has come to an appender. While it waits there have to
     * be appenders, so that nobody loses anything by it.
     */
    static void await() {
        long end = System.nanoTime() + SETTLING_NANOS;
        for (long left = SETTLING_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
