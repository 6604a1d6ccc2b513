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
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolOptions;
import io.logspool.spool.SyncMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A spool with its own thread, as an agent runs it. */
final class RunningSpool implements Closeable {

    /** The name of the spool's thread. */
    static final String THREAD = "benchmark-spool";

    /** As much disk as a spool may take by default. */
    static final long DEFAULT_BYTES = 1L << 30;

    private final Spool spool;
    private final DutyCycleRunner worker;
    private final BackgroundFailure failure = new BackgroundFailure();

    RunningSpool(Path directory, long maxBytes, OverflowPolicy overflow) throws IOException {
        spool = open(directory, maxBytes, overflow);
        worker = new DutyCycleRunner(THREAD, spool, Duration.ofMillis(100), failure::set);
        spool.onWorkNeeded(worker::wakeUp);
        worker.start();
    }

    /**
     * A spool without its thread, and with its defaults, but that it waits up to 10 s for disk that is being prepared: what
     * a refusal would hide, a wait puts into the time measured.
     */
    static Spool open(Path directory, long maxBytes, OverflowPolicy overflow) throws IOException {
        SpoolOptions defaults = SpoolOptions.of(directory);
        SpoolOptions options = new SpoolOptions(
                directory,
                maxBytes,
                defaults.segmentBytes(),
                defaults.minFreeBytes(),
                defaults.maxEntryBytes(),
                overflow,
                Duration.ofSeconds(10),
                0,
                0,
                SyncMode.NONE,
                defaults.syncInterval());
        return Spool.open(options, new byte[64]);
    }

    Spool spool() {
        return spool;
    }

    /** Fails if the spool's thread did. */
    void check() {
        failure.check();
    }

    @Override
    public void close() throws IOException {
        worker.close();
        spool.close();
    }
}
