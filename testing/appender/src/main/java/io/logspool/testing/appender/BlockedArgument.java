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
package io.logspool.testing.appender;

import io.logspool.event.LogLevel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An argument whose text is not to be had before it is closed, and the thread that logs it. */
final class BlockedArgument implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> logging = new AtomicReference<>();

    /** Logs {@code blocked late} on a thread of its own, which is inside {@code toString()} when this returns. */
    void log(AppenderDriver driver, String logger) throws InterruptedException {
        Thread thread = new Thread(() -> driver.log(logger, LogLevel.INFO, "blocked {}", this), "blocked");
        logging.set(thread);
        thread.start();
        asked.await();
    }

    @Override
    public String toString() {
        asked.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "late";
    }

    /** Lets the thread go on, and waits for its end. */
    @Override
    public void close() {
        released.countDown();
        Thread thread = logging.get();
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
