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
package io.logspool.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** One Chronicle queue with one file that does not roll, and an appender for each measured thread. */
final class BareQueue implements AutoCloseable {

    /** Chronicle's own default block, which one mapping covers. */
    private static final int BLOCK_BYTES = 64 << 20;

    /** The rest of the block is for Chronicle's index. */
    private static final long ENTRY_BYTES = 60 << 20;

    /** What Chronicle takes over as the file of cycle 0, if it is there. */
    private static final String PREPARED_FILE = "19700101F.precreated";

    private final Path directory;
    private final ChronicleQueue queue;
    private final List<ExcerptAppender> appenders = new ArrayList<>();
    private final AtomicInteger threadsInside;
    private final long bytesPerThread;

    BareQueue(Path directory, boolean zeroed, int threads) throws IOException {
        this.directory = directory;
        this.threadsInside = new AtomicInteger(threads);
        this.bytesPerThread = ENTRY_BYTES / threads;
        if (zeroed) {
            writeZeros(Files.createDirectories(directory).resolve(PREPARED_FILE));
        }
        queue = SingleChronicleQueueBuilder.binary(directory)
                .blockSize(BLOCK_BYTES)
                .timeProvider(() -> 0L)
                .build();
        for (int i = 0; i < threads; i++) {
            ExcerptAppender appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true);
            appenders.add(appender);
        }
    }

    ExcerptAppender appender(int thread) {
        return appenders.get(thread);
    }

    /** What one thread may write, on disk. */
    long bytesPerThread() {
        return bytesPerThread;
    }

    /** Whether the calling thread was the last that wrote here. */
    boolean leave() {
        return threadsInside.decrementAndGet() == 0;
    }

    @Override
    public void close() throws IOException {
        queue.close();
        WorkDirectory.deleteRecursively(directory);
    }

    private static void writeZeros(Path path) throws IOException {
        byte[] zeros = new byte[256 << 10];
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (int written = 0; written < BLOCK_BYTES; written += zeros.length) {
                file.write(zeros);
            }
        }
    }
}
