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
import ch.qos.logback.core.util.COWArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that are in the middle of a log call when something of Logback's changes under them. */
final class Stragglers {

    /**
     * Longer than a thread is kept from running, between two statements of Logback's, on a machine that is busy. Virtual threads
     * cannot be looked at, and are given just this.
     */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** One that is held up for longer may be waiting for the thread that waits here. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final String LOGGER = Logger.class.getName();
    private static final String FILTER = ReloadFilter.class.getName();
    private static final String COPIES = COWArrayList.class.getName();

    private Stragglers() {}

    /**
     * Waits until every thread that passed the turbo filters before this has come to an appender, and none is making a copy of
     * appenders that it began before. While it waits there have to be appenders, so that nobody loses anything by it.
     */
    static void await() {
        long begin = System.nanoTime();
        for (long left = SETTLING_NANOS; left > 0; left = begin + SETTLING_NANOS - System.nanoTime()) {
            if (!park(left)) {
                return;
            }
        }
        List<Thread> late = new ArrayList<>();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread != Thread.currentThread() && isUnderWay(frames)) {
                late.add(thread);
            }
        });
        while (!late.isEmpty() && System.nanoTime() - begin < LONGEST_NANOS && park(POLL_NANOS)) {
            late.removeIf(thread -> !isUnderWay(thread.getStackTrace()));
        }
    }

    private static boolean park(long nanos) {
        LockSupport.parkNanos(nanos);
        return !Thread.currentThread().isInterrupted();
    }

    /**
     * Whether a thread is in a log call, and not by the way of the reload's filter, or is making a copy.
     *
     * @param frames the innermost first
     */
    static boolean isUnderWay(StackTraceElement[] frames) {
        int open = 0;
        String outer = "";
        for (int i = frames.length - 1; i >= 0; i--) {
            String inner = frames[i].getClassName();
            if (inner.equals(COPIES)) {
                return true;
            }
            if (inner.equals(LOGGER) && !outer.equals(LOGGER) && !outer.equals(FILTER)) {
                open++;
            } else if (inner.equals(FILTER) && !outer.equals(FILTER)) {
                open--;
            }
            outer = inner;
        }
        return open > 0;
    }
}
