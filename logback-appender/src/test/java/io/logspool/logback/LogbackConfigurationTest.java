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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.StatusListener;
import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.testing.appender.SpooledEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a {@code logback.xml} the appender is what Logback's own are: filters, status, life cycle, attached appenders. */
class LogbackConfigurationTest {

    private static final String ONLY_SPOOL = """
            <setting>spool.dir=%s</setting>
            <setting>spool.segment-bytes=1MiB</setting>
            <setting>ship.enabled=false</setting>
            """;

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
    void the_configuration_of_the_readme_works() {
        LogbackDriver logback = with("""
                <config>classpath:io/logspool/logback/logspool.properties</config>      <!-- optional -->
                <setting>service.name=orders</setting>              <!-- any key, repeatable -->
                <setting>
                  service.version = 1.2
                </setting>
                """);
        logback.logger("readme").info("hello");

        JsonNode event = arrived(logback).get(0);

        assertThat(event.path("service.name").asText()).isEqualTo("orders");
        assertThat(event.path("service.version").asText()).isEqualTo("1.2");
        assertThat(event.path("service.environment").asText()).isEqualTo("from the file");
    }

    @Test
    void a_filter_decides_before_spool_and_fallback() {
        LogbackDriver logback = with("""
                <filter class="ch.qos.logback.classic.filter.ThresholdFilter"><level>WARN</level></filter>
                """);
        logback.logger("filtered").info("denied");
        logback.logger("filtered").warn("taken");

        assertThat(messages(arrived(logback))).containsExactly("taken");

        logback.logspool().stop();
        ListAppender<ILoggingEvent> fallback = fallbackOf(logback);
        logback.logspool().doAppend(event(logback, "denied"));
        assertThat(fallback.list).isEmpty();
    }

    @Test
    void a_filter_that_throws_stays_inside_and_is_reported_once() {
        LogbackDriver logback = with("");
        logback.logspool().addFilter(new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                throw new IllegalStateException("bad filter");
            }
        });
        for (int i = 0; i < 100; i++) {
            logback.logger("filtered").info("lost in the filter");
        }

        assertThat(logback.statusMessages())
                .filteredOn(line -> line.contains("bad filter"))
                .hasSize(1);
    }

    @Test
    void before_its_start_and_after_its_stop_events_go_to_the_fallback() {
        LogbackDriver logback = with("");
        LogspoolAppender appender = new LogspoolAppender();
        appender.setContext(logback.context());
        appender.setName("EARLY");
        appender.doAppend(event(logback, "nowhere to go"));
        ListAppender<ILoggingEvent> fallback = new ListAppender<>();
        fallback.start();
        appender.addAppender(fallback);
        appender.doAppend(event(logback, "early"));
        appender.addSetting("spool.dir=" + directory.resolve("early"));
        appender.addSetting("spool.segment-bytes=1MiB");
        appender.addSetting("ship.enabled=false");
        appender.start();
        appender.doAppend(event(logback, "spooled"));
        appender.stop();
        appender.doAppend(event(logback, "late"));

        assertThat(fallback.list).extracting(ILoggingEvent::getMessage).containsExactly("early");
        assertThat(fallback.isStarted()).isFalse();
        assertThat(messages(SpooledEvents.read(directory.resolve("early")))).containsExactly("spooled");
    }

    @Test
    void what_is_logged_while_it_stops_is_in_the_spool_or_at_the_fallback() throws InterruptedException {
        LogbackDriver logback = with("");
        AtomicInteger logged = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        Thread logging = new Thread(() -> {
            while (!stopped.get()) {
                logback.logspool().doAppend(event(logback, Integer.toString(logged.get())));
                logged.incrementAndGet();
            }
        });
        logging.start();
        while (logged.get() < 1000) {
            Thread.onSpinWait();
        }
        int before = logged.get();
        logback.logspool().stop();
        stopped.set(true);
        logging.join();

        List<String> found = new ArrayList<>(messages(SpooledEvents.read(directory.resolve("spool"))));
        found.addAll(logback.fallbackMessages());
        assertThat(found).hasSizeGreaterThanOrEqualTo(before).hasSizeLessThanOrEqualTo(logged.get());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void these_tests_run_with_the_logback_they_are_meant_for() {
        String version = System.getProperty("logback.version", "not said by the build");

        assertThat(LoggerContext.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith("/logback-classic-" + version + ".jar");
    }

    @Test
    void there_is_one_fallback_and_it_is_not_the_appender_itself() {
        LogbackDriver logback = with("");
        ListAppender<ILoggingEvent> second = new ListAppender<>();
        second.setName("SECOND");
        logback.logspool().addAppender(second);
        logback.logspool().addAppender(logback.logspool());

        assertThat(logback.logspool().isAttached(second)).isFalse();
        assertThat(logback.logspool().isAttached(logback.logspool())).isFalse();
        assertThat(String.join("\n", logback.statusMessages())).contains("[SECOND] is ignored", "its own fallback");
    }

    @Test
    void a_status_listener_that_logs_does_not_go_round_in_circles() {
        LogbackDriver logback = with("");
        LogbackStatus status = new LogbackStatus(logback.logspool());
        AtomicInteger heard = new AtomicInteger();
        StatusListener logging = added -> {
            heard.incrementAndGet();
            logback.logger("status").warn("heard {}", added.getMessage());
            status.warn("again");
        };
        logback.context().getStatusManager().add(logging);
        status.warn("once");
        status.info("twice");

        assertThat(heard).hasValue(2);
        logback.context().getStatusManager().remove(logging);
        assertThat(messages(arrived(logback))).containsExactly("heard once", "heard twice");
    }

    @Test
    void a_reset_and_a_new_configuration_lose_nothing_that_was_accepted() {
        LogbackDriver first = with("");
        first.logger("reload").info("before");
        first.context().reset();
        LogbackDriver second = with("");
        second.logger("reload").info("after");

        assertThat(messages(arrived(second))).containsExactly("before", "after");
    }

    @Test
    void threads_without_a_name_are_logged_with_the_name_logback_gives_them() throws InterruptedException {
        LogbackDriver logback = with("");
        List<Long> ids = new CopyOnWriteArrayList<>();
        Thread unnamed = new Thread(
                () -> {
                    ids.add(Thread.currentThread().getId());
                    logback.logger("unnamed").info("who am I");
                },
                "");
        unnamed.start();
        unnamed.join();

        JsonNode event = arrived(logback).get(0);

        assertThat(event.path("process.thread.name").asText()).endsWith("-" + ids.get(0));
        assertThat(event.path("process.thread.id").asLong()).isEqualTo(ids.get(0));
    }

    private LogbackDriver with(String elements) {
        LogbackDriver started = LogbackDriver.with(ONLY_SPOOL.formatted(directory.resolve("spool")) + elements);
        driver = started;
        assertThat(started.statusMessages()).isEmpty();
        return started;
    }

    private List<JsonNode> arrived(LogbackDriver logback) {
        logback.close();
        return SpooledEvents.read(directory.resolve("spool"));
    }

    private static List<String> messages(List<JsonNode> events) {
        return events.stream().map(event -> event.path("message").asText()).toList();
    }

    private static ListAppender<ILoggingEvent> fallbackOf(LogbackDriver logback) {
        ListAppender<ILoggingEvent> fallback = new ListAppender<>();
        fallback.start();
        logback.logspool().addAppender(fallback);
        return fallback;
    }

    private static ILoggingEvent event(LogbackDriver logback, String message) {
        return new LoggingEvent(
                LogbackConfigurationTest.class.getName(), logback.logger("made"), Level.INFO, message, null, null);
    }
}
