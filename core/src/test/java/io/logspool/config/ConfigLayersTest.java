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
package io.logspool.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.spool.SyncMode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First wins: system property, environment, the appender's own setting, the file, the default. */
class ConfigLayersTest {

    private final Path dir;

    ConfigLayersTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void each_layer_hides_the_ones_below_it() throws IOException {
        Fixture layers = new Fixture();
        assertTopic(layers, "logs", Origin.Layer.DEFAULT, "default");

        String file = file("a.properties", "ship.topic = from-file\n");
        layers.file(file);
        assertTopic(layers, "from-file", Origin.Layer.FILE, "file " + file);

        layers.setting("ship.topic", "from-setting");
        assertTopic(layers, "from-setting", Origin.Layer.SETTING, "the appender's own setting");

        layers.variable("LOGSPOOL_SHIP_TOPIC", "from-environment");
        assertTopic(layers, "from-environment", Origin.Layer.ENVIRONMENT, "environment variable LOGSPOOL_SHIP_TOPIC");

        layers.property("logspool.ship.topic", "from-property");
        assertTopic(layers, "from-property", Origin.Layer.SYSTEM_PROPERTY, "system property logspool.ship.topic");
    }

    @Test
    void a_value_hidden_by_a_higher_layer_need_not_be_good() {
        ResolvedConfig config = Fixture.with("spool.sync", "sometimes")
                .property("logspool.spool.sync", "always")
                .resolve();

        assertThat(config.get(ConfigKeys.SPOOL_SYNC)).isEqualTo(SyncMode.ALWAYS);
    }

    @Test
    void the_file_is_the_one_named_by_config_else_by_system_property_else_on_the_class_path() throws Exception {
        String named = file("named.properties", "ship.topic=named");
        String property = file("property.properties", "ship.topic=property");
        file("logspool.properties", "ship.topic=class-path");

        withContextClassPath(() -> {
            Fixture layers = new Fixture();
            assertThat(layers.resolve().get(ConfigKeys.SHIP_TOPIC)).isEqualTo("class-path");
            layers.property("logspool.config", property);
            assertThat(layers.resolve().get(ConfigKeys.SHIP_TOPIC)).isEqualTo("property");
            layers.file(named);
            assertThat(layers.resolve().get(ConfigKeys.SHIP_TOPIC)).isEqualTo("named");
            layers.file("classpath:logspool.properties");
            assertThat(layers.resolve().get(ConfigKeys.SHIP_TOPIC)).isEqualTo("class-path");
        });
    }

    @Test
    void a_class_path_file_is_looked_for_with_our_own_class_loader_when_the_thread_has_none() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(null);
        try {
            ResolvedConfig config =
                    new Fixture().file("classpath:config/own-loader.properties").resolve();
            assertThat(config.get(ConfigKeys.SHIP_TOPIC)).isEqualTo("from-own-loader");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void a_named_file_has_to_be_there_and_only_the_unnamed_one_may_be_absent() {
        assertThat(new Fixture().resolve().get(ConfigKeys.SHIP_TOPIC)).isEqualTo("logs");

        String absent = dir.resolve("absent.properties").toString();
        assertThat(new Fixture().file(absent).problem())
                .hasToString("config = " + absent + " (the appender's own setting): is not there");
        assertThat(new Fixture().property("logspool.config", absent).problem())
                .hasToString("config = " + absent + " (system property logspool.config): is not there");
        assertThat(new Fixture().file("classpath:logspool.properties").problem().reason())
                .isEqualTo("is not there");
    }

    @Test
    void a_file_that_cannot_be_read_as_properties_is_refused() throws IOException {
        assertThat(new Fixture().file(dir.toString()).problem().reason()).startsWith("cannot be read (");
        assertThat(new Fixture().file(file("escape", "a=\\u00zz")).problem().reason())
                .contains("malformed \\u escape");
        Path latin1 = dir.resolve("latin1");
        Files.write(latin1, "service.name=caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new Fixture().file(latin1.toString()).problem().reason()).isEqualTo("is not UTF-8 text");
        assertThat(new Fixture().file("a\0b").problem().reason()).isEqualTo("is not a path of this file system");
    }

    @Test
    void a_file_is_utf_8_and_may_begin_with_a_byte_order_mark() throws IOException {
        String file = file("bom", "\uFEFFservice.version = caf\u00e9 \u20ac  \n");

        assertThat(new Fixture().file(file).resolve().get(ConfigKeys.SERVICE_VERSION))
                .isEqualTo("caf\u00e9 \u20ac");
    }

    @Test
    void a_key_that_stands_in_the_file_twice_is_refused() throws IOException {
        String file = file("twice", "ship.topic=a\nservice.name=x\nship.topic=b\n");

        assertThat(new Fixture().file(file).problem())
                .hasToString("ship.topic = b (file " + file + "): is in this file more than once");
    }

    @Test
    void an_environment_variable_is_the_key_in_upper_case_with_underscores() {
        ResolvedConfig config = new Fixture()
                .variable("LOGSPOOL_SPOOL_MAX_BYTES", "2GiB")
                .variable("LOGSPOOL_SERVICE_NODE_NAME", "n1")
                .variable("LOGSPOOL_KAFKA_BOOTSTRAP_SERVERS", "b:1")
                .variable("LOGSPOOL_KAFKA_SECURITY_PROTOCOL", "SSL")
                .variable("LOGSPOOL_FIELDS_TEAM", "blue")
                .resolve();

        assertThat(config.get(ConfigKeys.SPOOL_MAX_BYTES)).isEqualTo(2L << 30);
        assertThat(config.get(ConfigKeys.SERVICE_NODE_NAME)).isEqualTo("n1");
        assertThat(config.family(ConfigKeys.KAFKA))
                .containsEntry("bootstrap.servers", "b:1")
                .containsEntry("security.protocol", "SSL");
        assertThat(config.family(ConfigKeys.FIELDS)).isEqualTo(Map.of("team", "blue"));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void a_variable_of_a_family_means_the_key_that_another_layer_names() {
        ResolvedConfig config = Fixture.with("fields.cost-centre_id", "1")
                .variable("LOGSPOOL_FIELDS_COST_CENTRE_ID", "2")
                .resolve();

        assertThat(config.family(ConfigKeys.FIELDS)).isEqualTo(Map.of("cost-centre_id", "2"));
    }

    @Test
    void a_variable_may_mean_a_producer_setting_that_is_not_all_dots() {
        ResolvedConfig config = new Fixture()
                .producerSettings("odd-name.x")
                .variable("LOGSPOOL_KAFKA_ODD_NAME_X", "1")
                .resolve();

        assertThat(config.family(ConfigKeys.KAFKA)).containsEntry("odd-name.x", "1");
    }

    @Test
    void an_unknown_variable_is_only_a_warning_without_its_value() {
        ResolvedConfig config = new Fixture()
                .producerSettings("acks")
                .variable("LOGSPOOL_SERVICE_HOST", "10.1.2.3")
                .variable("LOGSPOOL_SPOOL_MAXBYTES", "1")
                .variable("LOGSPOOL_spool_dir", "/x")
                .variable("LOGSPOOL_KAFKA_PORT_9092_TCP_PROTO", "tcp")
                .resolve();

        assertThat(config.warnings())
                .hasSize(4)
                .anyMatch(warning -> warning.contains("LOGSPOOL_SERVICE_HOST is no key of ours"))
                .anyMatch(warning -> warning.endsWith("did you mean LOGSPOOL_SPOOL_MAX_BYTES?"))
                .anyMatch(warning -> warning.contains("LOGSPOOL_KAFKA_PORT_9092_TCP_PROTO"))
                .noneMatch(warning -> warning.contains("10.1.2.3"));
        assertThat(config.family(ConfigKeys.KAFKA)).doesNotContainKey("port.9092.tcp.proto");
    }

    @Test
    void an_empty_variable_counts_as_not_set() {
        ResolvedConfig config =
                new Fixture().variable("LOGSPOOL_SHIP_TOPIC", " ").resolve();

        assertThat(config.get(ConfigKeys.SHIP_TOPIC)).isEqualTo("logs");
        assertThat(config.warnings()).isEmpty();
    }

    private static void assertTopic(Fixture layers, String topic, Origin.Layer layer, String origin) {
        ResolvedConfig config = layers.resolve();
        assertThat(config.get(ConfigKeys.SHIP_TOPIC)).isEqualTo(topic);
        Origin from = config.origin("ship.topic");
        assertThat(from).hasToString(origin);
        assertThat(from == null ? null : from.layer()).isEqualTo(layer);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    private void withContextClassPath(Runnable test) throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {dir.toUri().toURL()}, null)) {
            Thread.currentThread().setContextClassLoader(loader);
            test.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
