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

    @ParameterizedTest
    @ValueSource(strings = {"acks", "linger.ms", "sasl.jaas.config", "ssl.keystore.location"})
    void the_producers_names_are_known(String name) {
        assertThat(rules.names()).contains(name);
    }
}
