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

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the topic while it grows, in a thread of its own, and enters each record into the books. */
final class TopicFollower {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LAST_READING = Duration.ofSeconds(30);

    /** Used by the constructor, then by {@link #thread} alone. */
    private final KafkaConsumer<byte[], byte[]> consumer;

    private final Arrivals arrivals;
    private final Thread thread = new Thread(this::run, "topic-reader");
    private volatile boolean finishing;
    private volatile @Nullable Exception failure;

    /** Starts at the present end of the topic: what is sent from now on is read. */
    TopicFollower(String bootstrapServers, String topic, Arrivals arrivals) {
        this.arrivals = arrivals;
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        consumer = new KafkaConsumer<>(configuration);
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (!finishing) {
                poll();
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            long deadline = System.nanoTime() + LAST_READING.toNanos();
            while (!reached(ends) && System.nanoTime() - deadline < 0) {
                poll();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void poll() throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            arrivals.add(record.value());
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        Collection<TopicPartition> partitions = ends.keySet();
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    /** Throws what the reading thread ran into, if it did. */
    void check() {
        Exception problem = failure;
        if (problem != null) {
            throw new QuickstartException("The topic could not be read: " + problem, problem);
        }
    }

    /** Reads on to the end that the topic has now, and ends. */
    void finish() throws InterruptedException {
        finishing = true;
        thread.join(LAST_READING.toMillis());
        check();
    }
}
