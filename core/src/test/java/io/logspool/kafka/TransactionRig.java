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

import io.logspool.RecordingListener;
import io.logspool.ship.ManualClock;
import io.logspool.ship.Sink;
import io.logspool.ship.SinkFailure;
import io.logspool.ship.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A sink with transactions on Kafka's own producer for tests, and a clock that stands still. What it sends arrives when
 * the test says so, a position with its commit.
 */
final class TransactionRig {

    static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final String POSITIONS = "positions";

    final ManualClock clock = new ManualClock();
    final List<String> said = new ArrayList<>();

    /** By the record's event id: how it ended. */
    final Map<String, @Nullable SinkFailure> ended = new LinkedHashMap<>();

    final TransactionalSink sink;
    Runnable beforeCommit = () -> {};
    CompletableFuture<PositionReader.Found> found = CompletableFuture.completedFuture(PositionReader.Found.none());
    CompletableFuture<@Nullable LastTransaction> told = CompletableFuture.completedFuture(null);

    /** With which the position was looked for last. */
    @Nullable
    LastTransaction known;

    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private MockProducer<byte[], byte[]> producer = newProducer();

    TransactionRig(Path slot) {
        TransactionalClients clients = new TransactionalClients() {
            @Override
            public Producer<byte[], byte[]> producer(Map<String, Object> config) {
                producer = newProducer();
                return producer;
            }

            @Override
            public Map<String, Object> config(String identity) {
                return Map.of("batch.size", "65536");
            }

            @Override
            public Future<@Nullable LastTransaction> lastTransaction(String identity) {
                return told;
            }

            @Override
            public Future<PositionReader.Found> position(String identity, @Nullable LastTransaction last) {
                known = last;
                return found;
            }

            @Override
            public Duration transactionTimeout() {
                return TIMEOUT;
            }
        };
        sink = new TransactionalSink(clients, slot, POSITIONS, COMMIT_INTERVAL, clock, new RecordingListener(said));
    }

    /** The one that is used now. */
    MockProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** Until it takes records, or has something to say. */
    @Nullable
    SinkFailure begin() {
        SinkFailure busy = send("begin", 1);
        return busy == null ? null : sink.work(Sink.Next.MORE);
    }

    /** When all that was sent so far has arrived. */
    @Nullable
    SinkFailure work(Sink.Next next) {
        while (producer.completeNext()) {
            clock.advance(Duration.ZERO);
        }
        return sink.work(next);
    }

    @Nullable
    SinkFailure send(String incarnation, long sequence) {
        return send("logs", incarnation, sequence);
    }

    @Nullable
    SinkFailure send(String topic, String incarnation, long sequence) {
        String id = incarnation + "-" + sequence;
        SinkRecord record =
                SinkRecord.of(topic, null, id.getBytes(StandardCharsets.UTF_8), clock.wallMillis(), id, "text/plain");
        return sink.send(record, failure -> ended.put(id, failure));
    }

    /** How many of an incarnation's next records it takes, that many at most. */
    int sendMany(String incarnation, long from, int most) {
        for (int i = 0; i < most; i++) {
            if (send(incarnation, from + i) != null) {
                return i;
            }
        }
        return most;
    }

    /** Producers that are made from now on have this measurement. */
    void measure(String name, IntSupplier value) {
        MetricName metric = new MetricName(name, "producer-metrics", "", Map.of());
        metrics.put(metric, new Metric() {
            @Override
            public MetricName metricName() {
                return metric;
            }

            @Override
            public Object metricValue() {
                return (double) value.getAsInt();
            }
        });
    }

    private MockProducer<byte[], byte[]> newProducer() {
        MockProducer<byte[], byte[]> made =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void commitTransaction() {
                        beforeCommit.run();
                        super.commitTransaction();
                    }
                };
        metrics.forEach(made::setMockMetrics);
        return made;
    }
}
