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

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.testing.appender.SpooledEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/**
 * Between Logback's reset and its next configuration the appender gets what it would have got from the old one, once and
 * whole; afterwards nothing is left of that, and nobody else waits for its events.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReloadGapTest extends ReloadFixture {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void what_the_old_configuration_takes_arrives_once_and_what_it_does_not_take_does_not() throws JoranException {
        String loggers = """
                <logger name="quiet" level="WARN"/>
                <logger name="chatty" level="TRACE"/>
                <logger name="apart" additivity="false"/>
                """;
        configure(logspool() + loggers + root("INFO", "LOGSPOOL"));
        HookAppender.HOOK.set(() -> {
            logger("some.Class").info("plain {}", 1);
            logger("some.Class").atInfo().addKeyValue("k", 7).log("fluent");
            logger("some.Class").info(MarkerFactory.getMarker("M"), "marked");
            MDC.put("user", "ann");
            logger("some.Class").error("thrown", new IllegalStateException("why"));
            MDC.clear();
            logger("some.Class").debug("too low");
            logger("quiet.Class").info("too low there");
            logger("quiet.Class").warn("loud");
            logger("chatty.Class$Inner").trace("chatty");
            logger("apart.Class").error("not for us");
        });
        reload(logspool() + HOOK_APART + loggers + root("INFO", "LOGSPOOL"));
        logger("some.Class").info("after");
        context.stop();

        List<JsonNode> events = SpooledEvents.read(directory);
        assertThat(texts("message", events))
                .containsExactly("plain 1", "fluent", "marked", "thrown", "loud", "chatty", "after");
        assertThat(texts("event.sequence", events)).containsExactly("1", "2", "3", "4", "5", "6", "7");
        assertThat(events.get(0).path("logspool.template").asText()).isEqualTo("plain {}");
        assertThat(events.get(1).path("k").asInt()).isEqualTo(7);
        assertThat(events.get(2).path("tags").get(0).asText()).isEqualTo("M");
        assertThat(events.get(3).path("labels.user").asText()).isEqualTo("ann");
        assertThat(events.get(3).path("error.message").asText()).isEqualTo("why");
    }

    @Test
    void an_appender_behind_another_one_gets_its_events_too() throws JoranException {
        String async = """
                <appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender"><appender-ref ref="LOGSPOOL"/></appender>
                """;
        configure(logspool() + async + root("INFO", "ASYNC"));
        HookAppender.HOOK.set(() -> logger("some.Class").info("in between"));
        reload(logspool() + HOOK_APART + async + root("INFO", "ASYNC"));
        context.stop();

        assertThat(messages()).containsExactly("in between");
    }

    @Test
    void nothing_of_a_reload_is_left_behind() throws JoranException {
        configure(logspool() + root("INFO", "LOGSPOOL"));
        for (int i = 0; i < 3; i++) {
            reload(logspool() + root("INFO", "LOGSPOOL"));
        }
        assertThat(context.getTurboFilterList()).isEmpty();
        assertThat(context.getCopyOfListenerList()).isEmpty();
        assertThat(attachedToRoot()).hasSize(1);
    }

    @Test
    void without_an_appender_in_the_new_configuration_the_agent_closes() throws JoranException {
        configure(logspool() + root("INFO", "LOGSPOOL"));
        LogspoolAppender old = (LogspoolAppender) attachedToRoot().get(0);
        HookAppender.HOOK.set(() -> logger("some.Class").info("the last one"));
        reload(HOOK_APART + "<root level='INFO'/>");

        assertThat(messages()).containsExactly("the last one");
        assertThat(old.isStarted()).isFalse();
    }

    @Test
    void who_attaches_appenders_by_code_after_a_reset_gets_events_at_once() throws JoranException {
        configure(logspool() + root("INFO", "LOGSPOOL"));
        context.reset();
        logger("some.Class").info("to nobody else");
        ListAppender<ILoggingEvent> other = new ListAppender<>();
        other.start();
        root().addAppender(other);
        logger("some.Class").info("to the other one");

        assertThat(other.list).extracting(ILoggingEvent::getMessage).containsExactly("to the other one");
        context.stop();
        assertThat(messages()).contains("to nobody else");
    }

    @Test
    void a_file_that_logback_scans_is_reloaded_and_no_event_is_lost()
            throws IOException, JoranException, InterruptedException {
        Path file = directory.resolveSibling(directory.getFileName() + "-logback.xml");
        int changes = 4;
        List<String> logged = new ArrayList<>();
        try {
            write(file, 0);
            configurator().doConfigure(file.toFile());
            for (int change = 1; change <= changes; change++) {
                Appender<ILoggingEvent> before = attachedToRoot().get(0);
                write(file, change);
                while (attachedToRoot().stream().noneMatch(now -> now instanceof LogspoolAppender && now != before)) {
                    logger("some.Class").info("{}", logged.size());
                    logged.add(Integer.toString(logged.size()));
                    LockSupport.parkNanos(POLL_NANOS);
                }
                // The new appender stands, and what is logged goes by the old configuration until Logback is done with
                // it.
                while (!context.getTurboFilterList().isEmpty()) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
            }
            logger("some.Class").info("word");
            context.stop();
        } finally {
            Files.deleteIfExists(file);
        }
        logged.add("***");
        List<JsonNode> events = SpooledEvents.read(directory);
        List<String> missing = new ArrayList<>(logged);
        missing.removeAll(new HashSet<>(texts("message", events)));
        assertThat(missing).isEmpty();
        assertThat(texts("message", events)).isEqualTo(logged);
        assertThat(events)
                .last()
                .satisfies(event ->
                        assertThat(event.path("event.sequence").asInt()).isEqualTo(logged.size()));
    }

    /** With another mask each time, which is seen in what is logged after the last one. */
    private void write(Path file, int change) throws IOException {
        String word = "<setting>mask.word=word</setting>";
        Path whole = Files.writeString(
                directory.resolve("logback.tmp"),
                "<configuration scan='true' scanPeriod='50 milliseconds'>"
                        + logspool(change == 4 ? word : "<setting>mask.x" + change + "=nothing</setting>")
                        + root("INFO", "LOGSPOOL") + "</configuration>");
        Files.setLastModifiedTime(whole, FileTime.from(Instant.now().plusSeconds(10L * change)));
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
