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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table: every row has a good default, a limit that holds, and names that cannot be confused. */
class ConfigTableTest {

    /** A value that the row refuses, and the reason. A row without an entry fails the test below. */
    private static final Map<String, List<String>> BAD = Map.ofEntries(
            bad("service.name", "a/b", "must not hold / or \\: it names a directory"),
            bad("service.version", "", "must not be empty"),
            bad("service.environment", "a\tb", "must not hold control characters"),
            bad("service.node.name", "", "must not be empty"),
            bad("fields.<name>", "", "must not be empty"),
            bad("spool.dir", "~/spool", "~ is not replaced here: write the directory out, or use %{sys:user.home}"),
            bad("spool.max-bytes", "1MB", sizeReason()),
            bad("spool.segment-bytes", "512KiB", "must be 1MiB to 1GiB"),
            bad("spool.min-free-bytes", "-1", sizeReason()),
            bad("spool.overflow", "drop", "must be one of drop-newest, drop-oldest, block"),
            bad("spool.block-timeout", "2m", "must be 0 to 1m"),
            bad("spool.reserve-level", "warn", "must be one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL"),
            bad("spool.reserve-percent", "91", "must be a whole number, 0 to 90"),
            bad("spool.sync", "sometimes", "must be one of none, interval, always"),
            bad("spool.sync-interval", "1ms", "must be 10ms to 1h"),
            bad("spool.max-event-bytes", "1KiB", "must be 16KiB to 64MiB"),
            bad("ship.enabled", "yes", "must be true or false"),
            bad("ship.topic", "my logs", "must be 1 to 249 letters, digits, dots, underscores or hyphens"),
            bad("ship.ledger-topic", "my ledger", "must be 1 to 249 letters, digits, dots, underscores or hyphens"),
            bad("ship.ledger-interval", "often", "must be a duration"),
            bad("ship.key", "mdc:", "must be none, service, host, logger, thread or mdc:NAME"),
            bad("ship.dead-letter-topic", "a b", "must be 1 to 249 letters, digits, dots, underscores or hyphens"),
            bad("ship.dead-letter-max-bytes", "2GiB", "must be 0 to 1GiB"),
            bad("ship.encoding", "xml", "must be one of ecs, logstash, gelf, otlp-json"),
            bad("ship.delivery", "twice", "must be one of at-least-once, exactly-once"),
            bad("ship.position-topic", "..", "must not be . or .."),
            bad("ship.commit-interval", "0", "must be 1ms to 10s"),
            bad("ship.max-in-flight-bytes", "8 MiB", sizeReason()),
            bad(
                    "ship.close-timeout",
                    "5",
                    "must be a duration: a whole number with ms, s, m or h right after it, or 0"),
            bad("mask.<name>", "(a", "is no regular expression: Unclosed group near index 2"),
            bad("capture.caller", "TRUE", "must be true or false"),
            bad("capture.mdc", "a,,b", "has an empty name between its commas"),
            bad("capture.key-values", "nested", "must be one of top-level, labels"),
            bad("capture.template", "1", "must be true or false"),
            bad("kafka.bootstrap.servers", "", "must not be empty"),
            bad("kafka.acks", "1", "must be all or -1: nothing accepted is lost"),
            bad("kafka.enable.idempotence", "false", "must be true: events arrive in the order of the spool"),
            bad("kafka.compression.type", "", "must not be empty"),
            bad("kafka.linger.ms", "5s", "must be a whole number, 0 to 2147483647"),
            bad("kafka.delivery.timeout.ms", "120000", "brokers gone for days lose no event"),
            bad("kafka.max.in.flight.requests.per.connection", "6", "events arrive in the order of the spool"),
            bad("kafka.max.request.size", "1MiB", "must be a whole number, 0 to 2147483647"),
            bad("kafka.buffer.memory", "32MiB", "must be a whole number, at least 0"),
            bad("kafka.max.block.ms", "60000", "must be a whole number, 0 to 200: the agent closes within"),
            bad("kafka.transaction.timeout.ms", "1000", "must be a whole number, 15000 to 900000: longer than"),
            bad("kafka.retries", "3", "cannot be set: nothing accepted is lost"),
            bad("kafka.key.serializer", "a.B", "cannot be set: records are made by `ship.encoding`"),
            bad("kafka.value.serializer", "a.B", "cannot be set: records are made by `ship.encoding`"),
            bad("kafka.transactional.id", "t", "cannot be set: every event accepted reaches the readers"),
            // Kafka reads it, so that only a placeholder can be wrong with it here
            bad("kafka.<producer setting>", "%{nonsense}", "%{...} must be %{env:NAME}, %{file:PATH} or %{sys:NAME}"));

    static Stream<ConfigKey<?>> rows() {
        return ConfigKeys.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_bad_value_is_refused_with_its_key_value_origin_and_reason(ConfigKey<?> row) {
        List<String> bad = BAD.get(row.key());
        assertThat(bad).as("a bad value for " + row).isNotNull();
        String key = row.isFamily() ? row.prefix() + "x" : row.key();

        ConfigProblem problem = Fixture.with(key, bad.get(0)).problem();

        assertThat(problem.key()).isEqualTo(key);
        assertThat(problem.value()).isEqualTo(bad.get(0).replace('\t', '?'));
        assertThat(problem.origin()).isEqualTo(Origin.SETTING);
        assertThat(problem.reason()).contains(bad.get(1));
        assertThat(problem.nearest()).isNull();
    }

    @Test
    void bad_values_are_kept_for_rows_that_exist() {
        assertThat(rows().map(ConfigKey::key)).containsExactlyInAnyOrderElementsOf(BAD.keySet());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_row_has_its_default_when_nothing_is_given_and_no_value_without_one(ConfigKey<?> row) throws Exception {
        ResolvedConfig config = new Fixture().resolve();

        if (row.defaultText() == null) {
            assertThat(row.isFamily() ? null : config.find(row)).isNull();
        } else {
            assertThat(config.origin(row.key())).isEqualTo(Origin.DEFAULT);
            if (!row.isDefaultComputed()) {
                Object expected = row.type().parse(String.valueOf(row.defaultText()));
                assertThat((Object) config.get(row)).isEqualTo(expected);
            }
        }
    }

    @Test
    void no_two_keys_share_an_environment_variable() {
        List<String> variables = new ArrayList<>();
        rows().forEach(row -> variables.add(ConfigKey.environmentName(row.key())));
        assertThat(variables).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "spool.dir,                spool.dir",
        "fields.team,              fields.<name>",
        "kafka.acks,               kafka.acks",
        "kafka.security.protocol,  kafka.<producer setting>",
        "fields.,                  ",
        "spool,                    ",
        "mask.card,                mask.<name>",
        "masks.card,               ",
    })
    void a_key_belongs_to_its_exact_row_or_else_to_its_family_or_to_none(String key, String row) {
        ConfigKey<?> found = ConfigKeys.of(key);
        assertThat(found == null ? null : found.key()).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource({"logs-{host}", ".", "..", "a/b", "ü"})
    void a_topic_name_that_the_brokers_would_not_take_is_refused(String topic) {
        assertThat(Fixture.with("ship.topic", topic).problem().key()).isEqualTo("ship.topic");
        assertThat(Fixture.with("ship.topic", "a".repeat(250)).problem().key()).isEqualTo("ship.topic");
        assertThat(Fixture.with("ship.topic", "a".repeat(249)).resolve().get(ConfigKeys.SHIP_TOPIC))
                .hasSize(249);
    }

    @Test
    void a_service_name_fits_into_a_directory_name() {
        assertThat(Fixture.with("service.name", "a".repeat(200)).resolve().get(ConfigKeys.SERVICE_NAME))
                .hasSize(200);
        assertThat(Fixture.with("service.name", "\u20ac".repeat(67)).problem().reason())
                .contains("200 bytes in UTF-8");
        assertThat(Fixture.with("service.name", "..").problem().reason()).contains("names a directory");
    }

    @Test
    void acks_may_be_written_as_a_number_and_a_client_id_and_a_block_time_given() {
        Map<String, String> kafka = Fixture.with("kafka.acks", "-1")
                .setting("kafka.client.id", "orders-logs")
                .setting("kafka.max.block.ms", "100")
                .setting("kafka.ssl.endpoint.identification.algorithm", "")
                .resolve()
                .family(ConfigKeys.KAFKA);

        assertThat(kafka)
                .containsEntry("acks", "-1")
                .containsEntry("client.id", "orders-logs")
                .containsEntry("max.block.ms", "100")
                .containsEntry("ssl.endpoint.identification.algorithm", "");
    }

    @Test
    void our_kafka_defaults_are_these() {
        assertThat(new Fixture().resolve().family(ConfigKeys.KAFKA))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bootstrap.servers", "localhost:9092",
                        "acks", "all",
                        "enable.idempotence", "true",
                        "compression.type", "lz4",
                        "linger.ms", "20",
                        "max.in.flight.requests.per.connection", "1",
                        "delivery.timeout.ms", "2147483647",
                        "max.block.ms", "10"));
    }

    private static Map.Entry<String, List<String>> bad(String key, String value, String reason) {
        return Map.entry(key, List.of(value, reason));
    }

    private static String sizeReason() {
        return "must be a size: a whole number with KiB, MiB, GiB or TiB right after it, or alone for bytes";
    }
}
