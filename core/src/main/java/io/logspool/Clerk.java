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
import io.logspool.spool.DutyCycleRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;

/**
 * The thread for what has time: adopts slots that nobody owns, tells of drops in the log, shows the statistics in JMX. It
 * begins two seconds after the agent, because the application starts then.
 */
final class Clerk implements DutyCycle {

    private static final Duration LONGEST_IDLE = Duration.ofMillis(500);
    private static final Duration LONGEST_SUMMARY = Duration.ofMillis(500);

    /** While it ships: as long as the shipper of the own slot rests at the longest. */
    private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long SHORTEST_REST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String service;
    private final Orphans orphans;
    private final DropSummary summary;
    private final AgentBean bean;
    private final Consumer<Throwable> onError;
    private final DutyCycleRunner runner;
    private final long begin = System.nanoTime() + DELAY_NANOS;

    // The clerk's thread only.
    private boolean begun;
    private boolean ended;
    private long restNanos;

    private volatile boolean started;
    private volatile @Nullable Deadline closing;
    private final CountDownLatch told = new CountDownLatch(1);

    Clerk(String service, Orphans orphans, DropSummary summary, AgentBean bean, Consumer<Throwable> onError) {
        this.service = service;
        this.orphans = orphans;
        this.summary = summary;
        this.bean = bean;
        this.onError = onError;
        this.runner = new DutyCycleRunner("logspool-clerk-" + service, this, LONGEST_IDLE, onError);
    }

    void start() {
        started = true;
        runner.start();
    }

    @Override
    public int doWork() throws IOException {
        Deadline close = closing;
        if (close != null) {
            end(close);
            return 0;
        }
        if (!begun) {
            if (System.nanoTime() - begin < 0) {
                return 0;
            }
            begun = true;
            register();
        }
        int work = summary.doWork(System.nanoTime(), System.currentTimeMillis());
        work += orphans.doWork();
        if (work > 0) {
            restNanos = 0;
        }
        return work == 0 && orphans.isShipping() ? rest() : work;
    }

    /** Half a second is short for what this thread does, and long for a slot in the middle of being shipped. */
    private int rest() {
        restNanos = Math.min(LONGEST_REST_NANOS, Math.max(SHORTEST_REST_NANOS, 2 * restNanos));
        LockSupport.parkNanos(restNanos);
        return 1;
    }

    /** What was shipped of slots that nobody owned. Any thread. */
    ShippingTotals.Stats adopted() {
        return orphans.stats();
    }

    /** Returns when drops were told of, and can still be shipped; the rest is done meanwhile. */
    void beginClose(Deadline by) {
        closing = by;
        runner.wakeUp();
        if (started) {
            boolean unused = Deadline.in(LONGEST_SUMMARY).await(told);
        }
    }

    /** The spool must still be open. */
    void awaitEnd(Duration timeout) {
        runner.close(timeout);
    }

    private void end(Deadline by) throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        try {
            summary.close(System.currentTimeMillis());
        } finally {
            told.countDown();
        }
        if (begun) {
            try {
                bean.unregister();
            } catch (JMException e) {
                onError.accept(e);
            }
        }
        orphans.close(by);
    }

    private void register() {
        try {
            bean.register(service);
        } catch (JMException | RuntimeException e) {
            // A JVM without the module java.management, or one that forbids it.
            onError.accept(e);
        }
    }
}
