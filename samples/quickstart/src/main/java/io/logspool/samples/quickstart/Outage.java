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
package io.logspool.samples.quickstart;

import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.KafkaBrokerException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Kills the broker after a while, and starts it again after another. */
final class Outage implements AutoCloseable {
    private final KafkaBroker broker;
    private final Duration before;
    private final Duration length;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "outage");
    private volatile String state = "up";
    private volatile @Nullable KafkaBrokerException failure;

    private Outage(KafkaBroker broker, Duration before, Duration length) {
        this.broker = broker;
        this.before = before;
        this.length = length;
    }

    /** @param length zero for no outage at all */
    static Outage plan(KafkaBroker broker, Duration before, Duration length) {
        Outage outage = new Outage(broker, before, length);
        outage.thread.setDaemon(true);
        if (!length.isZero()) {
            outage.thread.start();
        }
        return outage;
    }

    private void run() {
        try {
            if (cancelled.await(before.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            broker.kill();
            state = "KILLED";
            if (cancelled.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            state = "starting";
            broker.restart();
            state = "up again";
        } catch (KafkaBrokerException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In a word, how the broker is. */
    String state() {
        return state;
    }

    /** Waits until the broker is up for good, and throws what kept it from starting again. */
    void await() throws InterruptedException {
        thread.join();
        KafkaBrokerException problem = failure;
        if (problem != null) {
            throw problem;
        }
    }

    /** Leaves the broker as it is. */
    @Override
    public void close() {
        cancelled.countDown();
    }
}
