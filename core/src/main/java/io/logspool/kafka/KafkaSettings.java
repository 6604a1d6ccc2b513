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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What a producer is made with: the values of the configuration, and what is no key of ours because nobody has a reason
 * to change it. Immutable; any thread.
 */
public final class KafkaSettings {

    private static final long CLIENT_BUFFER_BYTES = 32L << 20;

    private static final int BATCH_BYTES = 128 << 10;

    /** How long the brokers leave a transaction open whose producer is gone; readers of committed records wait for it. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(30);

    /** Of the producer alone, though the other clients have settings of that name. */
    private static final Set<String> PRODUCERS_OWN =
            Set.of(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG);

    private final Supplier<Map<String, String>> configured;
    private final long maxInFlightBytes;
    private final String clientId;

    private KafkaSettings(Supplier<Map<String, String>> configured, long maxInFlightBytes, String clientId) {
        this.configured = configured;
        this.maxInFlightBytes = maxInFlightBytes;
        this.clientId = clientId;
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
        return of(() -> configured, maxInFlightBytes, clientId);
    }

    /** As the other, with values that are asked for anew whenever a client is made: secrets change. */
    public static KafkaSettings of(Supplier<Map<String, String>> configured, long maxInFlightBytes, String clientId) {
        return new KafkaSettings(configured, maxInFlightBytes, clientId);
    }

    private Map<String, Object> complete() {
        Map<String, Object> all = new HashMap<>(configured.get());
        all.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        all.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        // Kafka's own longest pause, a second, means several lines a second in the log for as long as an outage lasts.
        all.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, "250");
        all.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000");
        // The brokers may otherwise ask the client for metrics of its own.
        all.putIfAbsent(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        // With more, a first batch that a broker refuses because it does not lead the partition yet, and a second one
        // that it takes, leave the first one out of order for ever (KAFKA-15591, in brokers up to 4.3). Larger batches
        // make up.
        all.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        // Each costs client and broker as much whatever is in it. Twice as large would save little more, leave room for
        // 128 partitions in the buffer, and, as a batch is filled up to what its records are expected to have when they
        // are compressed, pass the brokers' limit of 1 MiB if they turn out four times as large.
        all.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(BATCH_BYTES));
        // Memory is taken in whole batches, which may be nearly empty: room for as much again.
        long buffer = Math.max(CLIENT_BUFFER_BYTES, 2 * maxInFlightBytes);
        all.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(buffer));
        return all;
    }

    /** As the producer takes them. */
    public Map<String, Object> toProducerConfig() {
        return complete();
    }

    /** As a producer with transactions takes them; the service stands in the id so that permissions can be given by it. */
    Map<String, Object> toTransactionalConfig(String identity) {
        Map<String, Object> all = complete();
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId(identity));
        all.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(TRANSACTION_TIMEOUT.toMillis()));
        return all;
    }

    String transactionalId(String identity) {
        return clientId + "-" + identity;
    }

    /** For reading committed records, with no group. */
    Map<String, Object> toConsumerConfig() {
        Map<String, Object> common = common(ConsumerConfig.configNames());
        common.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        common.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        common.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        common.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return common;
    }

    /** For the client that makes topics. */
    Map<String, Object> toAdminConfig() {
        return common(AdminClientConfig.configNames());
    }

    Duration transactionTimeout() {
        String text = configured.get().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return text == null ? TRANSACTION_TIMEOUT : Duration.ofMillis(Long.parseLong(text.strip()));
    }

    /** What another client takes too: servers, security, time-outs. */
    private Map<String, Object> common(Set<String> names) {
        Map<String, Object> common = complete();
        common.keySet().retainAll(names);
        common.keySet().removeAll(PRODUCERS_OWN);
        // Which must not be less than the time-out of one request, that may have been raised.
        Object request = common.get(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        if (request != null) {
            common.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, request);
        }
        return common;
    }
}
