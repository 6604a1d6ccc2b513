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
package io.logspool.ship;

import io.logspool.spool.Spool;
import io.logspool.spool.SpoolOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A shipper on a real spool, with a sink in memory and a clock that stands still. An entry is a text, {@code @} and a time, or {@code #}, a topic and more. */
final class ShipperRig implements AutoCloseable {

    /** An entry with this text cannot be mapped. */
    static final String UNREADABLE = "unreadable";

    static final String TOPIC = "logs";

    final ManualClock clock = new ManualClock();
    final FakeSink sink = new FakeSink();
    final List<String> said = new ArrayList<>();
    final List<String> buried = new ArrayList<>();
    final Spool spool;
    final Shipper shipper;
    boolean deadLettersFail;
    boolean deadLettersFull;

    ShipperRig(Path directory, long maxInFlightBytes) throws IOException {
        this(directory, ShipperOptions.of(maxInFlightBytes));
    }

    ShipperRig(Path directory, ShipperOptions options) throws IOException {
        spool = Spool.open(SpoolOptions.of(directory), new byte[0]);
        shipper = new Shipper(spool, ShipperRig::map, sink, this::bury, options, clock, new StatusListener() {
            @Override
            public void warn(String message) {
                said.add("warn: " + message);
            }

            @Override
            public void info(String message) {
                said.add("info: " + message);
            }
        });
    }

    void append(String... texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (spool.append(bytes, 0, bytes.length, 3) < 0) {
                throw new IllegalStateException("the spool did not take " + text);
            }
        }
    }

    /** Until there is nothing to do at this moment. */
    void work() throws IOException {
        for (int cycles = 0; shipper.doWork() > 0; cycles++) {
            if (cycles > 10_000) {
                throw new IllegalStateException("the shipper does not come to rest");
            }
        }
    }

    void pass(Duration time) throws IOException {
        clock.advance(time);
        work();
    }

    /** What a next start would find: the entries after the checkpoint. */
    List<String> backlog() throws IOException {
        List<String> texts = new ArrayList<>();
        try (var cursor = spool.openCursor()) {
            while (cursor.next()) {
                texts.add(text(cursor.array(), cursor.offset(), cursor.length()));
            }
        }
        return texts;
    }

    /** How many entries a next start would not see again. */
    long passed() throws IOException {
        try (var cursor = spool.openCursor()) {
            return cursor.next() ? cursor.sequence() - 1 : spool.stats().appended();
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    private static SinkRecord map(io.logspool.spool.Cursor entry, String eventId, long createdMillis)
            throws IOException {
        byte[] value = Arrays.copyOfRange(entry.array(), entry.offset(), entry.offset() + entry.length());
        if (text(value, 0, value.length).equals(UNREADABLE)) {
            throw new IOException("no event in there");
        }
        String text = text(value, 0, value.length);
        long time = text.startsWith("@") ? Long.parseLong(text.substring(1)) : createdMillis;
        String topic = text.startsWith("#") ? text.substring(1, text.indexOf(' ')) : TOPIC;
        return SinkRecord.of(topic, null, value, time, eventId, "text/plain");
    }

    private boolean bury(SinkRecord record, String reason) throws IOException {
        if (deadLettersFail) {
            throw new IOException("disk full");
        }
        if (deadLettersFull) {
            return false;
        }
        buried.add(text(record.value(), 0, record.value().length) + ": " + reason);
        return true;
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
