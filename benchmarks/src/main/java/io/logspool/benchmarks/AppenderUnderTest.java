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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A framework that is configured with one appender, with whatever must run in the background beside it. */
final class AppenderUnderTest implements Closeable {

    /** The file that a row writes whose name says that it writes one. */
    private static final String FILE = "app.json";

    private final Framework framework;
    private final @Nullable AgentUnderTest agent;
    private final @Nullable FileTruncator truncator;

    /** What is configured. */
    interface Framework {

        /** Our appender, if it is the one. */
        @Nullable
        Object logspool();

        /** Fails if the framework or its appender has reported anything. */
        void check();

        void stop();
    }

    /**
     * Starts what runs beside it.
     *
     * @param row names the configuration
     */
    AppenderUnderTest(String row, Path directory, Framework framework) throws IOException {
        this.framework = framework;
        Object logspool = framework.logspool();
        framework.check();
        agent = logspool == null ? null : new AgentUnderTest(logspool, row.startsWith("shipping"));
        truncator = row.contains("file") ? new FileTruncator(directory.resolve(FILE)) : null;
    }

    /**
     * Fails if the run so far is none that counts.
     *
     * @throws IllegalStateException if an event was dropped, or the framework reports an error
     */
    void check() {
        if (agent != null) {
            agent.check();
        }
        if (truncator != null) {
            truncator.check();
        }
        framework.check();
    }

    @Override
    public void close() throws IOException {
        if (agent != null) {
            agent.close();
        }
        framework.stop();
        if (truncator != null) {
            truncator.close();
        }
    }
}
