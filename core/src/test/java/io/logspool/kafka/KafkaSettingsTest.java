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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract: what the producer would refuse is known, with name, value and reason, before there is a producer. */
class KafkaSettingsTest {

    private static final Map<String, String> MINIMAL = Map.of("bootstrap.servers", "localhost:9092");

    @Test
    void good_settings_have_no_problems() {
        assertThat(KafkaSettings.validate(Map.of(
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
        "max.block.ms, 60000",
        "bootstrap.servers, localhost",
        "bootstrap.servers, http://localhost",
    })
    void a_bad_value_is_told_with_its_name_value_and_reason(String name, String value) {
        Map<String, String> settings = new java.util.HashMap<>(MINIMAL);
        settings.put(name, value);

        assertThat(KafkaSettings.validate(settings)).singleElement().satisfies(problem -> {
            assertThat(problem.name()).isEqualTo(name);
            assertThat(problem.value()).isEqualTo(value);
            assertThat(problem.reason()).isNotBlank();
        });
        assertThatThrownBy(() -> KafkaSettings.of(settings, 1, "me")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acks", "linger.ms", "sasl.jaas.config", "ssl.keystore.location"})
    void the_producers_names_are_known(String name) {
        assertThat(KafkaSettings.knownNames()).contains(name);
    }

    @Test
    void the_buffer_has_room_for_what_may_be_in_flight() {
        long inFlight = 100 << 20;
        Map<String, Object> made = KafkaSettings.of(MINIMAL, inFlight, "me").toProducerConfig();

        assertThat(new ProducerConfig(withSerializers(made)).getLong("buffer.memory"))
                .isGreaterThanOrEqualTo(inFlight);
    }

    @Test
    void a_send_never_blocks_for_long_and_nothing_is_given_up_by_count() {
        ProducerConfig made = new ProducerConfig(
                withSerializers(KafkaSettings.of(MINIMAL, 1, "me").toProducerConfig()));

        assertThat(made.getLong("max.block.ms")).isEqualTo(200);
        assertThat(made.getInt("retries")).isEqualTo(Integer.MAX_VALUE);
        assertThat(made.getString("client.id")).isEqualTo("me");
    }

    @Test
    void the_users_client_id_wins() {
        Map<String, String> settings = Map.of("bootstrap.servers", "localhost:9092", "client.id", "mine");

        assertThat(KafkaSettings.of(settings, 1, "me").toProducerConfig()).containsEntry("client.id", "mine");
    }

    private static Map<String, Object> withSerializers(Map<String, Object> made) {
        assertThat(made).containsKeys("key.serializer", "value.serializer");
        return made;
    }
}
