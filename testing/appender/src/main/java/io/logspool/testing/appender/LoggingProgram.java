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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application to be killed: its threads log numbered events, and record each only after the call returned. What is
 * recorded is in the page cache, and outlives the process.
 *
 * <p>A framework's call does not say whether the event was taken. But it may be refused for one reason only, that there was
 * no getting at the spool for {@code spool.block-timeout}, as happens where a thread loses its processor in the middle of
 * an append: so a call that took less than that was not refused, and one that took longer is recorded as such.
 */
final class LoggingProgram {

    static final String READY = "ready";

    /** To be the {@code spool.block-timeout} of the agent: its default. */
    static final Duration BLOCK_TIMEOUT = Duration.ofMillis(100);

    /** Before the number. */
    static final String MESSAGE = "number ";

    private static final String LOGGER = "program";

    private static final byte IN_TIME = 't';
    private static final byte LATE = 'l';
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

    /** The events that the thread had logged when it was killed, numbers 0 to one less: whether each was taken for sure. */
    static boolean[] recorded(Path records, int thread) throws IOException {
        Path file = fileOf(records, thread);
        byte[] marks = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        boolean[] taken = new boolean[marks.length];
        for (int number = 0; number < marks.length; number++) {
            taken[number] = marks[number] == IN_TIME;
        }
        return taken;
    }

    private static Path fileOf(Path records, int thread) {
        return records.resolve("logged-" + thread);
    }

    private static void log(Path records, int thread) {
        Logger logger = LoggerFactory.getLogger(loggerOf(records, thread));
        ByteBuffer done = ByteBuffer.allocate(1);
        try (FileChannel recorded =
                FileChannel.open(fileOf(records, thread), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long number = 0; ; number++) {
                long begin = System.nanoTime();
                logger.info(MESSAGE + "{}", number);
                boolean inTime = System.nanoTime() - begin < BLOCK_TIMEOUT.toNanos();
                recorded.write(done.clear().put(0, inTime ? IN_TIME : LATE));
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
