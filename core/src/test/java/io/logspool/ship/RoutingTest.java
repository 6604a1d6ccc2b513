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
package io.logspool.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logspool.encode.Resource;
import io.logspool.encode.ServiceIdentity;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract: whatever an event holds, its topic is a legal name, and its key the value it was asked for or none. */
class RoutingTest {

    private static final Resource RESOURCE =
            new Resource(new ServiceIdentity("or ders", null, null, null), "host-1", 1, null, null, null, null, null);

    @ParameterizedTest
    @CsvSource({
        "logs, logs",
        "logs.{level}, logs.warn",
        "{service.name}_{level}, or-ders_warn",
        "{logger}, io.shop.Cart-Item",
        "l-{mdc:tenant}, l-a-c-me-",
        "l-{mdc:missing}-{mdc:empty}, l-none-none",
        "{marker}, AUDIT",
        "{mdc:dot}, -",
        "{mdc:dots}, --",
    })
    void a_placeholder_becomes_the_events_value_in_legal_characters(String template, String topic) {
        assertThat(TopicTemplate.parse(template).of(event("io.shop.Cart$Item"), RESOURCE))
                .isEqualTo(topic);
    }

    @Test
    void a_name_that_is_too_long_is_cut_and_stays_different_from_others() {
        TopicTemplate template = TopicTemplate.parse("logs-{logger}");
        String one = template.of(event("x".repeat(300) + "1"), RESOURCE);
        String other = template.of(event("x".repeat(300) + "2"), RESOURCE);

        assertThat(one).hasSize(TopicTemplate.MAX_LENGTH).isNotEqualTo(other);
        assertThat(other).hasSize(TopicTemplate.MAX_LENGTH);
    }

    @Test
    void what_an_event_does_not_have_has_a_name_too() {
        LogEvent bare = new LogEvent(
                0,
                LogLevel.INFO,
                null,
                null,
                null,
                0,
                null,
                null,
                Map.of(),
                List.of(),
                List.of(),
                null,
                null,
                false,
                0);

        assertThat(TopicTemplate.parse("{logger}.{marker}").of(bare, RESOURCE)).isEqualTo("none.none");
        assertThat(RecordKey.parse("logger").of(bare, RESOURCE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{host}", "{mdc:}", "a{", "a}", "{{level}}", "a b", "", ".", "..", "{level"})
    void what_can_never_be_a_topic_is_refused(String template) {
        assertThatThrownBy(() -> TopicTemplate.parse(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "service, or ders",
        "host, host-1",
        "logger, a.B",
        "thread, main",
        "mdc:tenant, a/c me\u00fc",
        "none,",
        "mdc:missing,",
        "mdc:empty,"
    })
    void a_key_is_the_events_value_in_utf_8(String choice, @Nullable String key) {
        byte[] made = RecordKey.parse(choice).of(event("a.B"), RESOURCE);

        assertThat(made == null ? null : new String(made, StandardCharsets.UTF_8))
                .isEqualTo(key);
    }

    private static LogEvent event(String logger) {
        return new LogEvent(
                0,
                LogLevel.WARN,
                null,
                logger,
                "main",
                1,
                "message",
                null,
                Map.of("tenant", "a/c me\u00fc", "empty", "", "dot", ".", "dots", ".."),
                List.of(),
                List.of("AUDIT", "OTHER"),
                null,
                null,
                false,
                0);
    }
}
