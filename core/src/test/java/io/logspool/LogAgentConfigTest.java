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
package io.logspool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logspool.config.ConfigException;
import io.logspool.encode.Encoding;
import io.logspool.encode.KeyValuePlacement;
import io.logspool.event.LogLevel;
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.SyncMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the other parts and the adapters see: a builder, typed values, and what tells two agents apart. */
class LogAgentConfigTest {

    private final Path dir;

    LogAgentConfigTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void without_any_setting_every_value_is_the_documented_default() {
        LogAgentConfig config = builder().build();

        assertThat(config.serviceName()).isEqualTo("unknown_service:java");
        assertThat(config.serviceVersion()).isNull();
        assertThat(config.serviceEnvironment()).isNull();
        assertThat(config.serviceNodeName()).isNull();
        assertThat(config.fields()).isEmpty();
        assertThat(config.spoolDirectory())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("logspool"));
        assertThat(config.spoolMaxBytes()).isEqualTo(1L << 30);
        assertThat(config.spoolSegmentBytes()).isEqualTo(16 << 20);
        assertThat(config.spoolMinFreeBytes()).isBetween(1L, 256L << 20);
        assertThat(config.spoolOverflow()).isEqualTo(OverflowPolicy.DROP_NEWEST);
        assertThat(config.spoolBlockTimeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.spoolReserveLevel()).isEqualTo(LogLevel.WARN);
        assertThat(config.spoolReservePercent()).isEqualTo(10);
        assertThat(config.spoolSync()).isEqualTo(SyncMode.NONE);
        assertThat(config.spoolSyncInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.spoolMaxEventBytes()).isEqualTo(256 << 10);
        assertThat(config.shipEnabled()).isTrue();
        assertThat(config.shipTopic()).isEqualTo("logs");
        assertThat(config.shipEncoding()).isEqualTo(Encoding.ECS);
        assertThat(config.captureKeyValues()).isEqualTo(KeyValuePlacement.TOP_LEVEL);
        assertThat(config.shipMaxInFlightBytes()).isEqualTo(8L << 20);
        assertThat(config.shipCloseTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.captureCaller()).isFalse();
        assertThat(config.captureMdc().includes("anything")).isTrue();
        assertThat(config.captureTemplate()).isTrue();
        assertThat(config.kafka()).containsEntry("acks", "all");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void settings_come_as_key_and_value_or_as_users_write_them_in_xml() {
        LogAgentConfig config = builder()
                .set("service.name", "orders")
                .setting(" service.version = 1.0=a ")
                .setting("fields.team=blue")
                .setting("capture.mdc=user, request")
                .build();

        assertThat(config.serviceName()).isEqualTo("orders");
        assertThat(config.serviceVersion()).isEqualTo("1.0=a");
        assertThat(config.fields()).isEqualTo(Map.of("team", "blue"));
        assertThat(config.captureMdc().names()).containsExactly("user", "request");
        assertThat(config.captureMdc().includes("session")).isFalse();
    }

    @Test
    void no_mdc_key_is_captured_when_the_list_is_empty() {
        assertThat(builder().set("capture.mdc", "").build().captureMdc().includes("user"))
                .isFalse();
    }

    @Test
    void a_setting_without_an_equals_sign_is_found_at_build() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder().setting("service.name").build())
                .withMessageContaining("'service.name' (the appender's own setting): must be key=value");
    }

    @Test
    void a_setting_without_a_value_is_an_empty_one() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder().set("ship.topic", null).build())
                .withMessageContaining("ship.topic =  (the appender's own setting)");
    }

    @Test
    void the_file_is_read() throws Exception {
        Path file = Files.writeString(dir.resolve("a.properties"), "service.name=from-file");

        assertThat(builder().configFile(file.toString()).build().serviceName()).isEqualTo("from-file");
    }

    @Test
    void the_builder_reads_system_properties_of_the_process_if_not_given_others() {
        System.setProperty("logspool.service.name", "from-process");
        try {
            assertThat(LogAgentConfig.builder().environment(Map.of()).build().serviceName())
                    .isEqualTo("from-process");
        } finally {
            System.clearProperty("logspool.service.name");
        }
    }

    @Test
    void the_same_agent_is_the_same_service_in_the_same_directory_however_it_is_written() {
        LogAgentConfig.Identity identity =
                builder().set("spool.dir", "a/../spool").build().identity();

        assertThat(builder().set("spool.dir", "spool").build().identity()).isEqualTo(identity);
        assertThat(builder().set("spool.dir", "other").build().identity()).isNotEqualTo(identity);
        assertThat(builder()
                        .set("spool.dir", "spool")
                        .set("service.name", "other")
                        .build()
                        .identity())
                .isNotEqualTo(identity);
    }

    @Test
    void differences_are_the_agents_keys_whose_values_differ_not_their_spelling() {
        LogAgentConfig one = builder()
                .set("spool.max-bytes", "1GiB")
                .set("spool.sync", "always")
                .set("kafka.client.id", "x")
                .set("fields.team", "blue")
                .build();
        LogAgentConfig other = builder()
                .set("spool.max-bytes", "1024MiB")
                .set("kafka.linger.ms", "5")
                .set("fields.team", "red")
                .build();

        assertThat(one.differences(one)).isEmpty();
        assertThat(one.differences(other))
                .containsExactlyInAnyOrder("fields.team", "spool.sync", "kafka.linger.ms", "kafka.client.id");
        assertThat(other.differences(one)).containsExactlyInAnyOrderElementsOf(one.differences(other));
    }

    @Test
    void what_each_appender_has_for_itself_is_no_difference() {
        LogAgentConfig one = builder().set("capture.caller", "true").build();

        assertThat(one.differences(builder().set("capture.mdc", "user").build()))
                .isEmpty();
    }

    @Test
    void no_secret_is_in_its_text() {
        LogAgentConfig config =
                builder().set("kafka.ssl.key.password", "hunter2").build();

        assertThat(config.toString())
                .contains("kafka.ssl.key.password = ***")
                .contains("ship.topic = logs (default)")
                .doesNotContain("hunter2");
    }

    private static LogAgentConfig.Builder builder() {
        return LogAgentConfig.builder().systemProperties(Map.of()).environment(Map.of());
    }
}
