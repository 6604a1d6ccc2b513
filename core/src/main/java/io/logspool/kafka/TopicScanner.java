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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics from their beginning to where they end when reading begins. Belongs to no consumer group. One thread. */
public final class TopicScanner {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final long STALLED_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int LONGEST_WAIT_MILLIS = 15_000;

    /** Longer than brokers leave a transaction open whose process died: our 30 s, and what they take to look. */
    private static final Duration LONGEST_HELD = Duration.ofSeconds(60);

    /** Gets each record. */
    public interface Visitor {

        /**
         * One record; valid during the call only.
         *
         * @param partition a number of its own for each partition of each topic, from 0
         */
        void visit(Entry entry, int partition) throws IOException;

        /** How many of all offsets are passed. */
        default void progress(long done, long total) {}

        /** The first records of a partition are gone: what they held cannot be told from what is missing. */
        default void trimmed(String topic, int partition, long records) {}

        /** The last records of a partition are not read: a transaction before them stays open. */
        default void held(String topic, int partition, long records) {}
    }

    /** A record. */
    public interface Entry {

        /** Of the last header with this name; null if there is none. */
        byte @Nullable [] header(String name);

        /** Null if it has none, or values were not asked for. */
        byte @Nullable [] value();
    }

    private final Map<String, String> settings;
    private final boolean committedOnly;
    private final long heldNanos;

    /**
     * Connects to nobody yet.
     *
     * @param configured    settings by Kafka's names; those that are the producer's alone are passed over
     * @param committedOnly whether to leave out what is in open or aborted transactions
     */
    public TopicScanner(Map<String, String> configured, boolean committedOnly) {
        this(configured, committedOnly, LONGEST_HELD);
    }

    /** With another longest wait for open transactions. */
    TopicScanner(Map<String, String> configured, boolean committedOnly, Duration longestHeld) {
        this.heldNanos = longestHeld.toNanos();
        this.settings = new HashMap<>(configured);
        this.settings.keySet().retainAll(ConsumerConfig.configNames());
        this.committedOnly = committedOnly;
    }

    /**
     * Reads topics.
     *
     * @param withValues whether the records' values are wanted
     * @throws IOException if a topic does not exist, or the brokers do not answer
     */
    public void scan(Collection<String> topics, boolean withValues, Visitor visitor) throws IOException {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                consumerSettings(), new ByteArrayDeserializer(), withValues ? new ByteArrayDeserializer() : NO_VALUE)) {
            List<TopicPartition> partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            read(consumer, partitions, ends(partitions), visitor);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("the topics cannot be read: " + e.getMessage() + " (" + cause + ")", e);
        }
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, committedOnly ? "read_committed" : "read_uncommitted");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        all.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(LONGEST_WAIT_MILLIS));
        all.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 << 20));
        all.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        return all;
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Collection<String> topics)
            throws IOException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new IOException("topic " + topic + " does not exist");
            }
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    /** With open transactions: what is committed is behind them too, or will be read a little after the commit returned. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        Map<String, Object> all = consumerSettings();
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions);
        }
    }

    private void read(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            Visitor visitor)
            throws IOException {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Integer> numbers = new HashMap<>();
        long total = 0;
        for (TopicPartition partition : partitions) {
            numbers.put(partition, numbers.size());
            long begin = begins.getOrDefault(partition, 0L);
            total += ends.getOrDefault(partition, 0L) - begin;
            if (begin > 0) {
                visitor.trimmed(partition.topic(), partition.partition(), begin);
            }
        }
        long[] done = new long[partitions.size()];
        View view = new View();
        long progressAt = System.nanoTime();
        while (!isAtEnd(consumer, ends)) {
            long before = Arrays.stream(done).sum();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                // What came in after the beginning would make the picture of the partitions uneven.
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    view.record = record;
                    visitor.visit(view, numbers.getOrDefault(partition, 0));
                }
            }
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                done[numbers.getOrDefault(partition, 0)] =
                        Math.min(consumer.position(partition), end) - begins.getOrDefault(partition, 0L);
            }
            long now = Arrays.stream(done).sum();
            visitor.progress(now, total);
            long waited = System.nanoTime() - progressAt;
            if (now > before) {
                progressAt = System.nanoTime();
            } else if (waited > Math.min(STALLED_NANOS, heldNanos) && !isHeld(consumer, ends)) {
                throw new IOException("the brokers do not answer any more");
            } else if (waited > heldNanos) {
                ends.forEach((partition, end) -> {
                    long left = end - consumer.position(partition);
                    if (left > 0) {
                        visitor.held(partition.topic(), partition.partition(), left);
                    }
                });
                return;
            }
        }
    }

    /** Whether all is read but for what is behind open transactions. */
    private static boolean isHeld(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> readable = consumer.endOffsets(ends.keySet());
        return readable.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey())
                        >= Math.min(end.getValue(), ends.getOrDefault(end.getKey(), 0L)));
    }

    private static boolean isAtEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Set<Map.Entry<TopicPartition, Long>> all = ends.entrySet();
        return all.stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static final Deserializer<byte[]> NO_VALUE = new Deserializer<>() {
        @Override
        public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
            return null;
        }

        @Override
        public byte @Nullable [] deserialize(String topic, Headers headers, ByteBuffer data) {
            return null;
        }
    };

    private static final class View implements Entry {

        private @Nullable ConsumerRecord<byte[], byte[]> record;

        @Override
        public byte @Nullable [] header(String name) {
            Header header = record == null ? null : record.headers().lastHeader(name);
            return header == null ? null : header.value();
        }

        @Override
        public byte @Nullable [] value() {
            return record == null ? null : record.value();
        }
    }
}
