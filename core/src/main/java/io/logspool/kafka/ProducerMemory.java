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
package io.logspool.kafka;

import io.logspool.ship.SinkRecord;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a producer has for records, {@code buffer.memory}. Each partition takes a whole batch of it, so that some
 * hundred partitions use it up, and a send that finds none left fails the transaction it is in. One thread.
 */
final class ProducerMemory {

    /** Of a record in its batch, beside what counts as its size. */
    private static final int OVERHEAD_BYTES = 1024;

    private final int batchBytes;
    private final @Nullable Metric available;
    private final @Nullable Metric total;

    ProducerMemory(Producer<?, ?> producer, Map<String, Object> config) {
        Map<MetricName, ? extends Metric> metrics = producer.metrics();
        this.batchBytes = Integer.parseInt(String.valueOf(config.get(ProducerConfig.BATCH_SIZE_CONFIG)));
        this.available = named("buffer-available-bytes", metrics);
        this.total = named("buffer-total-bytes", metrics);
    }

    /** Whether to wait with a record until others have arrived; never true if there are none. */
    boolean isShortFor(SinkRecord record) {
        if (available == null || total == null) {
            return false;
        }
        double free = (double) available.metricValue();
        // And the position's record, without which nothing can be committed, takes a batch too.
        double needed = (double) batchBytes + Math.max(batchBytes, record.size() + OVERHEAD_BYTES);
        return free < needed && free < (double) total.metricValue();
    }

    private static @Nullable Metric named(String name, Map<MetricName, ? extends Metric> metrics) {
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            if (metric.getKey().name().equals(name) && metric.getKey().group().equals("producer-metrics")) {
                return metric.getValue();
            }
        }
        return null;
    }
}
