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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * Code of an application that Kafka's client calls, and that logs; on threads that the agent or Kafka's client started.
 */
public final class LoggingMetricsReporter implements MetricsReporter {

    private static volatile @Nullable Runnable statement;
    private static volatile CountDownLatch logged = new CountDownLatch(1);

    /** Kafka's client makes one by its name. */
    public LoggingMetricsReporter() {}

    /** What it is to do, until it is waited for. */
    public static void logWith(Runnable logStatement) {
        logged = new CountDownLatch(1);
        statement = logStatement;
    }

    /** Waits until it was called once. */
    public static boolean awaitLogged(long timeout, TimeUnit unit) throws InterruptedException {
        boolean done = logged.await(timeout, unit);
        statement = null;
        return done;
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        Runnable current = statement;
        if (current != null) {
            current.run();
            logged.countDown();
        }
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
