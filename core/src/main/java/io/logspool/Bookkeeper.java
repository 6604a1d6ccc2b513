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

import io.logspool.encode.Resource;
import io.logspool.ledger.Books;
import io.logspool.ship.ShipClock;
import io.logspool.ship.StatusListener;
import io.logspool.spool.Spool;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The books of an agent, and the ledger that tells them. The ledger is replaced with the shipper. Without a shipper there
 * are no books in memory: whoever ships the slot then keeps them, in its file.
 */
final class Bookkeeper {

    private static final int CLOSE_PART = 8;
    private static final Duration LONGEST_CLOSE = Duration.ofMillis(500);

    private final Spool spool;
    private final Resource resource;
    private final DropCounter drops;
    private final StatusListener status;
    private final Consumer<Throwable> onError;

    private volatile @Nullable Books books;
    private volatile @Nullable AgentLedger ledger;
    /** Events were shipped and nobody has kept books: what is not in them, they would have to call lost. */
    private volatile boolean incomplete;

    private boolean running;

    Bookkeeper(Spool spool, Resource resource, DropCounter drops, StatusListener status, Consumer<Throwable> onError) {
        this.spool = spool;
        this.resource = resource;
        this.drops = drops;
        this.status = status;
        this.onError = onError;
    }

    /** Before the first shipper works. */
    synchronized void start() {
        running = true;
        AgentLedger first = ledger;
        if (first != null) {
            first.start();
        }
    }

    /**
     * The books that a shipper of this configuration is to keep; null if there are none. Called when there is no other
     * shipper; waits for what the ledger before it has sent, a second at the longest.
     */
    synchronized @Nullable Books keep(LogAgentConfig config) {
        AgentLedger before = ledger;
        ledger = null;
        if (before != null) {
            before.handOver();
        }
        if (!config.shipEnabled()) {
            books = null;
            return null;
        }
        if (!hasLedger(config) || incomplete) {
            incomplete = true;
            books = null;
            return null;
        }
        Books kept = books;
        if (kept == null) {
            kept = new Books(spool, resource, spool.incarnation(), true, ShipClock.SYSTEM);
            books = kept;
        }
        AgentLedger next = new AgentLedger(config, kept, () -> spool.stats().appended(), drops, status, onError);
        ledger = next;
        if (running) {
            next.start();
        }
        return kept;
    }

    /** Whether a ledger that is configured cannot begin before the next start. */
    boolean isTooLateFor(LogAgentConfig config) {
        return incomplete && config.shipEnabled() && hasLedger(config);
    }

    /** Those that are kept now. Any thread. */
    @Nullable
    Books books() {
        return books;
    }

    /** Says how things are now, and waits for the answer. */
    void flush(Duration timeout) {
        AgentLedger current = ledger;
        if (current != null) {
            current.flush(timeout);
        }
    }

    /** What is to be left of the time to close for {@link #close}: none if there is nothing to say. */
    Duration timeToClose(Duration all) {
        if (ledger == null) {
            return Duration.ZERO;
        }
        Duration share = all.dividedBy(CLOSE_PART);
        return share.compareTo(LONGEST_CLOSE) < 0 ? share : LONGEST_CLOSE;
    }

    /** Nothing more is shipped: says the last of it, within the timeout. */
    synchronized void close(Duration timeout) {
        AgentLedger last = ledger;
        if (last != null) {
            last.close(timeout);
        }
    }

    private static boolean hasLedger(LogAgentConfig config) {
        return !config.shipLedgerInterval().isZero();
    }
}
