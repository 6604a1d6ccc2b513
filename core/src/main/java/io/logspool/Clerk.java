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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.management.JMException;

/**
 * The thread for what has time: adopts slots that nobody owns, tells of drops in the log, shows the statistics in JMX. It
 * begins two seconds after the agent, because the application starts then.
 */
final class Clerk implements DutyCycle {

    private static final Duration LONGEST_IDLE = Duration.ofMillis(500);
    private static final Duration THREAD_END = Duration.ofSeconds(1);
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

    private volatile boolean closing;

    Clerk(String service, Orphans orphans, DropSummary summary, AgentBean bean, Consumer<Throwable> onError) {
        this.service = service;
        this.orphans = orphans;
        this.summary = summary;
        this.bean = bean;
        this.onError = onError;
        this.runner = new DutyCycleRunner("logspool-clerk-" + service, this, LONGEST_IDLE, onError);
    }

    void start() {
        runner.start();
    }

    @Override
    public int doWork() throws IOException {
        if (closing) {
            end();
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
        return work + orphans.doWork();
    }

    /** The spool must still be open. */
    void close() {
        closing = true;
        runner.wakeUp();
        runner.close(THREAD_END);
    }

    private void end() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        summary.close(System.currentTimeMillis());
        if (begun) {
            try {
                bean.unregister();
            } catch (JMException e) {
                onError.accept(e);
            }
        }
        orphans.close();
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
