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

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.config.ConfigKey;
import io.logspool.config.ConfigKeys;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract: what the producer would refuse is known, by name and with a reason, before there is a producer. */
class KafkaProducerRulesTest {

    private final KafkaProducerRules rules = new KafkaProducerRules();

    @Test
    void good_settings_are_not_refused() {
        assertThat(rules.refusals(Map.of(
                        "bootstrap.servers", "a.example:9092, [::1]:9093,SASL_SSL://b:1",
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "PLAIN",
                        "acks", "all",
                        "compression.type", "zstd",
                        "delivery.timeout.ms", "2147483647",
                        "some.plug-in.setting", "anything")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "linger.ms, soon",
        "linger.ms, -1",
        "compression.type, rar",
        "batch.size, 16KiB",
        "partitioner.class, no.such.Partitioner",
        "security.protocol, TSL",
        "bootstrap.servers, localhost",
        "bootstrap.servers, http://localhost",
    })
    void a_bad_value_is_refused_with_a_reason(String name, String value) {
        Map<String, String> settings = new HashMap<>(Map.of("bootstrap.servers", "localhost:9092"));
        settings.put(name, value);

        assertThat(rules.refusals(settings)).containsOnlyKeys(name);
        assertThat(rules.refusals(settings).get(name)).isNotBlank();
    }

    @Test
    void the_client_itself_accepts_the_defaults() {
        assertThat(KafkaProducerRules.isPlain(defaults())).isTrue();
        assertThat(KafkaProducerRules.clientRefusals(defaults())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:1",
                "a.example:9092,b-2.example:9093",
                " a:1 , b:1 ",
                "[::1]:9093,SASL_SSL://b:1",
                "a:1,a:1",
                "a:1, a:1",
                "a:1,",
                ",a:1",
                "a:1,,b:1",
                "",
                " ",
                ",",
                "a",
                "a:",
                ":1",
                "a:123456",
                "a:1;b:1",
                "a:1 b:1",
                "a/b:1",
            })
    void servers_that_the_client_is_not_asked_about_are_good_for_the_client(String servers) {
        Map<String, String> settings = defaults();
        settings.put("bootstrap.servers", servers);

        assertThat(rules.refusals(settings)).isEqualTo(KafkaProducerRules.clientRefusals(settings));
    }

    @ParameterizedTest
    @CsvSource({"linger.ms, 21", "retries, 3", "client.id, orders", "some.plug-in.setting, anything"})
    void the_client_is_asked_about_all_but_servers_and_defaults(String name, String value) {
        Map<String, String> settings = defaults();
        settings.put(name, value);

        assertThat(KafkaProducerRules.isPlain(settings)).isFalse();
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new HashMap<>();
        for (ConfigKey<?> row : ConfigKeys.all()) {
            if (row.defaultText() != null && row.key().startsWith(ConfigKeys.KAFKA.prefix())) {
                defaults.put(row.key().substring(ConfigKeys.KAFKA.prefix().length()), row.defaultText());
            }
        }
        return defaults;
    }

    @ParameterizedTest
    @ValueSource(strings = {"acks", "linger.ms", "sasl.jaas.config", "ssl.keystore.location"})
    void the_producers_names_are_known(String name) {
        assertThat(rules.names()).contains(name);
    }
}
