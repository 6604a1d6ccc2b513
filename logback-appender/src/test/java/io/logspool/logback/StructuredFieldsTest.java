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
package io.logspool.logback;

import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.defer;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.keyValue;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.raw;
import static net.logstash.logback.argument.StructuredArguments.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.testing.appender.SpooledEvents;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.Markers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.MarkerFactory;

/** What arguments and markers of logstash-logback-encoder say arrives as typed fields, and stays in the message. */
class StructuredFieldsTest {

    @TempDir
    private Path directory;

    private @Nullable LogbackDriver logback;

    @AfterEach
    void stop() {
        if (logback != null) {
            logback.close();
        }
    }

    @Test
    void arguments_are_fields_of_their_types_and_texts_in_the_message() {
        log().info("order {} {} {}", kv("order", 7), value("customer", "ann"), keyValue("rush", true));

        JsonNode event = theOnlyOne();
        assertThat(event.path("message").asText()).isEqualTo("order order=7 ann rush=true");
        assertThat(event.path("order").isInt()).isTrue();
        assertThat(event.path("order").asInt()).isEqualTo(7);
        assertThat(event.path("customer").asText()).isEqualTo("ann");
        assertThat(event.path("rush").isBoolean()).isTrue();
        assertThat(event.path("logspool.template").asText()).isEqualTo("order {} {} {}");
    }

    @Test
    void numbers_keep_their_digits() {
        log().info("numbers", kv("half", 0.5), kv("exact", new BigDecimal("1.10")), kv("large", Long.MAX_VALUE));

        JsonNode event = theOnlyOne();
        assertThat(event.path("half").doubleValue()).isEqualTo(0.5);
        assertThat(event.path("exact").isNumber()).isTrue();
        assertThat(event.path("exact").decimalValue()).isEqualByComparingTo("1.1");
        assertThat(event.path("large").longValue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void entries_and_fields_of_objects_are_fields_each_and_what_has_parts_is_json_text() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("first", 1);
        map.put("second", null);
        map.put("inner", Map.of("a", List.of(1, "b")));
        log().info("{}", entries(map));
        log().info("{} {}", fields(new Order("o-1", 3)), array("sizes", 1, 2, 3));
        log().info("{}", raw("raw", "{\"x\": [1, 2]}"));
        log().info("{}", defer(() -> kv("late", "computed")));

        List<JsonNode> events = events();
        assertThat(events.get(0).path("first").asInt()).isEqualTo(1);
        assertThat(events.get(0).path("inner").asText()).isEqualTo("{\"a\":[1,\"b\"]}");
        assertThat(events.get(1).path("id").asText()).isEqualTo("o-1");
        assertThat(events.get(1).path("items").asInt()).isEqualTo(3);
        assertThat(events.get(1).path("sizes").asText()).isEqualTo("[1,2,3]");
        assertThat(events.get(2).path("raw").asText()).isEqualTo("{\"x\":[1,2]}");
        assertThat(events.get(3).path("late").asText()).isEqualTo("computed");
    }

    @Test
    void markers_are_fields_and_other_markers_are_tags() {
        log().info(Markers.append("order", 7).and(Markers.append("rush", true)), "appended");
        log().info(Markers.append("order", 8).and(MarkerFactory.getMarker("AUDIT")), "both");

        List<JsonNode> events = events();
        assertThat(events.get(0).path("order").asInt()).isEqualTo(7);
        assertThat(events.get(0).path("rush").asBoolean()).isTrue();
        assertThat(events.get(0).has("tags")).isFalse();
        assertThat(events.get(1).path("tags").get(0).asText()).isEqualTo("AUDIT");
        assertThat(events.get(1).path("tags")).hasSize(1);
    }

    @Test
    void an_argument_that_fails_takes_nothing_with_it() {
        Object[] round = new Object[1];
        round[0] = round;
        StructuredArgument failing = generator -> {
            throw new IllegalStateException("no fields");
        };
        log().info("fails", failing, kv("after", 1));
        log().info("round", kv("round", round), kv("after", 2));
        log().info("raw", raw("raw", "{not json"), kv("after", 3));

        List<JsonNode> events = events();
        assertThat(events).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(events.get(i).path("after").asInt()).isEqualTo(i + 1);
            assertThat(events.get(i).path("logspool.failed").asText()).contains("writeTo()");
        }
    }

    @Test
    void they_are_masked_as_other_values() {
        logback = with("<setting>mask.card=4\\d{15}</setting>");
        log().info("{}", kv("card", 4111111111111111L), kv("text", "is 4111111111111111"), kv("other", 1));

        JsonNode event = theOnlyOne();
        assertThat(event.toString()).doesNotContain("4111111111111111");
        assertThat(event.path("card").asText()).isEqualTo("***");
        assertThat(event.path("other").asInt()).isEqualTo(1);
    }

    /** What Jackson takes for a bean. */
    public static final class Order {

        private final String id;
        private final int items;

        Order(String id, int items) {
            this.id = id;
            this.items = items;
        }

        public String getId() {
            return id;
        }

        public int getItems() {
            return items;
        }

        @Override
        public String toString() {
            return "Order " + id;
        }
    }

    private LogbackDriver with(String elements) {
        return LogbackDriver.with("<setting>spool.dir=" + directory + "</setting><setting>ship.enabled=false</setting>"
                + "<setting>spool.min-free-bytes=0</setting>" + elements);
    }

    private Logger log() {
        LogbackDriver started = logback == null ? with("") : logback;
        logback = started;
        return started.logger("com.example.Orders");
    }

    private JsonNode theOnlyOne() {
        List<JsonNode> events = events();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private List<JsonNode> events() {
        LogbackDriver started = Objects.requireNonNull(logback);
        started.close();
        assertThat(started.fallbackMessages()).isEmpty();
        return SpooledEvents.read(directory);
    }
}
