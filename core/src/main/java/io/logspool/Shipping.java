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
import io.logspool.spool.DutyCycle;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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

    /** Makes the line of a configuration, null if it does not ship. */
    @FunctionalInterface
    interface Lines {
        ShippingTotals.@Nullable Line of(LogAgentConfig config) throws IOException;
    }

    private final Lines lines;

    // Written by any thread, read by the shipping thread.
    private volatile @Nullable LogAgentConfig wanted;
    private volatile @Nullable Deadline end;

    // Written by the shipping thread, read by any.
    private final ShippingTotals totals = new ShippingTotals();
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
        totals.begin(lines.of(config));
    }

    @Override
    public int doWork() throws Exception {
        ShippingTotals.Line current = totals.line();
        LogAgentConfig next = wanted;
        if (next != null) {
            return handOver(current, next);
        }
        Deadline close = end;
        if (close != null && !leaving) {
            leaving = true;
            if (current != null) {
                current.shipper().beginClose(close.left());
            }
        }
        int work = current == null ? 0 : current.shipper().doWork();
        if (leaving && isClosed(current)) {
            closed.countDown();
        }
        return work;
    }

    private int handOver(ShippingTotals.@Nullable Line current, LogAgentConfig next) throws Exception {
        if (current != null && !isClosed(current)) {
            if (!leaving) {
                leaving = true;
                current.shipper().beginHandOver(HAND_OVER);
            }
            current.shipper().doWork();
            return 1;
        }
        totals.end();
        leaving = false;
        totals.begin(lines.of(next));
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
    void beginClose(Deadline by) {
        end = by;
    }

    /** Waits until the shipper is closed; an interrupt does not end the wait, and stays set. */
    void awaitClosed(Deadline end) {
        boolean unused = end.await(closed);
    }

    /** Of all shippers together. */
    ShippingTotals.Stats stats() {
        return totals.stats();
    }

    private static boolean isClosed(ShippingTotals.@Nullable Line line) {
        return line == null || line.shipper().stats().state() == AgentState.CLOSED;
    }
}
