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

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What a producer is made with: the values of the configuration, and what is no key of ours because nobody has a reason
 * to change it. Immutable; any thread.
 */
public final class KafkaSettings {

    private static final long CLIENT_BUFFER_BYTES = 32L << 20;

    private final Map<String, String> settings;

    private KafkaSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    /**
     * Completes settings. Does not check them: see {@link KafkaProducerRules}.
     *
     * @param configured       all the values that the configuration has for the producer, defaults included, by the
     *     producer's own names
     * @param maxInFlightBytes {@code ship.max-in-flight-bytes}
     * @param clientId         the name the brokers see, unless the configuration has one
     */
    public static KafkaSettings of(Map<String, String> configured, long maxInFlightBytes, String clientId) {
        Map<String, String> all = new HashMap<>(configured);
        all.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        all.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        // Kafka's own longest pause, a second, means several lines a second in the log for as long as an outage lasts.
        all.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, "250");
        all.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000");
        // The brokers may otherwise ask the client for metrics of its own.
        all.putIfAbsent(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        // Memory is taken in whole batches, which may be nearly empty: room for as much again.
        long buffer = Math.max(CLIENT_BUFFER_BYTES, 2 * maxInFlightBytes);
        all.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(buffer));
        return new KafkaSettings(all);
    }

    /** As the producer takes them. */
    Map<String, Object> toProducerConfig() {
        return new HashMap<>(settings);
    }
}
