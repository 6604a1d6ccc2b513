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

import io.logspool.LogAgentConfig;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.Guarded;
import io.logspool.event.LogLevel;
import io.logspool.event.MessageStyle;
import io.logspool.testing.appender.NastyMessages;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A message that is made when it is read is the one that Log4j would have made in the call, whatever the arguments. */
final class MessagePropertyTest {

    private static final int ROUNDS = 30_000;

    private final EventWriter writer = new EventWriter(1 << 18);
    private final Log4jEventMapper mapper = new Log4jEventMapper(LogAgentConfig.builder()
            .systemProperties(Map.of())
            .environment(Map.of())
            .build());
    private final AtomicInteger lazy = new AtomicInteger();

    @Test
    void every_message_is_the_one_that_log4j_makes() throws EventFormatException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            NastyMessages messages = new NastyMessages(seed);
            check(new ParameterizedMessage(messages.pattern(), messages.arguments()), seed);
        }
        assertThat(lazy).hasValueGreaterThan(ROUNDS / 10);
    }

    @Test
    void so_is_every_message_of_those_that_are_used_again() throws EventFormatException {
        MutableLogEvent reused = new MutableLogEvent();
        for (long seed = 0; seed < ROUNDS; seed++) {
            NastyMessages messages = new NastyMessages(seed);
            Message message = ReusableMessageFactory.INSTANCE.newMessage(messages.pattern(), messages.arguments());
            if (failsInLog4j(message)) {
                continue;
            }
            check(message, seed);
            reused.setMessage(message);
            reused.setLevel(Level.INFO);
            reused.setLoggerName("a");
            check(reused, reused.getMessage().getFormattedMessage(), seed);
            reused.clear();
            ReusableMessageFactory.release(message);
        }
        assertThat(lazy).hasValueGreaterThan(ROUNDS / 10);
    }

    /** A pattern that ends with a backslash is too much for Log4j 2.26. */
    private static boolean failsInLog4j(Message message) {
        return Guarded.callOr(null, message, Message::getFormattedMessage) == null;
    }

    private void check(Message message, long seed) throws EventFormatException {
        LogEvent event = Log4jLogEvent.newBuilder()
                .setLoggerName("a")
                .setLevel(Level.INFO)
                .setMessage(message)
                .build();
        check(event, Guarded.call(message, "getFormattedMessage()", Message::getFormattedMessage), seed);
    }

    private void check(LogEvent event, @Nullable String expected, long seed) throws EventFormatException {
        mapper.map(event, writer);
        io.logspool.event.LogEvent read = EventReader.decode(writer.array(), writer.offset(), writer.length());
        assertThat(read.message()).as("seed %d", seed).isEqualTo(expected);
        writer.begin(0, LogLevel.INFO);
        Message message = event.getMessage();
        lazy.addAndGet(
                read.template() != null
                                && writer.messageOfValues(MessageStyle.LOG4J, read.template(), message.getParameters())
                        ? 1
                        : 0);
    }
}
