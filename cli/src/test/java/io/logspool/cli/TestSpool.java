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
package io.logspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.encode.Resource;
import io.logspool.encode.ServiceIdentity;
import io.logspool.event.EventWriter;
import io.logspool.event.LogLevel;
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.SegmentFile;
import io.logspool.spool.SlotView;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolCursor;
import io.logspool.spool.SpoolOptions;
import io.logspool.spool.SyncMode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real spool with events in it, an agent's way. */
final class TestSpool implements AutoCloseable {

    private final Spool spool;
    private final EventWriter writer = new EventWriter(64 << 10);

    TestSpool(Path spoolDirectory, String service) throws IOException {
        Resource resource = new Resource(
                new ServiceIdentity(service, "1.2", "test", null), "host-1", 4711, null, null, null, null, null);
        this.spool = Spool.open(
                new SpoolOptions(
                        spoolDirectory.resolve(service),
                        16L << 20,
                        1 << 20,
                        0,
                        64 << 10,
                        OverflowPolicy.DROP_NEWEST,
                        Duration.ofMillis(100),
                        0,
                        0,
                        SyncMode.NONE,
                        Duration.ofSeconds(1)),
                resource.toBytes());
    }

    /** An event that is begun, to be completed and {@link #append}ed. */
    EventWriter event(Duration ago, LogLevel level) {
        return writer.begin(TimeUnit.MILLISECONDS.toNanos(Run.NOW.minus(ago).toEpochMilli()), level);
    }

    void append(EventWriter event) throws IOException {
        assertThat(spool.append(
                        event.array(),
                        event.offset(),
                        event.length(),
                        event.level().code()))
                .isPositive();
        spool.doWork();
    }

    /** Logs a plain event. */
    void log(Duration ago, LogLevel level, String logger, String message) throws IOException {
        append(event(ago, level).logger(logger).thread("main", 1).message(message));
    }

    /** Logs events that the spool does not take. */
    void refuse(int events) {
        byte[] tooLarge = new byte[(64 << 10) + 1];
        for (int i = 0; i < events; i++) {
            assertThat(spool.append(tooLarge, 0, tooLarge.length, 1)).isNegative();
        }
    }

    void acknowledge(int events) throws IOException {
        try (SpoolCursor cursor = spool.openCursor()) {
            for (int i = 0; i < events; i++) {
                assertThat(cursor.next()).isTrue();
            }
            spool.acknowledge(cursor.position());
        }
    }

    Path slot() {
        return spool.slotDirectory();
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    /** Changes a byte of a slot's first segment. */
    static void flip(Path slot, long fromEnd) throws IOException {
        List<SegmentFile> segments = SlotView.find(slot).get(0).segments();
        try (RandomAccessFile file = new RandomAccessFile(segments.get(0).file().toFile(), "rw")) {
            long at = file.length() - fromEnd;
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 0x10);
        }
    }
}
