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

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract: the producer's memory fits what may be in flight, and it never gives up by count of tries. */
class KafkaSettingsTest {

    private static final Map<String, String> CONFIGURED = Map.of("bootstrap.servers", "localhost:9092");

    @Test
    void the_buffer_has_room_for_what_may_be_in_flight() {
        Map<String, Object> made = KafkaSettings.of(CONFIGURED, 100 << 20, "me").toProducerConfig();

        assertThat(made.get("buffer.memory")).isEqualTo(Long.toString(200 << 20));
        assertThat(KafkaSettings.of(CONFIGURED, 1, "me").toProducerConfig().get("buffer.memory"))
                .isEqualTo(Long.toString(32 << 20));
    }

    @Test
    void the_buffer_has_room_for_a_batch_of_each_of_256_partitions() {
        Map<String, Object> made = KafkaSettings.of(CONFIGURED, 1, "me").toProducerConfig();

        assertThat(made.get("batch.size")).isEqualTo(Integer.toString((32 << 20) / 256));
    }

    @Test
    void nothing_is_given_up_by_count_of_tries() {
        assertThat(KafkaSettings.of(CONFIGURED, 1, "me").toProducerConfig())
                .containsEntry("retries", Integer.toString(Integer.MAX_VALUE));
    }

    @Test
    void what_is_configured_wins() {
        Map<String, String> configured =
                Map.of("bootstrap.servers", "b:1", "client.id", "mine", "buffer.memory", "40000000");

        assertThat(KafkaSettings.of(configured, 1, "me").toProducerConfig()).containsAllEntriesOf(configured);
        assertThat(KafkaSettings.of(CONFIGURED, 1, "me").toProducerConfig()).containsEntry("client.id", "me");
    }
}
