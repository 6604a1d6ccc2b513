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

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.event.Guarded;
import io.logspool.spool.DutyCycleRunner;
import io.logspool.testing.appender.SpooledEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

/** What only Logback's events have arrives whole as well: pairs, markers, places, levels without a name of ours. */
class LogbackEventsTest {

    @TempDir
    private Path directory;

    private @Nullable LogbackDriver driver;

    @AfterEach
    void stop() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void pairs_arrive_typed_under_their_own_names_and_leave_the_message_alone() {
        LogbackDriver logback = start();
        logback.logger("pairs")
                .atInfo()
                .addKeyValue("order", 7)
                .addKeyValue("price", new BigDecimal("1.50"))
                .addKeyValue("paid", true)
                .addKeyValue("customer", "Ann")
                .addKeyValue("nothing", (Object) null)
                .addKeyValue("message", "not this")
                .log("sold {}", "apples");

        JsonNode event = theOnlyOne(logback);

        assertThat(event.path("message").asText())
                .isEqualTo("sold apples")
                .isEqualTo(logback.layoutMessages().get(0));
        assertThat(event.path("order").isInt()).isTrue();
        assertThat(event.path("order").asInt()).isEqualTo(7);
        assertThat(event.path("price").isNumber()).isTrue();
        assertThat(event.path("price").decimalValue()).isEqualByComparingTo("1.50");
        assertThat(event.path("paid").isBoolean()).isTrue();
        assertThat(event.path("customer").asText()).isEqualTo("Ann");
    }

    @Test
    void a_pair_that_cannot_print_itself_takes_nothing_with_it() {
        LogbackDriver logback = start();
        logback.logger("pairs")
                .atInfo()
                .addKeyValue("bad", new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("no text");
                    }
                })
                .addKeyValue(null, "no name")
                .addKeyValue("good", 1)
                .log("sold");

        JsonNode event = theOnlyOne(logback);

        assertThat(event.path("message").asText()).isEqualTo("sold");
        assertThat(event.has("logspool.template")).isFalse();
        assertThat(event.path("bad").asText()).contains("IllegalStateException");
        assertThat(event.path("good").asInt()).isEqualTo(1);
    }

    @Test
    void an_argument_that_logs_itself_ends_on_purpose_and_not_by_a_stack_that_overflows() {
        LogbackDriver logback = start();
        AtomicInteger calls = new AtomicInteger();
        logback.logger("nested").info("itself {}", new Object() {
            @Override
            public String toString() {
                calls.incrementAndGet();
                logback.logger("nested").info("itself {}", this);
                return "end";
            }
        });

        assertThat(arrived(logback)).hasSize(calls.get() + 1);
        // The other appender prints it too, as often as Logback lets it within itself.
        assertThat(calls).hasValueBetween(Guarded.MAX_NESTING, 1 << Guarded.MAX_NESTING);
    }

    @Test
    @SuppressWarnings("deprecation") // SLF4J has no other way to make one marker refer to another
    void markers_arrive_once_each_with_those_they_refer_to() {
        LogbackDriver logback = start();
        BasicMarkerFactory markers = new BasicMarkerFactory();
        Marker audit = markers.getMarker("AUDIT");
        Marker money = markers.getMarker("MONEY");
        audit.add(money);
        money.add(markers.getMarker("EUR"));
        logback.logger("markers").atInfo().addMarker(audit).addMarker(money).log("paid");

        assertThat(tags(theOnlyOne(logback))).containsExactlyInAnyOrder("AUDIT", "MONEY", "EUR");
    }

    @Test
    @SuppressWarnings("deprecation") // as above
    void markers_in_a_circle_come_to_an_end() {
        LogbackDriver logback = start();
        BasicMarkerFactory markers = new BasicMarkerFactory();
        Marker a = markers.getMarker("A");
        Marker b = markers.getMarker("B");
        Marker c = markers.getMarker("C");
        a.add(b);
        b.add(c);
        c.add(b);
        logback.logger("markers").info(a, "round");

        assertThat(tags(theOnlyOne(logback))).containsExactlyInAnyOrder("A", "B", "C");
    }

    @Test
    void the_place_of_the_statement_is_captured_if_that_is_switched_on() {
        LogbackDriver logback = start("<setting>capture.caller=true</setting>");
        logback.logger("place").info("here");

        JsonNode event = theOnlyOne(logback);

        assertThat(event.path("log.origin.file.name").asText()).isEqualTo("LogbackEventsTest.java");
        assertThat(event.path("log.origin.file.line").asInt()).isPositive();
        assertThat(event.path("log.origin.function").asText())
                .isEqualTo("the_place_of_the_statement_is_captured_if_that_is_switched_on");
    }

    @Test
    @SuppressWarnings("deprecation") // Level.ALL is no level to log at; it can be handed over all the same
    void a_level_that_is_none_of_ours_keeps_its_name() {
        LogbackDriver logback = start();
        logback.logspool().doAppend(event(logback, Level.OFF, "off"));
        logback.logspool().doAppend(event(logback, Level.ALL, "all"));

        assertThat(arrived(logback))
                .extracting(event -> event.path("log.level").asText())
                .containsExactly("OFF", "ALL");
    }

    @Test
    void the_time_has_its_nanoseconds() {
        LogbackDriver logback = start();
        LoggingEvent event = event(logback, Level.INFO, "now");
        event.setInstant(Instant.parse("2026-11-21T01:02:03.123456789Z"));
        logback.logspool().doAppend(event);
        LoggingEvent early = event(logback, Level.INFO, "before the epoch");
        early.setInstant(Instant.parse("1969-12-31T23:59:59.000000001Z"));
        logback.logspool().doAppend(early);
        LoggingEvent never = event(logback, Level.INFO, "beyond what an event can tell");
        never.setInstant(Instant.MAX);
        logback.logspool().doAppend(never);

        assertThat(arrived(logback))
                .extracting(json -> json.path("@timestamp").asText())
                .containsExactly(
                        "2026-11-21T01:02:03.123456789Z",
                        "1969-12-31T23:59:59.000000001Z",
                        "2262-04-11T23:47:15.999999999Z");
    }

    @Test
    void an_event_that_was_serialised_elsewhere_arrives_with_its_time_place_and_throwable() throws Exception {
        LogbackDriver logback = start("<setting>capture.caller=true</setting>");
        Exception thrown = new OddException("odd", new IllegalArgumentException("cause"));
        thrown.addSuppressed(new ArithmeticException("while closing"));
        LoggingEvent here = new LoggingEvent(
                LogbackEventsTest.class.getName(), logback.logger("far"), Level.WARN, "far {}", thrown, new Object[] {1
                });
        here.setInstant(Instant.parse("2026-11-21T01:02:03.123456789Z"));
        here.setThreadName("worker of another process");
        assertThat(here.getCallerData()).isNotEmpty();
        ILoggingEvent far = serialised(LoggingEventVO.build(here));
        logback.logspool().doAppend(here);
        logback.logspool().doAppend(far);

        List<JsonNode> events = arrived(logback);

        assertThat(events).hasSize(2);
        JsonNode event = events.get(1);
        assertThat(event.path("@timestamp").asText()).isEqualTo("2026-11-21T01:02:03.123456789Z");
        assertThat(event.path("message").asText()).isEqualTo("far 1");
        assertThat(event.path("logspool.template").asText()).isEqualTo("far {}");
        assertThat(event.path("process.thread.name").asText()).isEqualTo("worker of another process");
        assertThat(event.has("process.thread.id")).isFalse();
        assertThat(event.path("error.type").asText()).isEqualTo(OddException.class.getName());
        for (String field : List.of("error.type", "error.message", "error.stack_trace", "log.origin.file.line")) {
            assertThat(event.path(field)).as(field).isEqualTo(events.get(0).path(field));
        }
    }

    @Test
    void a_serialised_circle_of_causes_comes_to_an_end() throws Exception {
        LogbackDriver logback = start();
        Exception first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        ILoggingEvent far = serialised(LoggingEventVO.build(new LoggingEvent(
                LogbackEventsTest.class.getName(), logback.logger("far"), Level.WARN, "round", first, null)));
        logback.logspool().doAppend(far);

        assertThat(theOnlyOne(logback).path("error.stack_trace").asText()).contains("first", "second", "CIRCULAR");
    }

    @Test
    void behind_an_asynchronous_appender_the_thread_is_the_one_that_logged() {
        LogbackDriver logback = start();
        Logger logger = logback.logger("queued");
        AsyncAppender async = before(logback, logger);
        logger.info("queued {}", 1);
        async.stop();

        JsonNode event = theOnlyOne(logback);

        assertThat(event.path("process.thread.name").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(event.has("process.thread.id")).isFalse();
    }

    @Test
    void behind_an_asynchronous_appender_what_the_agents_own_threads_log_is_kept_out() throws InterruptedException {
        LogbackDriver logback = start();
        Logger logger = logback.logger("queued");
        AsyncAppender async = before(logback, logger);
        CountDownLatch logged = new CountDownLatch(1);
        DutyCycleRunner own = new DutyCycleRunner(
                "logspool-own",
                () -> {
                    logger.info("from within");
                    logged.countDown();
                    return 0;
                },
                Duration.ofMinutes(1),
                e -> {});
        own.start();
        logged.await();
        logger.info("from the application");
        async.stop();
        own.close();

        assertThat(theOnlyOne(logback).path("message").asText()).isEqualTo("from the application");
    }

    /** Puts an asynchronous appender between a logger and ours. */
    private static AsyncAppender before(LogbackDriver logback, Logger logger) {
        AsyncAppender async = new AsyncAppender();
        async.setContext(logback.context());
        async.addAppender(logback.logspool());
        async.start();
        logger.setAdditive(false);
        logger.addAppender(async);
        return async;
    }

    private LogbackDriver start(String... more) {
        LogbackDriver started = LogbackDriver.with("""
                <setting>service.name=orders</setting>
                <setting>spool.dir=%s</setting>
                <setting>spool.segment-bytes=1MiB</setting>
                <setting>ship.enabled=false</setting>
                """.formatted(directory) + String.join("\n", more));
        driver = started;
        assertThat(started.statusMessages()).isEmpty();
        return started;
    }

    private List<JsonNode> arrived(LogbackDriver logback) {
        logback.close();
        assertThat(logback.fallbackMessages()).isEmpty();
        return SpooledEvents.read(directory);
    }

    private JsonNode theOnlyOne(LogbackDriver logback) {
        List<JsonNode> events = arrived(logback);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static List<String> tags(JsonNode event) {
        return StreamSupport.stream(event.path("tags").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static LoggingEvent event(LogbackDriver logback, Level level, String message) {
        return new LoggingEvent(LogbackEventsTest.class.getName(), logback.logger("made"), level, message, null, null);
    }

    private static ILoggingEvent serialised(LoggingEventVO event) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(event);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (ILoggingEvent) in.readObject();
        }
    }

    private static final class OddException extends Exception {
        private static final long serialVersionUID = 1L;

        OddException(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // what the test is about
        public String toString() {
            return "an odd exception";
        }
    }
}
