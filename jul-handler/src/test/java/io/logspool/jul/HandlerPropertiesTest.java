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

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.testing.appender.SpooledEvents;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The properties of every handler keep their meaning, and a handler can be made by code. */
class HandlerPropertiesTest {

    private static final String PREFIX = LogspoolHandler.class.getName() + ".";

    @TempDir
    Path directory;

    @AfterEach
    void clear() {
        LoggingProperties.clear();
    }

    @Test
    void level_and_filter_decide_what_is_taken() {
        LogspoolHandler handler = configured("level", "WARNING", "filter", NoSecrets.class.getName());
        handler.publish(new LogRecord(Level.INFO, "below the level"));
        handler.publish(new LogRecord(Level.WARNING, "secret"));
        handler.publish(new LogRecord(Level.WARNING, "taken"));
        handler.close();
        assertThat(messages()).containsExactly("taken");
    }

    @Test
    void a_filter_that_fails_is_reported_and_leaves_the_application_alone() {
        LogspoolHandler handler = configured("filter", Failing.class.getName());
        List<String> reported = ((RecordingErrorManager) handler.getErrorManager()).messages();
        handler.publish(new LogRecord(Level.INFO, "an exception"));
        handler.publish(new LogRecord(Level.INFO, "an error"));
        handler.publish(new LogRecord(Level.INFO, "taken"));
        handler.close();
        assertThat(reported).hasSize(2);
        assertThat(reported.get(0)).contains("IllegalStateException: cannot tell");
        assertThat(reported.get(1)).contains("AssertionError: cannot tell");
        assertThat(messages()).containsExactly("taken");
    }

    @Test
    void an_error_manager_that_logs_does_not_go_round_in_circles() {
        LogspoolHandler handler = configured("filter", Failing.class.getName());
        RecordingErrorManager errors = (RecordingErrorManager) handler.getErrorManager();
        errors.listen(message -> handler.publish(new LogRecord(Level.INFO, "an exception")));
        errors.listen(message -> handler.publish(new LogRecord(Level.INFO, "heard")));
        handler.publish(new LogRecord(Level.INFO, "an exception"));
        handler.publish(new LogRecord(Level.INFO, "an error"));
        handler.close();
        assertThat(errors.messages()).hasSize(2);
        assertThat(messages()).containsExactly("heard", "heard");
    }

    @Test
    void a_formatter_renders_the_message() {
        LogspoolHandler handler = configured("formatter", Shouting.class.getName());
        handler.publish(new LogRecord(Level.INFO, "quiet"));
        handler.close();
        assertThat(messages()).containsExactly("QUIET");
    }

    @Test
    void a_property_that_cannot_be_used_is_reported_and_the_handler_starts_without_it() {
        LogspoolHandler handler = configured(
                "level", "LOUD", "filter", "no.such.Filter", "formatter", "java.lang.Object", "encoding", "x-1");
        List<String> reported = ((RecordingErrorManager) handler.getErrorManager()).messages();
        handler.publish(new LogRecord(Level.FINEST, "taken"));
        handler.close();
        assertThat(reported).hasSize(4);
        assertThat(String.join("\n", reported)).contains("LOUD", "no.such.Filter", "java.lang.Object", "x-1");
        assertThat(messages()).containsExactly("taken");
    }

    @Test
    void a_misspelt_key_is_found_by_an_interrupted_thread_too() {
        Thread.currentThread().interrupt();
        LogspoolHandler handler = configured("spool.max-byte", "5GiB");
        boolean interrupted = Thread.interrupted();
        List<String> reported = ((RecordingErrorManager) handler.getErrorManager()).messages();
        handler.close();
        assertThat(interrupted).isTrue();
        assertThat(String.join("\n", reported)).contains("does not start", "events are lost", "spool.max-byte", "5GiB");
    }

    @Test
    void a_handler_made_by_code_takes_its_settings_and_nothing_after_it_was_closed() {
        LoggingProperties.read(directory, Map.of(PREFIX + "level", "OFF", PREFIX + "spool.sync", "maybe"));
        LogspoolHandler handler = new LogspoolHandler(settings());
        handler.publish(new LogRecord(Level.FINEST, "taken"));
        handler.flush();
        handler.close();
        handler.publish(new LogRecord(Level.SEVERE, "too late"));
        handler.close();
        assertThat(messages()).containsExactly("taken");
    }

    private LogspoolHandler configured(String... namesAndValues) {
        Map<String, String> lines = new LinkedHashMap<>();
        settings().forEach((key, value) -> lines.put(PREFIX + key, value));
        lines.put(PREFIX + "errorManager", RecordingErrorManager.class.getName());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.put(PREFIX + namesAndValues[i], namesAndValues[i + 1]);
        }
        LoggingProperties.read(directory, lines);
        return new LogspoolHandler();
    }

    private Map<String, String> settings() {
        return Map.of(
                "service.name", "orders",
                "spool.dir", directory.resolve("spool").toString(),
                "spool.segment-bytes", "4MiB",
                "spool.max-bytes", "64MiB",
                "spool.min-free-bytes", "0",
                "ship.enabled", "false");
    }

    private List<String> messages() {
        return SpooledEvents.read(directory.resolve("spool")).stream()
                .map((JsonNode event) -> event.path("message").asText())
                .toList();
    }

    /** Named in a configuration. */
    public static final class NoSecrets implements Filter {
        @Override
        public boolean isLoggable(LogRecord record) {
            return !String.valueOf(record.getMessage()).contains("secret");
        }
    }

    /** Named in a configuration. */
    public static final class Failing implements Filter {
        @Override
        public boolean isLoggable(LogRecord record) {
            if (record.getMessage().equals("an exception")) {
                throw new IllegalStateException("cannot tell");
            }
            if (record.getMessage().equals("an error")) {
                throw new AssertionError("cannot tell");
            }
            return true;
        }
    }

    /** Named in a configuration. */
    public static final class Shouting extends Formatter {
        @Override
        public String format(LogRecord record) {
            return "a whole line: " + record.getMessage();
        }

        @Override
        public String formatMessage(LogRecord record) {
            return String.valueOf(record.getMessage()).toUpperCase(Locale.ROOT);
        }
    }
}
