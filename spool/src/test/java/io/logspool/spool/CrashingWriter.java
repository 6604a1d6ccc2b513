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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program to be killed, or that halts itself after a while: threads append numbered entries, and record each only after
 * the append returned; a reader records each entry, and only then acknowledges it. What is recorded is in the page cache,
 * and outlives the process.
 */
final class CrashingWriter {

    /** Of files {@code accepted-<ordinal>-<thread>} and {@code read-<reader's ordinal>}: ordinal, sequence, number. */
    static final int RECORD_BYTES = 24;

    private static final int READ_AT_ONCE = 300;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private CrashingWriter() {}

    /** Takes directory, directory of the records, threads, and maybe the policy and the milliseconds to live. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Path records = Path.of(args[1]);
        int threads = Integer.parseInt(args[2]);
        OverflowPolicy overflow = args.length > 3 ? OverflowPolicy.valueOf(args[3]) : OverflowPolicy.DROP_NEWEST;
        if (args.length > 4) {
            haltAfter(Long.parseLong(args[4]));
        }
        Spool spool = Spool.open(options(directory, overflow), new byte[] {1, 2, 3});
        DutyCycleRunner runner = new DutyCycleRunner("spool", spool, Duration.ofMillis(10), CrashingWriter::fail);
        spool.onWorkNeeded(runner::wakeUp);
        runner.start();
        System.out.println(spool.incarnation().id());
        System.out.flush();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            new Thread(() -> append(spool, records, thread)).start();
        }
        if (args.length > 4) {
            // What the spool's own thread does two seconds later.
            new Thread(() -> loadChronicle(spool)).start();
        }
        read(spool, records, overflow == OverflowPolicy.DROP_OLDEST);
    }

    static SpoolOptions options(Path directory) {
        return options(directory, OverflowPolicy.DROP_NEWEST);
    }

    static SpoolOptions options(Path directory, OverflowPolicy overflow) {
        return TestOptions.in(directory)
                .maxBytes(overflow == OverflowPolicy.DROP_OLDEST ? 4L << 20 : 16L << 20)
                .overflow(overflow)
                .blockTimeout(Duration.ofMillis(100))
                .sync(overflow == OverflowPolicy.BLOCK ? SyncMode.ALWAYS : SyncMode.NONE)
                .build();
    }

    private static void haltAfter(long millis) {
        Thread clock = new Thread(() -> {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(PAUSE_NANOS / 10);
            }
            KillPoint.haltAfterCounting();
        });
        clock.setDaemon(true);
        clock.start();
    }

    private static void loadChronicle(Spool spool) {
        try {
            ChronicleRuntime.load(spool.slotDirectory(), spool.incarnation());
        } catch (IOException e) {
            fail(e);
        }
    }

    private static void append(Spool spool, Path records, int thread) {
        long ordinal = spool.incarnation().ordinal();
        try (FileChannel accepted = create(records.resolve("accepted-" + ordinal + "-" + thread))) {
            ByteBuffer payload = ByteBuffer.allocate(12 + 200);
            long defined = -1;
            for (long number = 0; ; number++) {
                int length = 12 + (int) (number * 31 % 200);
                payload.putInt(0, thread).putLong(4, number);
                long sequence;
                if (thread == 0) {
                    long page = spool.page();
                    defined = defined == page || spool.define(payload.array(), 0, 12, page) ? page : -1;
                    sequence = spool.append(payload.array(), 0, length, 1, page);
                } else {
                    sequence = spool.append(payload.array(), 0, length, 1);
                }
                if (sequence > 0) {
                    record(accepted, ordinal, sequence, number);
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Reads what there is, or in spurts, so that the spool becomes full in between. */
    private static void read(Spool spool, Path records, boolean spurts) throws IOException {
        try (SpoolCursor cursor = spool.openCursor();
                FileChannel read =
                        create(records.resolve("read-" + spool.incarnation().ordinal()))) {
            for (int n = 1; ; n++) {
                if (!cursor.next()) {
                    Thread.onSpinWait();
                    continue;
                }
                if (!cursor.isDefinition()) {
                    record(read, cursor.incarnation().ordinal(), cursor.sequence(), number(cursor));
                }
                if (n % 50 == 0) {
                    spool.acknowledge(cursor.position());
                }
                if (spurts && n % READ_AT_ONCE == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    static long number(SpoolCursor cursor) {
        return ByteBuffer.wrap(cursor.array()).getLong(cursor.offset() + 4);
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void record(FileChannel file, long ordinal, long sequence, long number) throws IOException {
        file.write(ByteBuffer.allocate(RECORD_BYTES)
                .putLong(ordinal)
                .putLong(sequence)
                .putLong(number)
                .flip());
    }

    private static void fail(Throwable e) {
        System.err.println(e);
        Runtime.getRuntime().halt(9);
    }
}
