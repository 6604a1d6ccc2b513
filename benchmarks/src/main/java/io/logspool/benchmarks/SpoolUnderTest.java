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

import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.Spool;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A spool with its defaults, but that it waits rather than refuses; with its own thread, and with a reader. */
final class SpoolUnderTest implements Closeable {

    private final RunningSpool running;
    private final DiscardingReader reader;

    SpoolUnderTest(Path directory) throws IOException {
        running = new RunningSpool(directory, RunningSpool.DEFAULT_BYTES, OverflowPolicy.BLOCK);
        reader = new DiscardingReader(running.spool());
    }

    Spool spool() {
        return running.spool();
    }

    DiscardingReader reader() {
        return reader;
    }

    /** Fails if the run so far is none that counts. */
    void check() {
        reader.check();
        running.check();
    }

    @Override
    public void close() throws IOException {
        reader.close();
        running.close();
    }
}
