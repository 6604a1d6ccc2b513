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
package io.logspool.testing.appender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application to be killed: its threads log numbered events, and record each only after the call returned. What is
 * recorded is in the page cache, and outlives the process.
 */
final class LoggingProgram {

    static final String READY = "ready";

    private static final String LOGGER = "program";

    private static final int BYTES = 1;
    private static final long PACE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private LoggingProgram() {}

    public static void main(String[] args) {
        Path records = Path.of(args[0]);
        int threads = Integer.parseInt(args[1]);
        // Before there are more threads: what they log while SLF4J still looks for a framework, it keeps back. And some
        // frameworks make an appender with the first logger that has one: starting it is no part of the time to live.
        LoggerFactory.getLogger(LOGGER);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            new Thread(() -> log(records, thread)).start();
        }
        System.out.println(READY);
        System.out.flush();
    }

    /** The logger that a thread of a round uses. */
    static String loggerOf(Path records, int thread) {
        return LOGGER + "." + records.getFileName() + ".thread-" + thread;
    }

    /** How many events the thread had logged when it was killed: numbers 0 to one less. */
    static long recorded(Path records, int thread) throws IOException {
        Path file = fileOf(records, thread);
        return Files.exists(file) ? Files.size(file) / BYTES : 0;
    }

    private static Path fileOf(Path records, int thread) {
        return records.resolve("logged-" + thread);
    }

    private static void log(Path records, int thread) {
        Logger logger = LoggerFactory.getLogger(loggerOf(records, thread));
        ByteBuffer done = ByteBuffer.allocate(BYTES);
        try (FileChannel recorded =
                FileChannel.open(fileOf(records, thread), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long number = 0; ; number++) {
                logger.info("number {}", number);
                recorded.write(done.clear());
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
