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
package io.logspool.jul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the LogManager's properties is found, and what is left to java.util.logging. */
class LogManagerPropertiesTest {

    private static final String PREFIX = LogspoolHandler.class.getName() + ".";

    @TempDir
    Path directory;

    @AfterEach
    void clear() {
        LoggingProperties.clear();
    }

    @Test
    void every_name_in_the_file_is_found_known_or_not() {
        LoggingProperties.read(
                directory,
                prefixed("service.name", "orders", "fields.team", "blue", "kafka.my.plugin", "1", "spool.dri", "x"));
        assertThat(settings())
                .containsOnly(
                        entry("service.name", "orders"),
                        entry("fields.team", "blue"),
                        entry("kafka.my.plugin", "1"),
                        entry("spool.dri", "x"));
    }

    @Test
    void what_belongs_to_any_handler_or_to_another_class_is_no_setting() {
        Map<String, String> lines = prefixed(
                "level",
                "INFO",
                "filter",
                "f",
                "encoding",
                "UTF-8",
                "formatter",
                "f",
                "errorManager",
                "e",
                "config",
                "c");
        lines.put("io.logspool.jul.Other.service.name", "other");
        lines.put("service.name", "other");
        LoggingProperties.read(directory, lines);
        assertThat(settings()).containsOnly(entry("config", "c"));
    }

    @Test
    void without_a_file_known_names_are_found() throws IOException {
        readFromCode(prefixed("service.name", "orders", "kafka.client.id", "c", "fields.team", "blue"));
        assertThat(settings()).containsOnly(entry("service.name", "orders"), entry("kafka.client.id", "c"));
    }

    @Test
    void a_value_is_the_managers_and_not_that_of_a_file_it_no_longer_uses() throws IOException {
        LoggingProperties.read(directory, prefixed("fields.team", "blue", "service.name", "orders"));
        readFromCode(prefixed("fields.team", " red "));
        assertThat(settings()).containsOnly(entry("fields.team", "red"));
    }

    private static Map<String, String> settings() {
        return new LogManagerProperties(LogManager.getLogManager(), LogspoolHandler.class).settings();
    }

    private static void readFromCode(Map<String, String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Map<String, String> prefixed(String... namesAndValues) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.put(PREFIX + namesAndValues[i], namesAndValues[i + 1]);
        }
        return lines;
    }
}
