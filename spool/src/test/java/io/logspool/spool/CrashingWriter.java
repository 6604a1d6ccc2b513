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
package io.logspool.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A program to be killed: threads append numbered entries, and record each only after the append returned; a reader
 * records each entry, and only then acknowledges it. What is recorded is in the page cache, and outlives the process.
 */
final class CrashingWriter {

    /** A record of {@code accepted-<thread>}: sequence and number; of {@code read}: sequence and payload's number. */
    static final int RECORD_BYTES = 16;

    private CrashingWriter() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Path records = Path.of(args[1]);
        int threads = Integer.parseInt(args[2]);
        Spool spool = Spool.open(options(directory), new byte[] {1, 2, 3});
        DutyCycleRunner runner = new DutyCycleRunner("spool", spool, Duration.ofMillis(10), CrashingWriter::fail);
        spool.onWorkNeeded(runner::wakeUp);
        runner.start();
        System.out.println(spool.incarnation().id());
        System.out.flush();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            new Thread(() -> append(spool, records, thread)).start();
        }
        read(spool, records);
    }

    static SpoolOptions options(Path directory) {
        return new SpoolOptions(
                directory,
                16L << 20,
                1 << 20,
                0,
                64 << 10,
                OverflowPolicy.DROP_NEWEST,
                Duration.ofMillis(100),
                0,
                0,
                SyncMode.NONE,
                Duration.ofSeconds(1));
    }

    private static void append(Spool spool, Path records, int thread) {
        try (FileChannel accepted = create(records.resolve("accepted-" + thread))) {
            ByteBuffer payload = ByteBuffer.allocate(12 + 200);
            for (long number = 0; ; number++) {
                int length = 12 + (int) (number * 31 % 200);
                payload.putInt(0, thread).putLong(4, number);
                long sequence = spool.append(payload.array(), 0, length, 1);
                if (sequence > 0) {
                    record(accepted, sequence, number);
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private static void read(Spool spool, Path records) throws IOException {
        try (SpoolCursor cursor = spool.openCursor();
                FileChannel read = create(records.resolve("read"))) {
            for (int n = 1; ; n++) {
                if (!cursor.next()) {
                    Thread.onSpinWait();
                    continue;
                }
                record(read, cursor.sequence(), ByteBuffer.wrap(cursor.array()).getLong(cursor.offset() + 4));
                if (n % 50 == 0) {
                    spool.acknowledge(cursor.position());
                }
            }
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void record(FileChannel file, long sequence, long number) throws IOException {
        file.write(ByteBuffer.allocate(RECORD_BYTES)
                .putLong(sequence)
                .putLong(number)
                .flip());
    }

    private static void fail(Throwable e) {
        System.err.println(e);
        Runtime.getRuntime().halt(9);
    }
}
