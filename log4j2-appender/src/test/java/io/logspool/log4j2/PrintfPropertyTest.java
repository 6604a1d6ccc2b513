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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logspool.LogAgentConfig;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.testing.appender.NastyMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.StringFormattedMessage;
import org.apache.logging.log4j.message.StringFormatterMessageFactory;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A message of {@code printf}, or of a logger that formats all messages so ({@code LogManager.getFormatterLogger}), is the
 * one that Log4j's own layout prints, whatever pattern and arguments are.
 */
final class PrintfPropertyTest {

    private static final int ROUNDS = 10_000;

    private final LoggerContext context = new LoggerContext("formatting in a test");
    private final PatternLayout layout = PatternLayout.newBuilder()
            .setConfiguration(new NullConfiguration())
            .setPattern("%m")
            .setAlwaysWriteExceptions(false)
            .build();
    private final EventWriter writer = new EventWriter(1 << 18);
    private final Log4jEventMapper mapper = new Log4jEventMapper(LogAgentConfig.builder()
            .systemProperties(Map.of())
            .environment(Map.of())
            .build());
    private final List<Both> taken = new ArrayList<>();

    /** What came of an event. */
    private record Both(
            String theirs, @Nullable String ours, @Nullable String template) {}

    @BeforeEach
    void start() {
        // Log4j tells its status of each pattern that is wrong.
        StatusLogger.getLogger().getFallbackListener().setLevel(Level.OFF);
        AbstractAppender both = new AbstractAppender("BOTH", null, null, false, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                taken.add(both(event));
            }
        };
        both.start();
        context.start(new NullConfiguration());
        context.getConfiguration().getRootLogger().addAppender(both, Level.ALL, null);
        context.getConfiguration().getRootLogger().setLevel(Level.ALL);
        context.updateLoggers();
    }

    @AfterEach
    void stop() {
        context.stop();
        StatusLogger.getLogger().getFallbackListener().setLevel(Level.ERROR);
    }

    @Test
    void every_message_of_a_formatting_logger_is_the_one_that_log4j_prints() {
        Logger logger = context.getLogger("formatted", StringFormatterMessageFactory.INSTANCE);
        check((pattern, arguments) -> logger.info(pattern, arguments));
    }

    @Test
    void so_is_every_message_of_printf() {
        Logger logger = context.getLogger("printed");
        check((pattern, arguments) -> logger.printf(Level.INFO, pattern, arguments));
    }

    private interface Statement {
        void log(String pattern, @Nullable Object[] arguments);
    }

    private void check(Statement statement) {
        int right = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            NastyMessages messages = new NastyMessages(seed);
            String pattern = messages.format();
            @Nullable Object[] arguments = messages.arguments();
            statement.log(pattern, arguments);
            if (taken.isEmpty()) {
                // Log4j makes the message before any appender sees the event, which it drops if that fails.
                assertThatThrownBy(() -> new StringFormattedMessage(pattern, arguments).getFormattedMessage())
                        .as("seed %d", seed)
                        .isInstanceOf(RuntimeException.class);
                continue;
            }
            assertThat(taken).as("seed %d", seed).hasSize(1);
            Both event = taken.remove(0);
            assertThat(event.ours).as("seed %d", seed).isEqualTo(event.theirs);
            right += event.theirs.equals(pattern) ? 0 : 1;
            if (event.template != null) {
                assertThat(event.template).as("seed %d", seed).isEqualTo(pattern);
            }
        }
        assertThat(right).isGreaterThan(ROUNDS / 3);
    }

    private Both both(LogEvent event) {
        String theirs = layout.toSerializable(event);
        mapper.map(event, writer);
        try {
            io.logspool.event.LogEvent read = EventReader.decode(writer.array(), writer.offset(), writer.length());
            return new Both(theirs, read.message(), read.template());
        } catch (EventFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
