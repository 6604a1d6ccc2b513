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
package io.logspool.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * An entry never exceeds its limit, whatever goes in; what is cut is cut between characters and said; time, level, logger
 * and thread stay.
 */
final class EventLimitTest {

    private static final int[] LIMITS = {1024, 1025, 1500, 4096, 10_000, 65_536, 262_144};
    private static final String[] UNITS = {"a", "é", "€", "😀", "x😀", "\uD83D", "\u0000"};

    @Test
    void an_event_that_fits_is_not_cut() throws EventFormatException {
        EventWriter writer = new EventWriter(4096);
        writer.begin(1, LogLevel.INFO);
        int around = writer.length() + 3;
        writer.begin(1, LogLevel.INFO).message("x".repeat(4096 - around));
        assertThat(writer.length()).isEqualTo(4096);
        assertThat(read(writer).truncated()).isFalse();
        writer.begin(1, LogLevel.INFO).message("x".repeat(4096 - around + 1));
        assertThat(writer.length()).isLessThanOrEqualTo(4096).isGreaterThan(4090);
        assertThat(read(writer).truncated()).isTrue();
    }

    @Test
    void the_longest_text_is_cut_first() throws EventFormatException {
        EventWriter writer = new EventWriter(4096);
        writer.begin(1, LogLevel.INFO)
                .message("m".repeat(10_000_000))
                .template("t".repeat(700))
                .mdc("k", "v".repeat(700));
        LogEvent event = read(writer);
        assertThat(event.template()).hasSize(700);
        assertThat(event.mdc().get("k")).hasSize(700);
        assertThat(event.message()).hasSizeGreaterThan(2500);
        assertThat(writer.length()).isLessThanOrEqualTo(4096).isGreaterThan(4080);
        assertThat(writer.truncated()).isTrue();
    }

    @Test
    void no_character_is_split() throws EventFormatException {
        for (int limit = 1024; limit < 1060; limit++) {
            for (String unit : new String[] {"é", "€", "😀"}) {
                EventWriter writer = new EventWriter(limit);
                writer.begin(1, LogLevel.INFO).message(unit.repeat(1000));
                String message = read(writer).message();
                assertThat(message).isNotNull().isNotEmpty();
                assertThat(message.replace(unit, "")).isEmpty();
                assertThat(writer.length()).isLessThanOrEqualTo(limit);
            }
        }
    }

    @Test
    void ten_thousand_entries_of_each_kind_share_the_room() throws EventFormatException {
        EventWriter writer = new EventWriter(64 * 1024);
        writer.begin(1, LogLevel.INFO).message("m").logger("l").thread("t", 7);
        for (int i = 0; i < 10_000; i++) {
            writer.mdc("key" + i, "value" + i).keyValue("pair" + i, i).marker("marker" + i);
        }
        writer.throwable(new IllegalStateException("x"));
        LogEvent event = read(writer);
        assertThat(event.mdc()).hasSizeGreaterThan(500).containsEntry("key0", "value0");
        assertThat(event.keyValues()).hasSizeGreaterThan(500);
        assertThat(event.markers()).hasSizeGreaterThan(500);
        assertThat(event.throwable()).isNotNull();
        assertThat(event.message()).isEqualTo("m");
        assertThat(writer.length()).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void a_number_is_left_out_rather_than_cut() throws EventFormatException {
        BigInteger number = BigInteger.TEN.pow(250);
        EventWriter writer = new EventWriter(1024);
        writer.begin(1, LogLevel.INFO);
        for (int i = 0; i < 20; i++) {
            writer.keyValue("n" + i, number);
        }
        LogEvent event = read(writer);
        assertThat(event.keyValues()).isNotEmpty().allMatch(pair -> number.equals(pair.value()));
    }

    @Test
    void generated_events_keep_every_limit_and_can_be_read() throws EventFormatException {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int limit = LIMITS[random.nextInt(LIMITS.length)];
            EventWriter writer = new EventWriter(limit);
            writer.begin(seed, LogLevel.WARN);
            int rounds = random.nextInt(60);
            for (int i = 0; i < rounds; i++) {
                step(writer, random, random.nextInt(20) == 0 ? limit : limit / 20);
            }
            writer.logger("the.Logger").thread("the-thread", 99);
            assertThat(writer.length()).as("seed %d", seed).isLessThanOrEqualTo(limit);
            LogEvent event = read(writer);
            assertThat(event.epochNanos()).isEqualTo(seed);
            assertThat(event.level()).isEqualTo(LogLevel.WARN);
            assertThat(event.logger()).as("seed %d", seed).isEqualTo("the.Logger");
            assertThat(event.threadName()).isEqualTo("the-thread");
            assertThat(event.threadId()).isEqualTo(99);
            assertThat(event.truncated()).isEqualTo(writer.truncated());
        }
    }

    private static void step(EventWriter writer, Random random, int size) {
        switch (random.nextInt(9)) {
            case 0 -> writer.message(text(random, size));
            case 1 -> writer.template(text(random, size));
            case 2, 3 -> writer.mdc(text(random, size / 8), text(random, size));
            case 4, 5 -> writer.keyValue(text(random, size / 8), value(random, size));
            case 6 -> writer.marker(text(random, size));
            case 7 -> writer.caller(text(random, size), "m", text(random, size), 1);
            default -> writer.throwable(throwable(random, size));
        }
    }

    private static Object value(Random random, int size) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> new BigInteger(random.nextInt(2000), random);
            case 2 -> random.nextDouble();
            default -> text(random, size);
        };
    }

    private static Throwable throwable(Random random, int size) {
        Exception result = new Exception(text(random, size));
        for (int i = random.nextInt(20); i > 0; i--) {
            result = new Exception(text(random, size), result);
            StackTraceElement[] stack = new StackTraceElement[random.nextInt(200)];
            for (int f = 0; f < stack.length; f++) {
                stack[f] = new StackTraceElement(text(random, 200), text(random, 30), text(random, 30), f);
            }
            result.setStackTrace(stack);
            if (random.nextBoolean()) {
                result.addSuppressed(new Exception(text(random, size)));
            }
        }
        return result;
    }

    private static String text(Random random, int size) {
        return UNITS[random.nextInt(UNITS.length)].repeat(random.nextInt(size + 1));
    }

    private static LogEvent read(EventWriter writer) throws EventFormatException {
        byte[] exact = Arrays.copyOf(writer.array(), writer.length());
        return EventReader.decode(exact, 0, exact.length);
    }
}
