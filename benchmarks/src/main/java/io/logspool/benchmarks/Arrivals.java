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

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer in a thread of its own, which notes when each of a number of events came to it. */
final class Arrivals implements AutoCloseable {

    private static final String BEFORE_NUMBER = "order ";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final AtomicLongArray nanos;
    private final AtomicInteger arrived = new AtomicInteger();
    private final Thread thread;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean ended;

    /**
     * Begins to poll.
     *
     * @param events numbered from 0
     */
    Arrivals(String servers, String topic, int events) {
        nanos = new AtomicLongArray(events);
        thread = new Thread(() -> poll(servers, topic), "consumer");
        thread.start();
    }

    /** Returns when so many have arrived, or nothing has for a long while. */
    void await(int count) {
        lastNanos = System.nanoTime();
        while (arrived.get() < count && System.nanoTime() - lastNanos < LONGEST_PAUSE_NANOS) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** How many have not come. */
    int missing() {
        return nanos.length() - arrived.get();
    }

    /** When this one came, by {@link System#nanoTime()}; 0 if it did not. */
    long nanosOf(int number) {
        return nanos.get(number);
    }

    /** When the last one came, by {@link System#nanoTime()}. */
    long lastNanos() {
        return lastNanos;
    }

    /** Processor time of the consumer so far. */
    long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    private void poll(String servers, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!ended) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(new String(record.value(), StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private void take(String json) {
        int begin = json.indexOf(BEFORE_NUMBER);
        if (begin < 0) {
            return; // not one of ours
        }
        begin += BEFORE_NUMBER.length();
        int number = Integer.parseInt(json, begin, json.indexOf(' ', begin), 10);
        long now = System.nanoTime();
        if (nanos.compareAndSet(number, 0, now)) {
            lastNanos = now;
            arrived.incrementAndGet();
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
