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

import com.sun.management.ThreadMXBean;
import io.logspool.LogAgentConfig;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.LogLevel;
import io.logspool.event.MessageStyle;
import io.logspool.testing.appender.NastyMessages;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that is made when it is read is the one that the JDK would have made in the call, whatever the arguments. */
final class MessagePropertyTest {

    private static final int ROUNDS = 30_000;
    private static final String[] PIECES = {
        "{0}", "{1}", "{2}", "{9}", "{", "}", "'", "text ", "{10}", "{0,number}", "ü😀"
    };

    private final EventWriter writer = new EventWriter(1 << 18);
    private final Formatter formatter = new SimpleFormatter();
    private final LogRecordMapper mapper = new LogRecordMapper(
            LogAgentConfig.builder()
                    .systemProperties(Map.of())
                    .environment(Map.of())
                    .build(),
            () -> formatter);

    @Test
    void every_message_is_the_one_that_the_jdk_makes() throws EventFormatException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            NastyMessages messages = new NastyMessages(seed);
            check(messages.pattern(), messages.arguments(), seed);
        }
    }

    @Test
    void so_is_every_message_of_strings() throws EventFormatException {
        int later = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            StringBuilder pattern = new StringBuilder();
            for (int i = random.nextInt(25); i > 0; i--) {
                pattern.append(PIECES[random.nextInt(random.nextBoolean() ? 3 : PIECES.length)]);
            }
            @Nullable Object[] arguments = new Object[random.nextInt(4)];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = random.nextInt(10) == 0 ? null : "text {" + random.nextInt(3) + "}";
            }
            check(pattern.toString(), arguments, seed);
            writer.begin(0, LogLevel.INFO);
            later += writer.messageOfValues(MessageStyle.JUL, pattern.toString(), arguments) ? 1 : 0;
        }
        assertThat(later).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-CH", "sv-SE", "fa-IR", "ar-EG", "hi-IN-u-nu-deva", "fr-FR", "und"})
    void so_is_every_message_of_numbers_in_any_locale(String tag) throws EventFormatException {
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag(tag));
        try {
            Object[] numbers = {
                0,
                -1,
                999,
                1000,
                -999,
                -1000,
                1234567,
                (byte) -5,
                (short) 77,
                42L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0.0,
                -0.0,
                0.5,
                1.0 / 3,
                1e21,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                1.5f,
                new BigDecimal("12345.6789"),
                BigInteger.TEN.pow(30),
                new AtomicInteger(7),
                new AtomicLong(-12345)
            };
            for (Object number : numbers) {
                check("{0} of {1}, {2}", new Object[] {number, "text", true}, 0);
                check("{0}", new Object[] {number, number}, 1);
            }
            check("{0} {1}", new Integer[] {1, 10_000}, 2);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    @Test
    void a_message_with_numbers_leaves_little_behind() {
        LogRecord record = new LogRecord(Level.INFO, "{0} of {1} at {2}");
        record.setParameters(new Object[] {7, 1234567, 0.25});
        for (int i = 0; i < 20_000; i++) {
            mapper.map(record, writer);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 1000; i++) {
            mapper.map(record, writer);
        }
        long bytes = (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 1000;
        // The JDK's formatter makes several kilobytes of it; here it is the texts of two numbers.
        assertThat(bytes).isLessThan(1000);
    }

    private void check(String pattern, @Nullable Object[] arguments, long seed) throws EventFormatException {
        LogRecord record = new LogRecord(Level.INFO, pattern);
        record.setParameters(arguments);
        mapper.map(record, writer);
        assertThat(EventReader.decode(writer.array(), writer.offset(), writer.length())
                        .message())
                .as("seed %d: %s", seed, pattern)
                .isEqualTo(formatter.formatMessage(record));
    }
}
