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
package io.logspool.testing.appender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.event.LogLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;

/** Appenders on one spool directory, which end with the test. */
public abstract class AppenderFixture {

    static final String LOGGER = "com.example.Orders";

    @TempDir
    Path directory;

    private final List<AppenderDriver> running = new ArrayList<>();

    /**
     * Starts the framework with an appender that is configured as users do it, and a fallback.
     *
     * @param config what {@code config} names; {@code null} for none
     * @param settings {@code key=value}
     */
    protected abstract AppenderDriver startFramework(@Nullable String config, List<String> settings);

    @AfterEach
    final void stopFrameworks() {
        running.forEach(AppenderDriver::close);
    }

    /** {@code spool.dir}. */
    protected final Path spoolDirectory() {
        return directory.resolve("spool");
    }

    /** Starts one that only spools, with more settings; one given again counts more than what is set here. */
    protected final AppenderDriver start(String... settings) {
        return startWith(null, settings);
    }

    final AppenderDriver startWith(@Nullable String config, String... settings) {
        return toEnd(startFramework(config, settings(settings)));
    }

    /** It ends with the test. */
    final AppenderDriver toEnd(AppenderDriver driver) {
        running.add(driver);
        return driver;
    }

    /** What these tests set, unless it is given here. */
    protected final List<String> settings(String... settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("service.name", "orders");
        all.put("spool.dir", spoolDirectory().toString());
        all.put("spool.segment-bytes", "4MiB");
        all.put("spool.max-bytes", "64MiB");
        all.put("spool.min-free-bytes", "0");
        all.put("spool.block-timeout", "10s"); // no test of these is about a busy machine
        all.put("ship.enabled", "false");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** Stops the appender and reads what it put into the spool. Nothing was refused on the way. */
    protected final List<JsonNode> arrived(AppenderDriver driver) {
        List<JsonNode> events = taken(driver);
        assertThat(driver.fallbackMessages()).as("refused").isEmpty();
        return events;
    }

    /** Stops the appender and reads what it put into the spool, whatever it refused. */
    protected final List<JsonNode> taken(AppenderDriver driver) {
        assertThat(driver.isStarted())
                .as("started; %s", driver.statusMessages())
                .isTrue();
        driver.close();
        return SpooledEvents.read(spoolDirectory());
    }

    /** The only one that arrived. */
    protected final JsonNode theOnlyOne(AppenderDriver driver) {
        List<JsonNode> events = arrived(driver);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** Logs a message with entries of the diagnostic context. Skips the test where the framework has none. */
    static void logInContext(AppenderDriver driver, Map<String, @Nullable String> context, String message) {
        Assumptions.assumeTrue(
                driver.withContext(context, () -> driver.log(LOGGER, LogLevel.INFO, message)),
                "this framework has no diagnostic context");
    }

    /** Those that a logger has logged. */
    static List<JsonNode> ofLogger(String logger, List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("log.logger").asText().equals(logger))
                .toList();
    }

    static List<String> texts(String field, List<JsonNode> events) {
        return events.stream().map(event -> event.path(field).asText()).toList();
    }

    static String joined(List<String> lines) {
        return String.join("\n", lines);
    }

    static List<String> numbered(String prefix, int count) {
        String[] all = new String[count];
        Arrays.setAll(all, i -> prefix + i);
        return List.of(all);
    }
}
