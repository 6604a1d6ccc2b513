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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A spool with its defaults, but that it waits rather than refuses; with its own thread, and with a reader. */
final class SpoolUnderTest implements Closeable {

    private final Spool spool;
    private final DutyCycleRunner worker;
    private final DiscardingReader reader;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    SpoolUnderTest(Path directory) throws IOException {
        spool = Spool.open(options(directory), new byte[64]);
        worker = new DutyCycleRunner("benchmark-spool", spool, Duration.ofMillis(100), this::fail);
        spool.onWorkNeeded(worker::wakeUp);
        worker.start();
        reader = new DiscardingReader(spool);
    }

    Spool spool() {
        return spool;
    }

    /** Fails if the run so far is none that counts. */
    void check() {
        reader.check();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("this run does not count", failed);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
        worker.close();
        spool.close();
    }

    private void fail(Throwable e) {
        failure.compareAndSet(null, e);
    }

    /** What a refusal would hide, a wait puts into the time measured. */
    private static SpoolOptions options(Path directory) {
        SpoolOptions defaults = SpoolOptions.of(directory);
        return new SpoolOptions(
                directory,
                defaults.maxBytes(),
                defaults.segmentBytes(),
                defaults.minFreeBytes(),
                defaults.maxEntryBytes(),
                OverflowPolicy.BLOCK,
                Duration.ofSeconds(10),
                0,
                0,
                SyncMode.NONE,
                defaults.syncInterval());
    }
}
