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

import io.logspool.config.ProducerRules;
import java.util.HashMap;
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
