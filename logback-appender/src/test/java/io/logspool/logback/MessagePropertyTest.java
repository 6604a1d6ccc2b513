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
import ch.qos.logback.classic.spi.LoggingEvent;
import io.logspool.LogAgentConfig;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.LogEvent;
import io.logspool.testing.appender.NastyMessages;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A message that is made when it is read is the one that Logback would have made in the call, whatever the arguments. */
final class MessagePropertyTest {

    private static final int ROUNDS = 30_000;
    private static final PrintStream ERR = System.err;

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final EventWriter writer = new EventWriter(1 << 18);
    private final LogbackEventMapper mapper = new LogbackEventMapper(LogAgentConfig.builder()
            .systemProperties(Map.of())
            .environment(Map.of())
            .build());

    /** SLF4J prints a stack trace for each argument that cannot print itself. */
    @BeforeAll
    static void silenceSlf4j() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void restoreErr() {
        System.setErr(ERR);
    }

    @Test
    void every_message_is_the_one_that_logback_makes() throws EventFormatException {
        int lazy = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            NastyMessages messages = new NastyMessages(seed);
            LoggingEvent event =
                    event(messages.pattern(), seed % 5 == 0 ? new Exception("x") : null, messages.arguments());
            LogEvent read = read(event);
            assertThat(read.message()).as("seed %d", seed).isEqualTo(event.getFormattedMessage());
            lazy += event.getArgumentArray() != null && event.getMessage().equals(read.template()) ? 1 : 0;
        }
        assertThat(lazy).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void an_argument_is_printed_once_and_only_if_it_is_in_the_message() throws EventFormatException {
        List<String> calls = new ArrayList<>();
        Object[] arguments = {named("a", calls), named("b", calls), named("c", calls)};
        LogEvent read = read(event("{} and {}", null, arguments));
        assertThat(read.message()).isEqualTo("a and b");
        assertThat(calls).containsExactly("a", "b");
    }

    @Test
    void an_argument_is_printed_once_though_another_appender_prints_it_too() throws EventFormatException {
        for (boolean first : new boolean[] {true, false}) {
            List<String> calls = new ArrayList<>();
            LoggingEvent event = event("{} of {}", null, 1, named("a", calls));
            String theirs = first ? event.getFormattedMessage() : "";
            LogEvent read = read(event);
            assertThat(read.message()).isEqualTo("1 of a").isEqualTo(first ? theirs : event.getFormattedMessage());
            assertThat(read.template()).isEqualTo("{} of {}");
            assertThat(calls).containsExactly("a");
        }
    }

    @Test
    void a_message_that_was_made_by_another_thread_is_taken_as_it_is() throws Exception {
        StringBuilder argument = new StringBuilder("before");
        LoggingEvent event = event("{}", null, argument);
        event.prepareForDeferredProcessing();
        argument.append(" and after");
        Callable<LogEvent> reading = () -> read(event);
        FutureTask<LogEvent> other = new FutureTask<>(reading);
        Thread thread = new Thread(other, "another");
        thread.start();
        assertThat(other.get().message()).isEqualTo("before");
        assertThat(other.get().template()).isEqualTo("{}");
    }

    @Test
    void an_event_of_another_class_has_the_message_that_it_says() throws EventFormatException {
        LoggingEvent event =
                new LoggingEvent("caller", context.getLogger("a"), Level.INFO, "{}", null, new Object[] {1}) {
                    @Override
                    public String getFormattedMessage() {
                        return "masked";
                    }
                };
        assertThat(read(event).message()).isEqualTo("masked");
    }

    private LoggingEvent event(String pattern, @Nullable Throwable thrown, @Nullable Object... arguments) {
        return new LoggingEvent("caller", context.getLogger("a"), Level.INFO, pattern, thrown, arguments);
    }

    private LogEvent read(LoggingEvent event) throws EventFormatException {
        mapper.map(event, writer);
        return EventReader.decode(writer.array(), writer.offset(), writer.length());
    }

    private static Object named(String name, List<String> calls) {
        return new Object() {
            @Override
            public String toString() {
                calls.add(name);
                return name;
            }
        };
    }
}
