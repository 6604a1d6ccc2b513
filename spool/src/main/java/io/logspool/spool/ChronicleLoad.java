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
 * what is said to be called elsewhere.
 *
 * <p>It begins a while after the spool was opened, when the application's own start, which needs the processor, is
 * mostly over; a program that ends before that does without. If it fails, the spool goes on with plain segments, and
 * tries again later.
 */
final class ChronicleLoad {

    private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Machine machine;
    private final Path slotDirectory;
    private final Incarnation incarnation;
    private long begunAt;
    private long delayNanos = DELAY_NANOS;

    private volatile @Nullable Thread thread;
    private volatile @Nullable String lastError;

    ChronicleLoad(Machine machine, Path slotDirectory, Incarnation incarnation) {
        this.machine = machine;
        this.begunAt = machine.nanoTime();
        this.slotDirectory = slotDirectory;
        this.incarnation = incarnation;
    }

    /** Whether to begin now. */
    boolean isDue() {
        return !isRunning() && !ChronicleRuntime.isLoaded() && machine.isOver(begunAt, delayNanos);
    }

    void start() {
        begunAt = machine.nanoTime();
        delayNanos = RETRY_NANOS;
        Thread loader = DutyCycleRunner.newAgentThread("logspool-load", this::load);
        loader.start();
        thread = loader;
    }

    private void load() {
        try {
            ChronicleRuntime.load(slotDirectory, incarnation);
        } catch (Throwable e) {
            lastError = "Chronicle Queue does not load: " + e;
        }
    }

    /** Any thread: disk it may be taking now. */
    long diskBytes() {
        return isRunning() ? ChronicleRuntime.LOADING_BYTES : 0;
    }

    /** Any thread. */
    @Nullable
    String lastError() {
        return lastError;
    }

    /** Any thread, after the last {@link #start()}: waits until nothing more is done to the slot, or for a short while. */
    void awaitEnd(long longestNanos) {
        Thread loader = thread;
        if (loader != null) {
            DutyCycleRunner.join(loader, longestNanos);
        }
    }

    private boolean isRunning() {
        Thread loader = thread;
        return loader != null && loader.isAlive();
    }
}
