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

import io.logspool.config.ConfigKey;
import io.logspool.config.ConfigKeys;
import io.logspool.config.ProducerRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What the Kafka client itself says of producer settings. Loads classes that are named in values; uses no network, and
 * logs nothing. Stateless; any thread.
 *
 * <p>Loads the client itself only if there is something to ask it: the calling thread is one on which an application
 * starts, and most applications set the servers alone.
 */
public final class KafkaProducerRules implements ProducerRules {

    /** The producer looks at a server only once it is made, and then looks it up. */
    private static final Pattern SERVER =
            Pattern.compile("\\s*([A-Za-z]\\w*://)?([^\\s:,\\[\\]/]+|\\[[0-9a-fA-F:.%]+]):\\d{1,5}\\s*");

    @Override
    public Set<String> names() {
        return ProducerConfig.configNames();
    }

    @Override
    public Map<String, String> refusals(Map<String, String> settings) {
        return isPlain(settings) ? Map.of() : clientRefusals(settings);
    }

    /** Whether the client need not be asked: all is as by default, but for the servers, and these are good. */
    static boolean isPlain(Map<String, String> settings) {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String name = setting.getKey();
            boolean plain = name.equals(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)
                    ? areDistinctServers(setting.getValue())
                    : setting.getValue().equals(defaultOf(name));
            if (!plain) {
                return false;
            }
        }
        return settings.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    private static @Nullable String defaultOf(String name) {
        ConfigKey<?> row = ConfigKeys.of(ConfigKeys.KAFKA.prefix() + name);
        return row == null ? null : row.defaultText();
    }

    private static boolean areDistinctServers(String text) {
        Set<String> servers = new HashSet<>();
        for (String server : text.split(",", -1)) {
            if (!isServer(server) || !servers.add(server.trim())) {
                return false;
            }
        }
        return true;
    }

    static Map<String, String> clientRefusals(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        Map<String, String> reasons = new LinkedHashMap<>();
        for (ConfigValue checked : ProducerConfig.configDef().validate(all)) {
            // What comes after the first message only follows from it.
            List<String> messages = checked.errorMessages();
            String reason = messages.isEmpty() ? ownReason(checked) : messages.get(0);
            if (reason != null) {
                reasons.put(checked.name(), reason);
            }
        }
        return reasons;
    }

    private static @Nullable String ownReason(ConfigValue checked) {
        boolean servers = checked.name().equals(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
        return servers
                        && checked.value() instanceof List<?> list
                        && !list.stream().allMatch(KafkaProducerRules::isServer)
                ? "must be host:port,..."
                : null;
    }

    private static boolean isServer(Object server) {
        return SERVER.matcher(String.valueOf(server)).matches();
    }
}
