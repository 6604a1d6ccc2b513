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
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolCursor;
import io.logspool.spool.SpoolPosition;
import io.logspool.spool.SpoolStats;
import java.io.IOException;
import java.time.Duration;

/** Reads a spool as its shipper would, throws away what it reads, and acknowledges it, so that disk is given back. */
final class DiscardingReader implements AutoCloseable {

    /** The name of its thread. */
    static final String THREAD = "benchmark-reader";

    private static final int READ_PER_CALL = 10_000;

    private final Spool spool;
    private final SpoolCursor cursor;
    private final DutyCycleRunner runner;
    private final BackgroundFailure failure = new BackgroundFailure();
    private volatile long segment;

    DiscardingReader(Spool spool) {
        this.spool = spool;
        this.cursor = spool.openCursor();
        this.runner = new DutyCycleRunner(THREAD, this::read, Duration.ofMillis(1), failure::set);
        runner.start();
    }

    /**
     * Fails if the run so far is none that counts.
     *
     * @throws IllegalStateException if an entry was refused or lost, or this reader failed
     */
    void check() {
        SpoolStats stats = spool.stats();
        long refused =
                stats.refused().values().stream().mapToLong(Long::longValue).sum();
        failure.check();
        if (refused > 0 || stats.lost() > 0) {
            throw new IllegalStateException("this run does not count: " + stats);
        }
    }

    /** The number of the segment that it is in; one more than before for each roll. */
    long segment() {
        return segment;
    }

    @Override
    public void close() throws IOException {
        runner.close();
        cursor.close();
    }

    private int read() throws IOException {
        int entries = 0;
        while (entries < READ_PER_CALL && cursor.next()) {
            entries++;
        }
        SpoolPosition position = cursor.position();
        segment = position.segment();
        spool.acknowledge(position);
        // It reads in runs, as a shipper does, which has something to do with what it reads.
        return entries < READ_PER_CALL ? 0 : entries;
    }
}
