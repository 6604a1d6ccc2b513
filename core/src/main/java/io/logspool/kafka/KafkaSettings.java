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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What the Kafka client knows of settings, and what a producer of ours is made with.
 *
 * <p>Which keys there are, our defaults, and what would break a guarantee, is in the table of configuration keys. Names
 * and types are those of the <a href="https://kafka.apache.org/documentation/#producerconfigs">Kafka producer</a>,
 * without {@code kafka.}. Immutable; any thread.
 */
public final class KafkaSettings {

    /** Longest that one {@code send} may block, in milliseconds, unless the user sets less: {@value}. */
    static final int MAX_BLOCK_MILLIS = 200;

    private static final long CLIENT_BUFFER_BYTES = 32L << 20;
    private static final Pattern SERVER =
            Pattern.compile("\\s*([A-Za-z]\\w*://)?([^\\s:,\\[\\]/]+|\\[[0-9a-fA-F:.%]+]):\\d{1,5}\\s*");

    private final Map<String, String> settings;

    private KafkaSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Every name the producer knows. */
    public static Set<String> knownNames() {
        return ProducerConfig.configNames();
    }

    /**
     * Every value that the producer would refuse. Loads classes that are named in values; uses no network, and logs
     * nothing. A name that the producer does not know is not looked at: a plug-in of the producer may know it.
     *
     * @return empty if all can be used
     */
    public static List<SettingProblem> validate(Map<String, String> settings) {
        List<SettingProblem> problems = new ArrayList<>();
        for (ConfigValue checked : ProducerConfig.configDef().validate(complete(settings))) {
            String name = checked.name();
            // What comes after the first message only follows from it.
            List<String> messages = checked.errorMessages();
            String reason = messages.isEmpty() ? ownReason(checked) : messages.get(0);
            if (reason != null) {
                problems.add(problem(name, settings.getOrDefault(name, ""), reason));
            }
        }
        return List.copyOf(problems);
    }

    /**
     * What a producer is made with.
     *
     * @param settings         all the values that the configuration has for the producer, defaults included
     * @param maxInFlightBytes {@code ship.max-in-flight-bytes}
     * @param clientId         the name the brokers see, unless the user gave one
     * @throws IllegalArgumentException if {@link #validate} has anything to say
     */
    public static KafkaSettings of(Map<String, String> settings, long maxInFlightBytes, String clientId) {
        List<SettingProblem> problems = validate(settings);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        Map<String, String> all = complete(settings);
        all.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        // Memory is taken in whole batches, which may be nearly empty: room for as much again.
        long buffer = Math.max(CLIENT_BUFFER_BYTES, 2 * maxInFlightBytes);
        all.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(buffer));
        return new KafkaSettings(all);
    }

    /** Largest request, and so largest record, that the producer sends. */
    public int maxRequestBytes() {
        String value = settings.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        Object kafkasDefault = ProducerConfig.configDef().defaultValues().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        return Integer.parseInt(value == null ? String.valueOf(kafkasDefault) : value.strip());
    }

    /** As the producer takes them. */
    Map<String, Object> toProducerConfig() {
        return new HashMap<>(settings);
    }

    /** What is no key of ours, because nobody has a reason to change it. */
    private static Map<String, String> complete(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        all.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        all.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.toString(MAX_BLOCK_MILLIS));
        // The brokers may otherwise ask the client for metrics of its own.
        all.putIfAbsent(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        return all;
    }

    /** What the producer would take, or say only once it is made; null if there is nothing. */
    private static @Nullable String ownReason(ConfigValue checked) {
        return switch (checked.name()) {
            case ProducerConfig.MAX_BLOCK_MS_CONFIG ->
                checked.value() instanceof Long millis && millis > MAX_BLOCK_MILLIS
                        ? "must be at most " + MAX_BLOCK_MILLIS + ", or the agent could not close in time"
                        : null;
            case ProducerConfig.BOOTSTRAP_SERVERS_CONFIG ->
                checked.value() instanceof List<?> servers
                                && !servers.stream()
                                        .allMatch(server -> SERVER.matcher(String.valueOf(server))
                                                .matches())
                        ? "must be host:port,..."
                        : null;
            default -> null;
        };
    }

    private static SettingProblem problem(String name, String value, String reason) {
        ConfigDef.ConfigKey key = ProducerConfig.configDef().configKeys().get(name);
        boolean secret = key != null && key.type == ConfigDef.Type.PASSWORD;
        return secret ? new SettingProblem(name, "[hidden]", "is not valid") : new SettingProblem(name, value, reason);
    }
}
