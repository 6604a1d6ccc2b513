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

import io.logspool.spool.DutyCycleRunner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Empties a log file whenever it has become large, so that the disk does not fill. Its writer is neither told nor held
 * up: it appends, and so goes on at the file's new end, or it goes on where it was, behind a hole that takes no disk.
 */
final class FileTruncator implements AutoCloseable {

    private static final long LARGE = 256L << 20;

    private final FileChannel channel;
    private final DutyCycleRunner runner;
    private final BackgroundFailure failure = new BackgroundFailure();
    private volatile boolean truncated;

    /** How long the file was when it was last emptied, while its writer has not begun it anew. Of the runner's thread. */
    private long emptiedAt;

    FileTruncator(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
        runner = new DutyCycleRunner("benchmark-truncator", this::truncate, Duration.ofMillis(20), failure::set);
        runner.start();
    }

    /** Fails if nothing was ever written, or this did not work. */
    void check() {
        try {
            failure.check();
            if (!truncated && channel.size() == 0) {
                throw new IllegalStateException("this run does not count: nothing was written");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        runner.close();
        channel.close();
    }

    private int truncate() throws IOException {
        long size = channel.size();
        if (size < emptiedAt) {
            emptiedAt = 0;
        }
        if (size - emptiedAt > LARGE) {
            channel.truncate(0);
            truncated = true;
            emptiedAt = size;
        }
        return 0;
    }
}
