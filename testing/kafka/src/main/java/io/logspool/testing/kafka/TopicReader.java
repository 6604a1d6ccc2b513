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
package io.logspool.testing.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from its start to the end it has when the reading begins: no group, no commits, so that any number of
 * readings see the same. Configured like a builder; not thread-safe.
 */
public final class TopicReader {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final Map<String, Object> configuration = new LinkedHashMap<>();
    private Duration deadline = DEFAULT_DEADLINE;
    private boolean waitsForTransactions;

    private TopicReader(String bootstrapServers, String topic) {
        this.topic = topic;
        configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    }

    /** A reader of all records, those of open and aborted transactions too. */
    public static TopicReader builder(String bootstrapServers, String topic) {
        return new TopicReader(bootstrapServers, topic);
    }

    /** How long one reading may take; 30 s if not set. */
    public TopicReader deadline(Duration value) {
        deadline = value;
        return this;
    }

    /** Leaves out what lies in aborted transactions, and ends before the first open one. */
    public TopicReader readCommitted() {
        return setting(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }

    /**
     * As {@link #readCommitted()}, but waits until every transaction that is open now has ended: a commit has returned a
     * little before its records can be read.
     */
    public TopicReader readEnded() {
        waitsForTransactions = true;
        return readCommitted();
    }

    /** A setting of the Kafka consumer, for example for a secured listener. */
    public TopicReader setting(String key, Object value) {
        configuration.put(key, value);
        return this;
    }

    /**
     * Reads the topic now.
     *
     * @return its records, ordered within each partition
     * @throws KafkaBrokerException if the end is not reached within the deadline, or there is no such topic
     */
    public List<TopicRecord> readAll() {
        long end = System.nanoTime() + deadline.toNanos();
        try (Consumer<byte @Nullable [], byte @Nullable []> consumer = new KafkaConsumer<>(configuration)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, left(end)).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaBrokerException("There is no topic " + topic + ".");
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends =
                    waitsForTransactions ? endsOfAll(partitions, end) : consumer.endOffsets(partitions, left(end));
            List<TopicRecord> records = new ArrayList<>();
            while (!reached(consumer, ends, end)) {
                for (ConsumerRecord<byte @Nullable [], byte @Nullable []> record : consumer.poll(POLL)) {
                    if (record.offset() < endOf(ends, record)) {
                        records.add(toTopicRecord(record));
                    }
                }
            }
            return records;
        } catch (TimeoutException e) {
            throw new KafkaBrokerException("Topic " + topic + " was not read within " + deadline + ".", e);
        }
    }

    /** What is in open transactions included. */
    private Map<TopicPartition, Long> endsOfAll(List<TopicPartition> partitions, long deadlineNanos) {
        Map<String, Object> all = new LinkedHashMap<>(configuration);
        all.remove(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
        try (Consumer<byte @Nullable [], byte @Nullable []> consumer = new KafkaConsumer<>(all)) {
            return consumer.endOffsets(partitions, left(deadlineNanos));
        }
    }

    /** By position and not by count: markers of transactions and gaps of compaction take offsets as well. */
    private boolean reached(
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            Map<TopicPartition, Long> ends,
            long deadlineNanos) {
        for (Entry<TopicPartition, Long> entry : ends.entrySet()) {
            long position = consumer.position(entry.getKey(), left(deadlineNanos));
            if (position < entry.getValue()) {
                if (System.nanoTime() - deadlineNanos > 0) {
                    throw new TimeoutException(entry.getKey() + " is at " + position + " of " + entry.getValue());
                }
                return false;
            }
        }
        return true;
    }

    private static long endOf(Map<TopicPartition, Long> ends, ConsumerRecord<?, ?> record) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        return end == null ? 0 : end;
    }

    private static Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    private static TopicRecord toTopicRecord(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        List<TopicRecord.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new TopicRecord.Header(header.key(), text(header.value())));
        }
        return new TopicRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                text(record.key()),
                text(record.value()),
                List.copyOf(headers));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
