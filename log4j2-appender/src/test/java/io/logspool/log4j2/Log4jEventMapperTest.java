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
package io.logspool.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.logspool.LogAgentConfig;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.Guarded;
import io.logspool.event.KeyValue;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.junit.jupiter.api.Test;

/** Everything that an event of Log4j has is in ours. */
class Log4jEventMapperTest {

    @Test
    void time_is_kept_to_the_nanosecond_and_within_what_a_long_can_hold() {
        assertThat(mapped(event -> event.setInstant(instant(1_700_000_000L, 123_456_789)))
                        .epochNanos())
                .isEqualTo(1_700_000_000_123_456_789L);
        assertThat(mapped(event -> event.setInstant(instant(-1, 1))).epochNanos())
                .isEqualTo(-999_999_999L);
        assertThat(mapped(event -> event.setInstant(instant(Long.MAX_VALUE / 1000, 0)))
                        .epochNanos())
                .isPositive();
    }

    @Test
    void each_level_has_its_severity_and_its_own_name() {
        Map<Level, LogLevel> severities = new LinkedHashMap<>();
        severities.put(Level.FATAL, LogLevel.FATAL);
        severities.put(Level.ERROR, LogLevel.ERROR);
        severities.put(Level.WARN, LogLevel.WARN);
        severities.put(Level.INFO, LogLevel.INFO);
        severities.put(Level.DEBUG, LogLevel.DEBUG);
        severities.put(Level.TRACE, LogLevel.TRACE);
        severities.put(Level.OFF, LogLevel.FATAL);
        severities.put(Level.ALL, LogLevel.TRACE);
        severities.put(Level.forName("NOTICE", 450), LogLevel.INFO);
        severities.put(Level.forName("VERBOSE", 550), LogLevel.DEBUG);
        severities.forEach((level, severity) -> {
            LogEvent event = mapped(builder -> builder.setLevel(level));
            assertThat(event.level()).as(level.name()).isEqualTo(severity);
            assertThat(event.displayLevel()).isEqualTo(level.name());
        });
    }

    @Test
    void logger_and_thread_are_those_of_the_event() {
        LogEvent event = mapped(builder -> builder.setLoggerName("com.example.Orders")
                .setThreadName("worker")
                .setThreadId(4711));
        assertThat(event.logger()).isEqualTo("com.example.Orders");
        assertThat(event.threadName()).isEqualTo("worker");
        assertThat(event.threadId()).isEqualTo(4711);
    }

    @Test
    void a_template_is_there_if_the_message_has_arguments() {
        LogEvent with = message(new ParameterizedMessage("{} apples", 3));
        assertThat(with.message()).isEqualTo("3 apples");
        assertThat(with.template()).isEqualTo("{} apples");
        assertThat(message(new SimpleMessage("{} apples")).template()).isNull();
        assertThat(mapped(
                                builder -> builder.setMessage(new ParameterizedMessage("{} apples", 3)),
                                "capture.template=false")
                        .template())
                .isNull();
    }

    @Test
    void a_counter_that_has_gone_on_since_the_statement_is_what_it_was_then() {
        AtomicInteger counter = new AtomicInteger(5);
        ParameterizedMessage message = new ParameterizedMessage("{} apples", counter);
        assertThat(message.getFormattedMessage()).isEqualTo("5 apples");
        counter.set(6);
        assertThat(message(message).message()).isEqualTo("5 apples");
    }

    @Test
    void a_message_that_cannot_be_formatted_says_so_and_the_event_arrives() {
        LogEvent event = message(new ObjectMessage(new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }));
        assertThat(event.message()).contains("getFormattedMessage()", "java.lang.IllegalStateException");
    }

    @Test
    void a_message_that_logs_itself_comes_to_an_end() {
        AtomicInteger calls = new AtomicInteger();
        LogEvent event = message(new ObjectMessage(new Object() {
            @Override
            public String toString() {
                calls.incrementAndGet();
                return "around " + message(new ObjectMessage(this)).message();
            }
        }));
        assertThat(calls).hasValue(Guarded.MAX_NESTING);
        assertThat(event.message()).startsWith("around around ").contains("getFormattedMessage()", "not called");
    }

    @Test
    void an_event_without_a_message_has_none() {
        assertThat(mapped(builder -> builder.setMessage(null)).message()).isNull();
    }

    @Test
    void the_entries_of_a_map_message_are_typed_values() {
        LogEvent event =
                message(new TypedMap().with("order", 7L).with("rush", true).with("who", "Ann"));
        assertThat(event.keyValues())
                .containsExactlyInAnyOrder(
                        new KeyValue("order", 7L), new KeyValue("rush", true), new KeyValue("who", "Ann"));
        assertThat(message(new StringMapMessage().with("a", "1")).message()).isEqualTo("a=\"1\"");
        assertThat(message(new StringMapMessage().with("a", "1")).keyValues()).containsExactly(new KeyValue("a", "1"));
    }

    @Test
    void the_data_of_a_structured_message_are_values() {
        StructuredDataMessage structured = new StructuredDataMessage("Login@32473", "logged in", "audit");
        structured.put("user", "ann");
        LogEvent event = message(structured);
        assertThat(event.keyValues()).containsExactly(new KeyValue("user", "ann"));
        assertThat(event.message()).isEqualTo(structured.getFormattedMessage());
    }

    @Test
    void a_map_that_is_logged_as_an_object_is_values_too() {
        assertThat(message(new ObjectMessage(Map.of("order", 7))).keyValues())
                .containsExactly(new KeyValue("order", 7L));
        assertThat(message(new ObjectMessage(Map.of("order", 7))).template()).isNull();
        assertThat(logged(logger -> logger.info((Object) Map.of("order", 7))).keyValues())
                .containsExactly(new KeyValue("order", 7L));
    }

    @Test
    void a_map_that_cannot_be_read_does_not_take_the_event_with_it() {
        LogEvent event = message(new ObjectMessage(new HashMap<String, String>() {
            private static final long serialVersionUID = 1L;

            @Override
            public void forEach(java.util.function.BiConsumer<? super String, ? super String> action) {
                throw new java.util.ConcurrentModificationException();
            }
        }));
        assertThat(event.keyValues()).hasSize(1);
        assertThat(event.message()).isEqualTo("{}");
    }

    @Test
    void the_thread_context_goes_into_the_diagnostic_context_and_its_stack_into_a_value() {
        ThreadContext.put("tenant", "acme");
        ThreadContext.put("user", "ann");
        ThreadContext.push("outer");
        ThreadContext.push("inner");
        try {
            LogEvent event = logged(logger -> logger.info("with context"));
            assertThat(event.mdc()).containsOnly(entry("tenant", "acme"), entry("user", "ann"));
            assertThat(event.keyValues()).containsExactly(new KeyValue("ndc", "[outer, inner]"));
            assertThat(logged(logger -> logger.info("chosen"), "capture.mdc=user")
                            .mdc())
                    .containsOnly(entry("user", "ann"));
        } finally {
            ThreadContext.clearAll();
        }
    }

    @Test
    void a_marker_comes_with_its_parents_each_once() {
        Marker root = new MarkerManager.Log4jMarker("ROOT");
        Marker left = new MarkerManager.Log4jMarker("LEFT").addParents(root);
        Marker right = new MarkerManager.Log4jMarker("RIGHT").addParents(root);
        Marker marker = new MarkerManager.Log4jMarker("LEAF").addParents(left, right);
        assertThat(mapped(builder -> builder.setMarker(marker)).markers())
                .containsExactly("LEAF", "LEFT", "ROOT", "RIGHT");
    }

    @Test
    void the_place_of_the_statement_is_there_if_it_is_asked_for() {
        LogEvent event = logged(logger -> logger.info("here"), "capture.caller=true");
        assertThat(event.caller()).isNotNull();
        assertThat(String.valueOf(event.caller())).contains("Log4jEventMapperTest");
        assertThat(logged(logger -> logger.info("there")).caller()).isNull();
    }

    private static LogEvent message(Message message) {
        return mapped(builder -> builder.setMessage(message));
    }

    private static LogEvent mapped(Consumer<Log4jLogEvent.Builder> fill, String... settings) {
        Log4jLogEvent.Builder builder = Log4jLogEvent.newBuilder()
                .setLoggerName("logger")
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage("message"))
                .setThreadName("thread")
                .setThreadId(1);
        fill.accept(builder);
        return map(builder.build(), settings);
    }

    /** What arrives of an event that takes Log4j's whole way, reused objects included. */
    private static LogEvent logged(Consumer<org.apache.logging.log4j.Logger> statement, String... settings) {
        List<LogEvent> events = new ArrayList<>();
        LoggerContext context = new LoggerContext("mapped by a test");
        AbstractAppender appender = new AbstractAppender("MAPPED", null, null, false, Property.EMPTY_ARRAY) {
            @Override
            public void append(org.apache.logging.log4j.core.LogEvent event) {
                events.add(map(event, settings));
            }
        };
        appender.start();
        context.start(new NullConfiguration());
        context.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
        context.getConfiguration().getRootLogger().setLevel(Level.ALL);
        context.updateLoggers();
        statement.accept(context.getLogger("com.example.Orders"));
        context.stop();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static LogEvent map(org.apache.logging.log4j.core.LogEvent event, String... settings) {
        LogAgentConfig.Builder config =
                LogAgentConfig.builder().systemProperties(Map.of()).environment(Map.of());
        for (String setting : settings) {
            config.setting(setting);
        }
        EventWriter writer = new EventWriter(1 << 16);
        new Log4jEventMapper(config.build()).map(event, writer);
        try {
            return EventReader.decode(writer.array(), writer.offset(), writer.length());
        } catch (EventFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static MutableInstant instant(long second, int nanos) {
        MutableInstant instant = new MutableInstant();
        instant.initFromEpochSecond(second, nanos);
        return instant;
    }

    private static final class TypedMap extends MapMessage<TypedMap, Object> {
        private static final long serialVersionUID = 1L;
    }
}
