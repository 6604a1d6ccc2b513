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

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said at once, completely, and with what was probably meant. */
class ConfigErrorsTest {

    @Test
    void all_problems_are_listed_at_once_each_with_key_value_origin_and_reason() {
        ConfigException refused = Fixture.with("spool.max-byte", "1GiB")
                .setting("spool.sync", "sometimes")
                .property("logspool.ship.enabled", "maybe")
                .variable("LOGSPOOL_SHIP_TOPIC", "a b")
                .refused();

        assertThat(String.valueOf(refused.getMessage()).lines())
                .containsExactly(
                        "Logspool configuration: 4 problems",
                        "  spool.max-byte = 1GiB (the appender's own setting): unknown key; did you mean"
                                + " spool.max-bytes?",
                        "  spool.sync = sometimes (the appender's own setting): must be one of none, interval, always",
                        "  ship.enabled = maybe (system property logspool.ship.enabled): must be true or false",
                        "  ship.topic = a b (environment variable LOGSPOOL_SHIP_TOPIC): must be 1 to 249 letters, digits,"
                                + " dots, underscores or hyphens");
        assertThat(refused.problems()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "spool.max_bytes,      spool.max-bytes",
        "Spool.Dir,            spool.dir",
        "spool.dri,            spool.dir",
        "topic,                ship.topic",
        "bootstrap.servers,    kafka.bootstrap.servers",
        "field.team,           fields.team",
        "kakfa.client.id,      kafka.client.id",
        "kafak.acks,           kafka.acks",
        "service,              ",
        "a.completely.different.thing, ",
        "fields.,              ",
        "'',                   ",
    })
    void an_unknown_key_is_refused_with_the_nearest_known_one(String key, String nearest) {
        ConfigProblem problem = Fixture.with(key, "1").problem();

        assertThat(problem.reason()).isEqualTo("unknown key");
        assertThat(problem.nearest()).isEqualTo(nearest);
    }

    @Test
    void an_unknown_system_property_is_an_error_too() {
        assertThat(new Fixture().property("logspool.spool.drr", "/x").problem())
                .hasToString(
                        "spool.drr = /x (system property logspool.spool.drr): unknown key; did you mean spool.dir?");
    }

    @Test
    void a_mask_that_is_no_regular_expression_is_refused_with_its_key_value_and_reason() {
        assertThat(Fixture.with("mask.password", "(?<=pw=[a-z").problem())
                .hasToString("mask.password = (?<=pw=[a-z (the appender's own setting): is no regular expression:"
                        + " Unclosed character class near index 10");
        assertThat(Fixture.with("mask.card", "").problem())
                .hasToString("mask.card =  (the appender's own setting): must not be empty");
        assertThat(Fixture.with("mask.deep", "(".repeat(100_000)).problem().reason())
                .startsWith("is no regular expression");
    }

    @Test
    void what_is_wrong_with_a_mask_from_elsewhere_says_nothing_of_it() {
        ConfigProblem problem = Fixture.with("mask.card", "\\p{%{env:MASK}}")
                .variable("MASK", "hunter2")
                .problem();

        assertThat(problem.toString()).contains("mask.card", "%{env:MASK}").doesNotContain("hunter2");
    }

    @Test
    void a_misspelt_producer_setting_is_refused_and_one_that_is_like_none_only_warned_of() {
        Fixture layers = new Fixture().producerSettings("client.id", "security.protocol");

        ResolvedConfig config =
                layers.setting("kafka.my.interceptor.url", "http://x").resolve();
        assertThat(config.family(ConfigKeys.KAFKA)).containsEntry("my.interceptor.url", "http://x");
        assertThat(config.warnings()).singleElement().asString().contains("kafka.my.interceptor.url");

        assertThat(layers.setting("kafka.security.protcol", "SSL").problem())
                .hasToString("kafka.security.protcol = SSL (the appender's own setting): is no setting of Kafka's"
                        + " producer; did you mean kafka.security.protocol?");
    }

    @Test
    void what_the_producer_refuses_is_a_problem_among_the_others() {
        ConfigException refused = Fixture.with("spool.sync", "sometimes")
                .setting("kafka.security.protocol", "SLS")
                .setting("kafka.ssl.key.password", "hunter2")
                .producer(
                        Set.of("security.protocol", "ssl.key.password"),
                        Map.of("security.protocol", "Invalid value SLS", "ssl.key.password", "Invalid value hunter2"))
                .refused();

        assertThat(refused.problems())
                .extracting(ConfigProblem::toString)
                .containsExactlyInAnyOrder(
                        "spool.sync = sometimes (the appender's own setting): must be one of none, interval, always",
                        "kafka.security.protocol = SLS (the appender's own setting): Invalid value SLS",
                        "kafka.ssl.key.password = *** (the appender's own setting): is refused by Kafka's producer");
    }

    @Test
    void the_producer_is_not_asked_when_nobody_has_set_anything_of_it() {
        ResolvedConfig config = new Fixture()
                .producer(Set.of("acks"), Map.of("acks", "would be refused"))
                .resolve();

        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void a_setting_without_an_equals_sign_is_shown_as_far_as_it_is_no_secret() {
        Fixture layers = new Fixture();
        layers.malformed =
                List.of("kafka.ssl.key.password: hunter2", "spool.max-bytes 5GiB", "service.name:" + "x".repeat(100));

        assertThat(layers.refused().problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "kafka.ssl.key.password = *** (the appender's own setting): must be key=value",
                        "'spool.max-bytes 5GiB' (the appender's own setting): must be key=value",
                        "'service.name:" + "x".repeat(27) + "...' (the appender's own setting): must be key=value");
    }

    @Test
    void the_values_that_kafka_would_take_are_all_listed() {
        String reason = "must be one of " + "NAME, ".repeat(40) + "LAST";

        assertThat(new Fixture()
                        .setting("kafka.security.protocol", "SLS")
                        .producer(Set.of("security.protocol"), Map.of("security.protocol", reason))
                        .problem()
                        .reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "spool.max-bytes,          31MiB,    'must be at least twice spool.segment-bytes, which is 16MiB (default)'",
        "spool.max-event-bytes,    5MiB,     'must be at most a quarter of spool.segment-bytes, which is 16MiB (default)'",
        "ship.max-in-flight-bytes, 128KiB,   'must be at least spool.max-event-bytes, which is 256KiB (default)'",
        "ship.max-in-flight-bytes, 33MiB,    'must be at most kafka.buffer.memory, which is 33554432 (the appender''s own setting)'",
        "spool.min-free-bytes,     2TiB,     'must be less than the size of the volume of spool.dir, which is 1TiB'",
        "spool.max-event-bytes,    1MiB,     'must leave 4KiB of kafka.max.request.size, which is 1MiB'",
    })
    void a_value_that_does_not_go_with_another_is_refused_with_both_named(String key, String value, String reason) {
        assertThat(Fixture.with(key, value)
                        .setting("kafka.max.request.size", request(value))
                        .setting("kafka.buffer.memory", "33554432")
                        .refused()
                        .problems())
                .anySatisfy(problem -> {
                    assertThat(problem.key()).isEqualTo(key);
                    assertThat(problem.value()).isEqualTo(value);
                    assertThat(problem.reason()).startsWith(reason);
                });
    }

    private static String request(String value) {
        return value.equals("5MiB") ? "10000000" : "1048576";
    }

    @Test
    void the_values_at_the_limits_go_together() {
        Fixture layers = Fixture.with("spool.segment-bytes", "1MiB")
                .setting("spool.max-bytes", "2MiB")
                .setting("spool.max-event-bytes", "256KiB")
                .setting("ship.max-in-flight-bytes", "256KiB")
                .setting("kafka.max.request.size", Integer.toString((256 << 10) + ConfigKeys.RECORD_OVERHEAD_BYTES))
                .setting("kafka.buffer.memory", Integer.toString(256 << 10));

        assertThat(layers.resolve().get(ConfigKeys.SPOOL_MAX_BYTES)).isEqualTo(2L << 20);
    }

    @Test
    void a_bad_value_is_not_compared_with_others() {
        assertThat(Fixture.with("spool.segment-bytes", "huge").problem().key()).isEqualTo("spool.segment-bytes");
    }

    @Test
    void the_least_free_space_is_a_tenth_of_a_small_volume() {
        assertThat(minFree(new Fixture().volumeBytes(1000L << 20))).isEqualTo(100L << 20);
        assertThat(minFree(new Fixture().volumeBytes(1L << 40))).isEqualTo(256L << 20);
        assertThat(minFree(new Fixture().volumeBytes(0))).isEqualTo(256L << 20);
    }

    @Test
    void a_value_is_shown_on_one_line_and_not_whole_if_it_is_long() {
        ConfigProblem problem =
                Fixture.with("spool.sync", "a\nb" + "c".repeat(500)).problem();

        assertThat(problem.value()).startsWith("a?bccc").endsWith("c...").hasSizeLessThan(130);
    }

    private static long minFree(Fixture layers) {
        return layers.resolve().get(ConfigKeys.SPOOL_MIN_FREE_BYTES);
    }
}
