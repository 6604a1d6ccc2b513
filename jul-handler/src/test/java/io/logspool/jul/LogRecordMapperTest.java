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

import io.logspool.LogAgentConfig;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** Everything that a record of java.util.logging has is in our event. */
class LogRecordMapperTest {

    @Test
    void time_is_kept_to_the_nanosecond_and_within_what_a_long_can_hold() {
        LogRecord record = record("timed");
        record.setInstant(Instant.ofEpochSecond(1_700_000_000L, 123_456_789));
        assertThat(map(record).epochNanos()).isEqualTo(1_700_000_000_123_456_789L);
        record.setInstant(Instant.parse("+100000-01-01T00:00:00Z"));
        assertThat(map(record).epochNanos()).isPositive();
    }

    @Test
    void each_level_has_its_severity_and_its_own_name() {
        Map<Level, LogLevel> severities = new LinkedHashMap<>();
        severities.put(Level.SEVERE, LogLevel.ERROR);
        severities.put(Level.WARNING, LogLevel.WARN);
        severities.put(Level.INFO, LogLevel.INFO);
        severities.put(Level.CONFIG, LogLevel.DEBUG);
        severities.put(Level.FINE, LogLevel.DEBUG);
        severities.put(Level.FINER, LogLevel.TRACE);
        severities.put(Level.FINEST, LogLevel.TRACE);
        severities.put(Level.OFF, LogLevel.FATAL);
        severities.put(Level.ALL, LogLevel.TRACE);
        severities.put(new OwnLevel("NOTICE", 850), LogLevel.INFO);
        severities.put(new OwnLevel("FATAL", 1100), LogLevel.FATAL);
        severities.forEach((level, severity) -> {
            LogEvent event = map(new LogRecord(level, "message"));
            assertThat(event.level()).as(level.getName()).isEqualTo(severity);
            assertThat(event.displayLevel()).isEqualTo(level.getName());
        });
    }

    @Test
    void a_thread_has_its_number_and_its_name_only_if_it_is_this_one() {
        LogRecord record = record("here");
        assertThat(map(record).threadId()).isEqualTo(Thread.currentThread().getId());
        assertThat(map(record).threadName()).isEqualTo(Thread.currentThread().getName());
        record.setLongThreadID(1L << 40);
        assertThat(map(record).threadId()).isEqualTo(1L << 40);
        assertThat(map(record).threadName()).isNull();
    }

    @Test
    void the_message_is_that_of_the_formatter_and_the_template_the_records_own() {
        LogRecord record = record("{0} apples for {1}");
        record.setParameters(new Object[] {3, "Ann"});
        assertThat(map(record).message()).isEqualTo("3 apples for Ann");
        assertThat(map(record).template()).isEqualTo("{0} apples for {1}");
        assertThat(map(record, "capture.template=false").template()).isNull();
        assertThat(map(record("plain")).template()).isNull();
    }

    @Test
    void a_parameter_that_is_not_in_the_message_is_not_turned_into_text() {
        LogRecord record = record("{0} apples");
        record.setParameters(new Object[] {3, new BigDecimal("1E+1000000000")}); // a billion digits
        assertThat(map(record).message()).isEqualTo("3 apples");
        record.setMessage("plain");
        assertThat(map(record).message()).isEqualTo("plain");
    }

    @Test
    void a_message_from_a_resource_bundle_is_in_its_language_and_the_template_is_the_key() {
        LogRecord record = record("apples");
        record.setResourceBundle(new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return new Object[][] {{"apples", "{0} \u00c4pfel"}};
            }
        });
        record.setParameters(new Object[] {3});
        assertThat(map(record).message()).isEqualTo("3 \u00c4pfel");
        assertThat(map(record).template()).isEqualTo("apples");
    }

    @Test
    void a_formatter_that_fails_leaves_the_message_as_it_is() {
        LogEvent event = map(record("as it is"), new Formatter() {
            @Override
            public String format(LogRecord ignored) {
                return "";
            }

            @Override
            public String formatMessage(LogRecord ignored) {
                throw new IllegalStateException("broken");
            }
        });
        assertThat(event.message()).isEqualTo("as it is");
    }

    @Test
    void the_place_of_the_statement_is_there_if_it_is_asked_for() {
        LogRecord record = record("here");
        record.setSourceClassName("com.example.Orders");
        record.setSourceMethodName("place");
        assertThat(String.valueOf(map(record, "capture.caller=true").caller())).contains("com.example.Orders", "place");
        assertThat(map(record).caller()).isNull();
        record.setSourceClassName(null);
        assertThat(map(record, "capture.caller=true").caller()).isNull();
    }

    @Test
    void what_was_thrown_is_there() {
        LogRecord record = record("failed");
        record.setThrown(new IllegalStateException("no stock"));
        assertThat(String.valueOf(map(record).throwable())).contains("no stock");
    }

    private static LogRecord record(String message) {
        LogRecord record = new LogRecord(Level.INFO, message);
        record.setLoggerName("com.example.Orders");
        return record;
    }

    private static LogEvent map(LogRecord record, String... settings) {
        return map(record, new SimpleFormatter(), settings);
    }

    private static LogEvent map(LogRecord record, Formatter formatter, String... settings) {
        LogAgentConfig.Builder config =
                LogAgentConfig.builder().systemProperties(Map.of()).environment(Map.of());
        for (String setting : settings) {
            config.setting(setting);
        }
        EventWriter writer = new EventWriter(1 << 16);
        new LogRecordMapper(config.build(), () -> formatter).map(record, writer);
        try {
            return EventReader.decode(writer.array(), writer.offset(), writer.length());
        } catch (EventFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static final class OwnLevel extends Level {
        private static final long serialVersionUID = 1L;

        private OwnLevel(String name, int value) {
            super(name, value);
        }
    }
}
