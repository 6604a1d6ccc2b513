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
package io.logspool;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.KeyValue;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import io.logspool.event.MessageStyle;
import io.logspool.spool.SlotCursor;
import io.logspool.spool.SlotView;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolCursor;
import io.logspool.spool.SpoolOptions;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of many threads are read from a real spool as they were logged, wherever reading begins: what an event refers
 * to stands before it in its page.
 */
final class SpooledDefinitionsTest {

    private static final int THREADS = 4;
    private static final int EVENTS = 15_000;

    /** Of no thread of the agent, whose events would be kept out. */
    private static final long FIRST_THREAD_ID = 1_000_000;

    @TempDir
    private Path directory;

    @Test
    void what_several_threads_log_over_many_pages_is_read_as_it_was_logged() throws Exception {
        log(THREADS, EVENTS);
        List<SpoolPosition> positions = new ArrayList<>();
        List<LogEvent> events = read(SpoolPosition.START, positions);

        assertThat(events).hasSize(THREADS * EVENTS).allSatisfy(SpooledDefinitionsTest::check);
        assertThat(new HashSet<>(events)).hasSameSizeAs(events);
        for (int i = 0; i < positions.size(); i += positions.size() / 7 - 1) {
            assertThat(read(positions.get(i), new ArrayList<>())).isEqualTo(events.subList(i + 1, events.size()));
        }
    }

    @Test
    void names_are_known_again_when_a_cursor_goes_back() throws Exception {
        log(2, EVENTS);
        SpoolOptions options = SpoolOptions.of(directory.resolve("spool").resolve("orders"));
        try (Spool spool = Spool.open(options, new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            EventReader reader = new EventReader();
            List<LogEvent> events = new ArrayList<>();
            List<SpoolPosition> positions = new ArrayList<>();
            readOn(cursor, reader, Integer.MAX_VALUE, events, positions);
            assertThat(events).hasSize(2 * EVENTS);
            for (int back : new int[] {0, 2 * EVENTS - 2, 777, EVENTS, 12_345, 12_340}) {
                cursor.seek(positions.get(back));
                List<LogEvent> again = new ArrayList<>();
                readOn(cursor, reader, 5_000, again, new ArrayList<>());
                assertThat(again).isEqualTo(events.subList(back + 1, back + 1 + again.size()));
                assertThat(again).isNotEmpty();
            }
        }
    }

    private static void readOn(
            SpoolCursor cursor, EventReader reader, int most, List<LogEvent> events, List<SpoolPosition> positions)
            throws IOException, EventFormatException {
        while (events.size() < most && cursor.next()) {
            if (cursor.isDefinition()) {
                reader.define(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
            } else {
                events.add(reader.read(cursor.array(), cursor.offset(), cursor.length(), cursor.page()));
                positions.add(cursor.position());
            }
        }
    }

    @Test
    void a_definition_that_is_damaged_leaves_events_that_say_so() throws Exception {
        log(1, 100);
        damageFirst("com.example.Orders0".getBytes(StandardCharsets.UTF_8), 1);
        List<LogEvent> events = read(SpoolPosition.START, new ArrayList<>());

        assertThat(events).hasSize(100);
        assertThat(events)
                .anyMatch(event -> event.lostDefinitions() == 1
                        && String.valueOf(event.logger()).matches("\\?\\d+\\?"));
        assertThat(events.stream().filter(event -> event.lostDefinitions() == 0))
                .isNotEmpty()
                .allSatisfy(SpooledDefinitionsTest::check);
    }

    private void log(int threads, int events) throws InterruptedException {
        LogAgentConfig config = LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "orders")
                .set("spool.dir", directory.resolve("spool").toString())
                .set("spool.segment-bytes", "1MiB")
                .set("spool.max-bytes", "64MiB")
                .set("spool.overflow", "block")
                .set("spool.block-timeout", "20s")
                .set("ship.enabled", "false")
                .build();
        try (LogAgent agent = LogAgent.start(config)) {
            List<Thread> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t * events;
                Thread thread = new Thread(() -> {
                    for (int i = first; i < first + events; i++) {
                        agent.log(i, SpooledDefinitionsTest::write);
                    }
                });
                thread.start();
                running.add(thread);
            }
            for (Thread thread : running) {
                thread.join();
            }
            assertThat(agent.stats().accepted()).isEqualTo((long) threads * events);
        }
    }

    private static void write(Integer number, EventWriter writer) {
        writer.begin(number, LogLevel.INFO)
                .logger("com.example.Orders" + number % 30)
                .thread("worker-" + number % 100, FIRST_THREAD_ID + number)
                .mdc("request", "r" + number / 3)
                .keyValue("number", number);
        assertThat(writer.messageOfValues(MessageStyle.SLF4J, "order {} in state {}", arguments(number)))
                .isTrue();
        if (number % 50 == 0) {
            writer.throwable(new IllegalStateException("order " + number % 4));
        }
    }

    private static Object[] arguments(int number) {
        return new Object[] {number, "state" + number % 5};
    }

    private static void check(LogEvent event) {
        int number = (int) event.epochNanos();
        assertThat(event.logger()).isEqualTo("com.example.Orders" + number % 30);
        assertThat(event.threadName()).isEqualTo("worker-" + number % 100);
        assertThat(event.threadId()).isEqualTo(FIRST_THREAD_ID + number);
        assertThat(event.message()).isEqualTo("order " + number + " in state state" + number % 5);
        assertThat(event.mdc()).isEqualTo(Map.of("request", "r" + number / 3));
        assertThat(event.keyValues()).containsExactly(new KeyValue("number", (long) number));
        assertThat(event.lostDefinitions()).isZero();
        assertThat(event.throwable() != null).isEqualTo(number % 50 == 0);
    }

    private List<LogEvent> read(SpoolPosition from, List<SpoolPosition> positions)
            throws IOException, EventFormatException {
        List<LogEvent> events = new ArrayList<>();
        EventReader reader = new EventReader();
        SlotView slot = SlotView.find(directory.resolve("spool")).get(0);
        try (SlotCursor cursor = slot.openCursor(from)) {
            while (cursor.next()) {
                if (cursor.isDefinition()) {
                    reader.define(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
                } else {
                    events.add(reader.read(cursor.array(), cursor.offset(), cursor.length(), cursor.page()));
                    positions.add(cursor.position());
                }
            }
        }
        return events;
    }

    /** Changes the text where it comes for the {@code occurrence}-th time, from 0: first in an event, then defined. */
    private void damageFirst(byte[] text, int occurrence) throws IOException {
        Path file = SlotView.find(directory.resolve("spool")).get(0).segments().stream()
                .map(segment -> segment.file())
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            ByteBuffer bytes = access.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, access.length());
            int found = -1;
            for (int at = 0; at < bytes.limit() - text.length; at++) {
                byte[] here = new byte[text.length];
                bytes.get(at, here);
                if (Arrays.equals(here, text) && ++found == occurrence) {
                    bytes.put(at, (byte) 'X');
                    return;
                }
            }
        }
        throw new AssertionError("not found");
    }
}
