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
package io.logspool;

import io.logspool.ship.AgentState;
import io.logspool.ship.EventRecords;
import io.logspool.ship.Shipper;
import io.logspool.ship.ShipperStats;
import io.logspool.spool.DutyCycle;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The part of an agent that a reload replaces, while the spool goes on: the shipper, with the encoder and the sink it was
 * made with.
 *
 * <p>{@link #doWork()} is called by one thread, on which shippers are made and closed, so that nobody else waits for
 * Kafka. What the old shipper has sent is waited for, {@code HAND_OVER} at the longest; what is not acknowledged by then
 * is sent again by its successor, with the same event ids. The other methods may be called by any thread.
 */
final class Shipping implements DutyCycle {

    /** Longest wait for the acknowledgements of what was sent before a reload. */
    private static final Duration HAND_OVER = Duration.ofSeconds(2);

    /** A shipper, and what it makes records with. */
    record Line(Shipper shipper, EventRecords records) {}

    /** Makes the line of a configuration, null if it does not ship. */
    @FunctionalInterface
    interface Lines {
        @Nullable
        Line of(LogAgentConfig config) throws IOException;
    }

    private final Lines lines;

    // Written by any thread, read by the shipping thread.
    private volatile @Nullable LogAgentConfig wanted;
    private volatile long closeAtNanos;
    private volatile boolean closing;

    // Written by the shipping thread, read by any.
    private volatile Now now;
    private final CountDownLatch closed = new CountDownLatch(1);

    // The shipping thread only.
    private boolean leaving;

    /**
     * Begins with a first line.
     *
     * @param lines called again after it has failed
     */
    Shipping(LogAgentConfig config, Lines lines) throws IOException {
        this.lines = lines;
        this.now = new Now(Past.NONE, lines.of(config));
    }

    @Override
    public int doWork() throws Exception {
        Line current = now.line();
        LogAgentConfig next = wanted;
        if (next != null) {
            return handOver(current, next);
        }
        if (closing && !leaving) {
            leaving = true;
            if (current != null) {
                current.shipper().beginClose(Duration.ofNanos(Math.max(0, closeAtNanos - System.nanoTime())));
            }
        }
        int work = current == null ? 0 : current.shipper().doWork();
        if (leaving && isClosed(current)) {
            closed.countDown();
        }
        return work;
    }

    private int handOver(@Nullable Line current, LogAgentConfig next) throws Exception {
        if (current != null && !isClosed(current)) {
            if (!leaving) {
                leaving = true;
                current.shipper().beginHandOver(HAND_OVER);
            }
            current.shipper().doWork();
            return 1;
        }
        now = now.without();
        leaving = false;
        now = now.with(lines.of(next));
        synchronized (this) {
            // A newer one may have come meanwhile.
            wanted = wanted == next ? null : wanted;
        }
        return 1;
    }

    /** From now on events are shipped as this configuration says; returns at once. */
    synchronized void replace(LogAgentConfig next) {
        wanted = next;
    }

    /** From now on the shipper drains what it can, then closes; {@link #doWork()} must go on being called. */
    void beginClose(Duration timeout) {
        closeAtNanos = System.nanoTime() + timeout.toNanos();
        closing = true;
    }

    /** Waits until the shipper is closed; an interrupt does not end the wait, and stays set. */
    void awaitClosed(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    boolean unused = closed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of all shippers together; the state is that of the one that runs, null if none does. */
    Stats stats() {
        Now seen = now;
        return seen.past().and(seen.line());
    }

    private static boolean isClosed(@Nullable Line line) {
        return line == null || line.shipper().stats().state() == AgentState.CLOSED;
    }

    /**
     * What was shipped since the agent started.
     *
     * @param state null if nothing ships
     * @param discarded dead letters that are nowhere
     * @param truncated events whose encoding had to be cut
     * @param lostDefinitions names and frames that were damaged
     */
    record Stats(
            @Nullable AgentState state,
            long shipped,
            long acknowledged,
            long deadLettered,
            long discarded,
            long truncated,
            long lostDefinitions,
            long inFlightBytes,
            @Nullable String lastError) {}

    /** What runs now, and what ran before it. */
    private record Now(Past past, @Nullable Line line) {

        Now without() {
            return line == null ? this : new Now(past.plus(line), null);
        }

        Now with(@Nullable Line next) {
            return new Now(past, next);
        }
    }

    /** What the shippers before this one did. */
    private record Past(
            long shipped, long acknowledged, long deadLettered, long discarded, long truncated, long lostDefinitions) {

        private static final Past NONE = new Past(0, 0, 0, 0, 0, 0);

        Past plus(Line line) {
            Stats all = and(line);
            return new Past(
                    all.shipped(),
                    all.acknowledged(),
                    all.deadLettered(),
                    all.discarded(),
                    all.truncated(),
                    all.lostDefinitions());
        }

        Stats and(@Nullable Line line) {
            if (line == null) {
                return new Stats(
                        null, shipped, acknowledged, deadLettered, discarded, truncated, lostDefinitions, 0, null);
            }
            ShipperStats now = line.shipper().stats();
            return new Stats(
                    now.state(),
                    shipped + now.shipped(),
                    acknowledged + now.acknowledged(),
                    deadLettered + now.deadLettered(),
                    discarded + now.discarded(),
                    truncated + line.records().truncated(),
                    lostDefinitions + line.records().lostDefinitions(),
                    now.inFlightBytes(),
                    now.lastError());
        }
    }
}
