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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is written through a dictionary is read as what is written without one, whatever pages end and definitions are
 * refused in between.
 */
final class CodecPropertyTest {

    private static final int LIMIT = 4096;
    private static final String[] NAMES = {
        "a", "com.example.Orders", "é€😀", "\uD83D", "", "x".repeat(600), "user", "q".repeat(70)
    };
    private static final StackTraceElement[] FRAMES = new StackTraceElement[60];

    static {
        for (int i = 0; i < FRAMES.length; i++) {
            FRAMES[i] = i % 7 == 0
                    ? new StackTraceElement(null, "java.base", "17", "java.util.Map" + i, "get", "Map.java", i)
                    : new StackTraceElement("com.example.Orders", "step" + i, i % 3 == 0 ? null : "Orders.java", -i);
        }
    }

    @Test
    void events_through_a_dictionary_are_read_as_those_without() throws EventFormatException {
        int bound = 0;
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            PagesInMemory pages = new PagesInMemory(200 + random.nextInt(20_000), seed, random.nextInt(3) * 20);
            Dictionary dictionary = new Dictionary(pages, LIMIT);
            EventWriter writer = new EventWriter(LIMIT, dictionary);
            EventWriter plain = new EventWriter(1 << 20);
            List<LogEvent> expected = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                long eventSeed = random.nextInt(40);
                write(plain, new Random(eventSeed));
                expected.add(EventReader.decode(plain.array(), 0, plain.length()));
                write(writer, new Random(eventSeed));
                if (random.nextInt(10) == 0) {
                    pages.nextPage();
                }
                if (random.nextInt(20) == 0) {
                    writer.moveOn();
                }
                bound += writer.isBound() ? 1 : 0;
                pages.append(writer);
                assertThat(writer.length()).isLessThanOrEqualTo(LIMIT);
            }
            check(pages, expected);
        }
        assertThat(bound).isGreaterThan(1000);
    }

    @Test
    void several_threads_share_a_dictionary() throws Exception {
        PagesInMemory pages = new PagesInMemory(5_000, 1, 50);
        Dictionary dictionary = new Dictionary(pages, LIMIT);
        Map<Long, LogEvent> expected = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            int number = t;
            Thread thread = new Thread(() -> logMany(number, pages, dictionary, expected));
            thread.setUncaughtExceptionHandler((failed, error) -> failures.add(error));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        List<LogEvent> read = read(pages);
        assertThat(read).hasSize(4 * 3000);
        for (LogEvent event : read) {
            assertSame(event, Objects.requireNonNull(expected.get(event.threadId())));
        }
    }

    private static void logMany(int thread, PagesInMemory pages, Dictionary dictionary, Map<Long, LogEvent> expected) {
        EventWriter writer = new EventWriter(1 << 20, dictionary);
        EventWriter plain = new EventWriter(1 << 20);
        for (int i = 0; i < 3000; i++) {
            long id = 1 + thread * 3000L + i;
            try {
                write(plain, new Random(i % 50));
                plain.thread("t", id);
                expected.put(id, EventReader.decode(plain.array(), 0, plain.length()));
            } catch (EventFormatException e) {
                throw new IllegalStateException(e);
            }
            write(writer, new Random(i % 50));
            pages.append(writer.thread("t", id));
        }
    }

    private static void check(PagesInMemory pages, List<LogEvent> expected) throws EventFormatException {
        List<LogEvent> read = read(pages);
        assertThat(read).hasSameSizeAs(expected);
        for (int i = 0; i < read.size(); i++) {
            if (!read.get(i).truncated()) {
                assertSame(read.get(i), expected.get(i));
            }
        }
        assertThat(read).anyMatch(event -> !event.truncated());
    }

    private static void assertSame(LogEvent read, LogEvent expected) {
        assertThat(read).isEqualTo(expected);
    }

    private static List<LogEvent> read(PagesInMemory pages) throws EventFormatException {
        EventReader reader = new EventReader();
        List<LogEvent> events = new ArrayList<>();
        for (PagesInMemory.Entry entry : pages.entries()) {
            byte[] bytes = entry.bytes();
            if (entry.isDefinition()) {
                reader.define(bytes, 0, bytes.length, entry.page());
            } else {
                events.add(reader.read(bytes, 0, bytes.length, entry.page()));
            }
        }
        return events;
    }

    /** The same event for the same random numbers. */
    static void write(EventWriter writer, Random random) {
        writer.begin(random.nextLong(), Objects.requireNonNull(LogLevel.ofCode(1 + random.nextInt(6))));
        writer.logger(name(random));
        if (random.nextBoolean()) {
            Object[] arguments = new Object[random.nextInt(5)];
            Arrays.setAll(arguments, i -> value(random));
            String pattern = name(random) + " {} of {}, \\{} and {}";
            if (!writer.messageOfValues(MessageStyle.SLF4J, pattern, arguments)) {
                writer.message(pattern + Arrays.toString(arguments)).template(pattern);
            }
        } else {
            writer.message(name(random)).template(name(random));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> writer.mdc(name(random), name(random));
                case 1 -> writer.keyValue(name(random), value(random));
                case 2 -> writer.marker(name(random));
                default -> writer.caller(FRAMES[random.nextInt(FRAMES.length)]);
            }
        }
        if (random.nextInt(3) == 0) {
            Exception thrown = new Exception(name(random));
            int from = random.nextInt(FRAMES.length);
            thrown.setStackTrace(Arrays.copyOfRange(FRAMES, from, from + random.nextInt(FRAMES.length - from)));
            writer.throwable(thrown);
        }
    }

    private static String name(Random random) {
        return NAMES[random.nextInt(NAMES.length)];
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> random.nextGaussian();
            case 4 -> (float) random.nextGaussian();
            case 5 -> random.nextBoolean();
            case 6 -> (char) random.nextInt(0xD800);
            case 7 -> new BigInteger(random.nextInt(1200), random).negate();
            case 8 -> new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(40) - 20);
            case 9 -> new UUID(random.nextLong(), random.nextLong());
            case 10 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            case 11 -> LocalDate.ofEpochDay(random.nextInt(1_000_000) - 500_000);
            case 12 -> LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(1000) * 1_000_000, ZoneOffset.UTC);
            case 13 -> Duration.ofMillis(random.nextLong() >> 10);
            case 14 -> (short) random.nextInt();
            default -> name(random);
        };
    }
}
