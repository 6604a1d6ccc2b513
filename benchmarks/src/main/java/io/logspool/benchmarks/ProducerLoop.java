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

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What anybody would write: a producer, and a loop that sends values which are there already. The bound of everything that
 * sends to Kafka.
 */
final class ProducerLoop implements AutoCloseable {

    private static final byte[] JSON = "application/json".getBytes(StandardCharsets.UTF_8);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final List<byte[]> ids;

    /**
     * Makes the producer, and lets it find the topic.
     *
     * @param settings of the producer
     * @param ids      of the events, for the header that the shipper gives each; empty: no headers
     */
    ProducerLoop(Map<String, Object> settings, String topic, List<byte[]> ids) {
        Map<String, Object> all = new HashMap<>(settings);
        // The shipper's producer does not wait for room in its buffer, the shipper comes again; a loop has to wait.
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "60000");
        this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.ids = ids;
        if (producer.partitionsFor(topic).isEmpty()) {
            throw new IllegalStateException("no topic " + topic);
        }
    }

    /** What says where and what is promised, and lz4, as the others have it; all else is Kafka's own default. */
    static Map<String, Object> plain(String servers) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4");
    }

    /** Sends all of them, and waits until the last is acknowledged. */
    void run(List<byte[]> values) {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        for (int i = 0; i < values.size(); i++) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, null, System.currentTimeMillis(), null, values.get(i));
            if (!ids.isEmpty()) {
                record.headers().add(new RecordHeader("logspool.id", ids.get(i)));
                record.headers().add(new RecordHeader("content-type", JSON));
            }
            Future<RecordMetadata> unused = producer.send(record, (metadata, exception) -> {
                if (exception != null) {
                    failure.set(exception);
                }
            });
        }
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("this run does not count", failed);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
