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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The beginning and the end of a producer. Stateless; any thread. */
final class Producers {

    /** Within this the threads of a producer end, unless the machine has no time for them. */
    static final Duration LONGEST_END = Duration.ofSeconds(1);

    private static final Duration SHORTEST_END = Duration.ofMillis(250);

    /** Those of the encodings, and of an entry that cannot be read: as good as constants. */
    private static final Map<String, Header> CONTENT_TYPES = new ConcurrentHashMap<>();

    private Producers() {}

    /** Its network thread belongs to the caller's thread group. */
    static Producer<byte[], byte[]> create(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static ProducerRecord<byte[], byte[]> toKafka(SinkRecord record) {
        // A time before 1970 is no timestamp for Kafka; the event has it.
        long timestamp = Math.max(0, record.timestampMillis());
        return new ProducerRecord<>(record.topic(), null, timestamp, record.key(), record.value(), headers(record));
    }

    private static List<Header> headers(SinkRecord record) {
        if (record.hasOwnHeaders()) {
            return record.headers().entrySet().stream()
                    .map(entry -> header(entry.getKey(), entry.getValue()))
                    .toList();
        }
        Header type = CONTENT_TYPES.computeIfAbsent(
                record.contentType(), name -> header(SinkRecord.CONTENT_TYPE_HEADER, name));
        return List.of(header(SinkRecord.ID_HEADER, record.eventId()), type);
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first of some topics that the brokers say does not exist; null if they say so of none. */
    static @Nullable String missing(Producer<byte[], byte[]> producer, Collection<String> topics) {
        for (String topic : topics) {
            try {
                producer.partitionsFor(topic);
            } catch (TimeoutException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return topic;
                }
            }
        }
        return null;
    }

    /**
     * Closes a producer, and waits until its threads have ended, so that a class loader may be closed after it. Leaves the
     * closing to a thread of its own, because {@code KafkaProducer.close} waits without limit for its network thread, and
     * that may be in a name look-up.
     *
     * @param graceful how long what is in flight may take
     * @param longest  how long to wait; a moment more if that leaves none for the end of the threads
     */
    static void drop(@Nullable Producer<byte[], byte[]> dropped, Duration graceful, Duration longest) {
        if (dropped == null) {
            return;
        }
        Thread closer = new Thread(() -> dropped.close(graceful), "logspool-kafka-close");
        closer.setDaemon(true);
        closer.start();
        Duration least = graceful.plus(SHORTEST_END);
        try {
            TimeUnit.NANOSECONDS.timedJoin(closer, (longest.compareTo(least) < 0 ? least : longest).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
