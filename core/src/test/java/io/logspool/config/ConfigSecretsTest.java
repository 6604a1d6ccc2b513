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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders bring secrets in; nothing that is shown lets them out. */
class ConfigSecretsTest {

    private static final String SECRET = "hunter2";

    private final Path dir;

    ConfigSecretsTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void placeholders_are_replaced_by_variable_file_and_system_property() throws IOException {
        Path file = Files.writeString(dir.resolve("secret"), "in file\n");

        assertThat(text("<%{env:A}|%{file:" + file + "}|%{sys:b.c}|%{env:A}>"))
                .isEqualTo("<in environment|in file|in property|in environment>");
    }

    @Test
    void a_doubled_percent_sign_keeps_a_placeholder_as_it_is() {
        assertThat(text("%%{env:A} 100% %d %")).isEqualTo("%{env:A} 100% %d %");
    }

    @Test
    void what_was_put_in_is_not_looked_through_again() {
        assertThat(text("%{env:NESTED}")).isEqualTo("%{env:A}");
    }

    @ParameterizedTest
    @CsvSource({"'x', 'x'", "'x\n', 'x'", "'x\r\n', 'x'", "'x\n\n', 'x\n'", "' x ', ' x '"})
    void one_newline_at_the_end_of_a_file_is_cut_and_nothing_else(String content, String expected) throws IOException {
        Path file = Files.writeString(dir.resolve("f"), content);

        String value = Fixture.with("kafka.sasl.jaas.config", "%{file:" + file + "}")
                .resolve()
                .family(ConfigKeys.KAFKA)
                .get("sasl.jaas.config");

        assertThat(value).isEqualTo(expected);
    }

    @Test
    void a_missing_one_is_refused_by_name() {
        assertThat(reason("%{env:NONE}")).isEqualTo("environment variable NONE is not set");
        assertThat(reason("%{sys:no.ne}")).isEqualTo("system property no.ne is not set");
        assertThat(reason("%{file:/no/such}")).isEqualTo("file /no/such cannot be read (NoSuchFileException)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%{env:A", "%{A}", "%{}", "%{env:}", "%{vault:A}"})
    void any_other_form_is_refused_with_the_forms_there_are(String value) {
        assertThat(reason(value)).contains("%{...} must be %{env:NAME}, %{file:PATH} or %{sys:NAME}");
    }

    @Test
    void a_file_that_is_no_secret_is_refused() throws IOException {
        Path large = Files.write(dir.resolve("large"), new byte[Placeholders.MAX_FILE_BYTES + 1]);
        Path binary = Files.write(dir.resolve("binary"), new byte[] {(byte) 0xff});

        assertThat(reason("%{file:" + large + "}")).endsWith("is larger than 1MiB");
        assertThat(reason("%{file:" + binary + "}")).endsWith("is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.ssl.key.password",
                "kafka.ssl.keystore.password",
                "kafka.ssl.keystore.key",
                "kafka.ssl.keystore.certificate.chain",
                "kafka.sasl.jaas.config",
                "kafka.sasl.oauthbearer.client.credentials.client.secret",
                "kafka.sasl.oauthbearer.assertion.private.key.passphrase",
                "kafka.basic.auth.user.info",
                "fields.API-KEY",
                "fields.access_token"
            })
    void the_value_of_a_key_that_looks_like_a_secret_is_not_in_a_dump(String key) {
        ResolvedConfig config = Fixture.with(key, SECRET).resolve();

        assertThat(config.toString())
                .contains(key + " = *** (the appender's own setting)")
                .doesNotContain(SECRET);
    }

    @Test
    void a_value_that_came_through_a_placeholder_is_not_in_a_dump() {
        ResolvedConfig config = Fixture.with("service.version", "v%{env:PW}")
                .variable("PW", SECRET)
                .resolve();

        assertThat(config.get(ConfigKeys.SERVICE_VERSION)).isEqualTo("v" + SECRET);
        assertThat(config.toString()).contains("service.version = ***").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spool.sync",
                "spool.dir",
                "spool.max-bytes",
                "spool.block-timeout",
                "ship.enabled",
                "ship.topic",
                "kafka.acks",
                "kafka.retries",
                "kafka.linger.ms",
                "kafka.delivery.timeout.ms",
                "capture.mdc"
            })
    void a_value_that_came_through_a_placeholder_is_not_in_an_error(String key) {
        ConfigException refused =
                Fixture.with(key, "~%{env:PW},,{").variable("PW", SECRET).refused();

        assertThat(refused.getMessage()).contains(key + " = ~%{env:PW},,{ (").doesNotContain(SECRET);
    }

    @Test
    void a_cross_check_does_not_show_what_came_through_a_placeholder() {
        ConfigException refused = Fixture.with("spool.segment-bytes", "%{env:SIZE}")
                .variable("SIZE", "777998336")
                .refused();

        assertThat(refused.getMessage())
                .contains("twice spool.segment-bytes, which is *** (the appender's own setting)")
                .doesNotContain("777998336");
    }

    @Test
    void a_misspelt_secret_is_not_in_an_error() {
        ConfigProblem problem = new Fixture()
                .producerSettings("sasl.jaas.config")
                .setting("kafka.sasl.jas.config", SECRET)
                .problem();

        assertThat(problem.nearest()).isEqualTo("kafka.sasl.jaas.config");
        assertThat(problem.value()).isEqualTo("***");
    }

    private static String text(String value) {
        return placeholders(value).resolve().get(ConfigKeys.SERVICE_VERSION);
    }

    private static String reason(String value) {
        return placeholders(value).problem().reason();
    }

    private static Fixture placeholders(String value) {
        return Fixture.with("service.version", value)
                .variable("A", "in environment")
                .variable("NESTED", "%{env:A}")
                .property("b.c", "in property");
    }
}
