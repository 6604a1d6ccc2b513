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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A thread that calls something at a fixed rate, a millisecond's calls at once, so that it takes no processor between. */
final class SteadyLoad {

    private static final long BURST_NANOS = 1_000_000;

    private final Thread thread;
    private volatile boolean ended;

    SteadyLoad(int perSecond, Runnable call) {
        thread = new Thread(() -> run(perSecond, call), "load");
        thread.start();
    }

    private void run(int perSecond, Runnable call) {
        long begin = System.nanoTime();
        long calls = 0;
        while (!ended) {
            long due = (long) (1.0 * (System.nanoTime() - begin) * perSecond / TimeUnit.SECONDS.toNanos(1));
            for (; calls < due; calls++) {
                call.run();
            }
            LockSupport.parkNanos(BURST_NANOS);
        }
    }

    /** Returns when the last call has. */
    void end() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
