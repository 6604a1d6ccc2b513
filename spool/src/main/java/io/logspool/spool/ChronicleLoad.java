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

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Chronicle being loaded beside the spool's work, by a thread that ends with it. Owned by the spool's thread, but for
 * what is said to be read elsewhere.
 *
 * <p>If it fails, the spool goes on without Chronicle, and tries again later.
 */
final class ChronicleLoad {

    private static final long LONGEST_DELAY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path slotDirectory;
    private final Incarnation incarnation;
    private long dueAt = System.nanoTime() + LONGEST_DELAY_NANOS;
    private boolean started;

    private volatile boolean running;
    private volatile @Nullable String lastError;

    ChronicleLoad(Path slotDirectory, Incarnation incarnation) {
        this.slotDirectory = slotDirectory;
        this.incarnation = incarnation;
    }

    /** Whether to begin now. */
    boolean isDue(boolean inUse) {
        if (running || ChronicleRuntime.isLoaded()) {
            return false;
        }
        return (inUse && !started) || System.nanoTime() - dueAt >= 0;
    }

    void start() {
        started = true;
        dueAt = System.nanoTime() + RETRY_NANOS;
        running = true;
        DutyCycleRunner.newAgentThread("logspool-load", this::load).start();
    }

    private void load() {
        try {
            ChronicleRuntime.load(slotDirectory, incarnation);
        } catch (Throwable e) {
            lastError = "Chronicle Queue does not load: " + e;
        } finally {
            running = false;
        }
    }

    /** Any thread: disk it may be taking now. */
    long diskBytes() {
        return running ? ChronicleRuntime.LOADING_BYTES : 0;
    }

    /** Any thread. */
    @Nullable
    String lastError() {
        return lastError;
    }
}
