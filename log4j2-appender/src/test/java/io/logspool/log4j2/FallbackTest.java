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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with one appender stays there: the configuration stands, and the application goes on. */
class FallbackTest {

    private final LoggerContext context = new LoggerContext("falling back in a test");

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void the_fallback_has_the_level_that_its_reference_says() throws IOException {
        start("<Property name=\"no.such.key\">1</Property><AppenderRef ref=\"OTHER\" level=\"WARN\"/>");
        logger().info("below");
        logger().warn("above");
        assertThat(other().messages()).containsExactly("above");
    }

    @Test
    void what_comes_after_the_appender_was_stopped_goes_to_the_fallback() throws IOException {
        start("<Property name=\"ship.enabled\">false</Property><Property name=\"spool.dir\">" + directory
                + "</Property><AppenderRef ref=\"OTHER\"/>");
        LogspoolAppender appender = context.getConfiguration().getAppender("LOGSPOOL");
        LogEvent event = event("late");
        appender.append(event);
        assertThat(other().messages()).isEmpty();
        appender.stop();
        appender.append(event);
        assertThat(other().messages()).containsExactly("late");
    }

    @Test
    void an_appender_that_was_started_twice_gives_its_agent_up_when_it_is_stopped_once() throws IOException {
        String spool = "<Property name=\"ship.enabled\">false</Property><Property name=\"spool.dir\">" + directory
                + "</Property><AppenderRef ref=\"OTHER\"/>";
        start(spool);
        context.getConfiguration().<LogspoolAppender>getAppender("LOGSPOOL").start();
        // With the agent of the one before this would be refused.
        start(spool + "<Property name=\"spool.max-bytes\">128MiB</Property>");
        logger().info("with another agent");
        assertThat(other().messages()).isEmpty();
    }

    @Test
    void a_fallback_that_fails_with_an_error_leaves_the_application_alone() throws IOException {
        start("<Property name=\"no.such.key\">1</Property><AppenderRef ref=\"STRICT\"/>");
        strict().failWith(new AssertionError("no fallback today"));
        LogspoolAppender appender = context.getConfiguration().getAppender("LOGSPOOL");
        appender.append(event("to nobody"));
        assertThat(strict().messages()).isEmpty();
    }

    @Test
    void a_status_listener_that_logs_does_not_go_round_in_circles() throws IOException {
        start("<Property name=\"no.such.key\">1</Property><AppenderRef ref=\"STRICT\"/>");
        strict().failWith(new IllegalStateException("no fallback today"));
        LogspoolAppender appender = context.getConfiguration().getAppender("LOGSPOOL");
        AtomicInteger heard = new AtomicInteger();
        // Log4j itself lets no logger call an appender that it is calling; by another way it may be called.
        LogEvent event = event("to nobody");
        listening(
                said -> {
                    if (said.contains("its fallback failed")) {
                        heard.incrementAndGet();
                        appender.append(event);
                    }
                },
                () -> appender.append(event));
        assertThat(heard).hasValue(1);
    }

    @Test
    void a_fallback_that_is_not_there_or_is_the_appender_itself_leaves_the_application_alone() throws IOException {
        List<String> said = new ArrayList<>();
        listening(said::add, () -> {
            start("<Property name=\"no.such.key\">1</Property><AppenderRef ref=\"NOBODY\"/>");
            logger().info("to nobody");
            start("<Property name=\"no.such.key\">1</Property><AppenderRef ref=\"LOGSPOOL\"/>");
            logger().info("to itself");
        });
        assertThat(said)
                .anyMatch(text -> text.contains("cannot fall back to NOBODY"))
                .anyMatch(text -> text.contains("cannot fall back to LOGSPOOL"))
                .filteredOn(text -> text.contains("as it has no fallback"))
                .hasSize(2);
        start("<Property name=\"no.such.key\">1</Property>");
        logger().info("to none");
        assertThat(context.getConfiguration()
                        .<LogspoolAppender>getAppender("LOGSPOOL")
                        .isStarted())
                .isTrue();
        assertThat(other().messages()).isEmpty();
    }

    @Test
    void two_that_fall_back_to_each_other_come_to_an_end() throws IOException {
        String wrong = "<Property name=\"no.such.key\">1</Property>";
        start(wrong + "<AppenderRef ref=\"SECOND\"/></Logspool><Logspool name=\"SECOND\">" + wrong
                + "<AppenderRef ref=\"LOGSPOOL\"/>");
        logger().info("round");
        assertThat(context.getConfiguration()
                        .<LogspoolAppender>getAppender("SECOND")
                        .requiresLocation())
                .isFalse();
    }

    @Test
    void the_place_of_a_statement_is_looked_for_only_if_it_is_asked_for() throws IOException {
        String spool = "<Property name=\"spool.dir\">" + directory + "</Property>"
                + "<Property name=\"ship.enabled\">false</Property>";
        start(spool);
        assertThat(context.getConfiguration()
                        .<LogspoolAppender>getAppender("LOGSPOOL")
                        .requiresLocation())
                .isFalse();
        start(spool + "<Property name=\"capture.caller\">true</Property>");
        assertThat(context.getConfiguration()
                        .<LogspoolAppender>getAppender("LOGSPOOL")
                        .requiresLocation())
                .isTrue();
    }

    @Test
    void two_of_one_configuration_with_different_keys_are_refused_at_the_start_and_at_a_reload() throws IOException {
        String spool = "<Property name=\"spool.dir\">" + directory + "</Property>"
                + "<Property name=\"ship.enabled\">false</Property><AppenderRef ref=\"OTHER\"/>";
        String different = "<Property name=\"fields.team\">%s</Property>" + spool
                + "</Logspool><Logspool name=\"SECOND\"><Property name=\"fields.team\">%s</Property>" + spool;
        String roots = "<AppenderRef ref=\"SECOND\"/>";
        start(different.formatted("blue", "red"), roots);
        logger().info("at the start");
        assertThat(other().messages()).containsExactly("at the start");

        reload(different.formatted("green", "yellow"), roots);
        logger().info("after a reload");
        assertThat(other().messages()).containsExactly("after a reload");

        reload(different.formatted("white", "white"), roots);
        logger().info("in agreement");
        assertThat(other().messages()).isEmpty();
    }

    private static LogEvent event(String message) {
        return Log4jLogEvent.newBuilder()
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage(message))
                .build();
    }

    private Logger logger() {
        return context.getLogger("com.example.Orders");
    }

    private RecordingAppender other() {
        return context.getConfiguration().getAppender("OTHER");
    }

    /** Lets out what it is thrown. */
    private RecordingAppender strict() {
        return context.getConfiguration().getAppender("STRICT");
    }

    private void start(String elements) throws IOException {
        start(elements, "");
    }

    private void start(String elements, String roots) throws IOException {
        context.stop();
        context.start(configuration(elements, roots));
    }

    private void reload(String elements, String roots) throws IOException {
        context.reconfigure(configuration(elements, roots));
    }

    private XmlConfiguration configuration(String elements, String roots) throws IOException {
        String xml = "<Configuration><Appenders><Logspool name=\"LOGSPOOL\">" + elements + "</Logspool>"
                + "<Recording name=\"OTHER\"/><Recording name=\"STRICT\" ignoreExceptions=\"false\"/></Appenders><Loggers><Root level=\"INFO\">"
                + "<AppenderRef ref=\"LOGSPOOL\"/>" + roots + "</Root></Loggers></Configuration>";
        return new XmlConfiguration(
                context, new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    }

    /** Does something while somebody listens to Log4j's errors. */
    private static void listening(Consumer<String> listener, Action action) throws IOException {
        StatusListener listening = new Listening(listener);
        StatusLogger.getLogger().registerListener(listening);
        try {
            action.run();
        } finally {
            StatusLogger.getLogger().removeListener(listening);
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private record Listening(Consumer<String> to) implements StatusListener {

        @Override
        public void log(StatusData data) {
            to.accept(data.getMessage().getFormattedMessage());
        }

        @Override
        public Level getStatusLevel() {
            return Level.ERROR;
        }

        @Override
        public void close() {}
    }
}
