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

import io.logspool.config.ConfigException;
import io.logspool.config.ConfigKeys;
import io.logspool.encode.Resource;
import io.logspool.event.EventWriter;
import io.logspool.ledger.Bookkeeping;
import io.logspool.ledger.Books;
import io.logspool.ship.AgentState;
import io.logspool.ship.DeadLetterFile;
import io.logspool.ship.EventRecords;
import io.logspool.ship.ShipClock;
import io.logspool.ship.Shipper;
import io.logspool.ship.StatusListener;
import io.logspool.spool.AppendRefusal;
import io.logspool.spool.DutyCycle;
import io.logspool.spool.DutyCycleRunner;
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolStats;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The agent itself: a spool, the thread that keeps disk ready for it, and the thread that ships.
 *
 * <p>Threads: {@link #log} on any; {@code logspool-spool-<service>} runs {@link #keepSpool()}, {@code
 * logspool-ship-<service>} runs the shipper, and starts Kafka's threads. {@link #reload} and {@link #close} exclude each
 * other.
 */
final class RunningAgent {

    private static final Duration LONGEST_SPOOL_IDLE = Duration.ofMillis(100);
    private static final Duration LONGEST_SHIP_IDLE = Duration.ofMillis(10);
    private static final Duration LONGEST_SHIP_DELAY = Duration.ofSeconds(2);
    private static final long DRAIN_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration SPOOL_THREAD_END = Duration.ofMillis(200);
    /** With no time left; longer than a producer needs to end by force. */
    private static final Duration THREAD_END = Duration.ofMillis(500);

    private static final Duration ADOPTION_INTERVAL = Duration.ofMinutes(1);

    private volatile LogAgentConfig config;
    private final StatusChannel status;
    private final FailureLog failures;
    private final Spool spool;
    private final DutyCycleRunner spoolRunner;
    private volatile DeadLetterFile deadLetters;
    private final Resource resource;
    private final Shipping shipping;
    private final Bookkeeper bookkeeper;
    private @Nullable DutyCycleRunner shipRunner;
    private final EventAppender events;
    private final BacklogAge backlogAge;
    private final Clerk clerk;

    final DropCounter drops = new DropCounter();
    private final EvictionCounter evictions;
    private final LongAdder keptOut = new LongAdder();
    private final LongAdder truncated = new LongAdder();
    private volatile boolean closing;
    private volatile boolean closed;

    private RunningAgent(LogAgentConfig config, StatusChannel status, Spool spool, Resource resource)
            throws IOException {
        this.config = config;
        this.status = status;
        this.failures = new FailureLog(config.serviceName(), status);
        this.spool = spool;
        this.events = new EventAppender(spool, config.spoolMaxEventBytes(), config.masks());
        this.evictions = new EvictionCounter(spool.stats().evicted());
        this.spoolRunner = new DutyCycleRunner(
                "logspool-spool-" + config.serviceName(), this::keepSpool, LONGEST_SPOOL_IDLE, failures::note);
        this.resource = resource;
        this.deadLetters = deadLetterFile(config);
        this.bookkeeper = new Bookkeeper(spool, resource, drops, status, failures::note);
        this.shipping = new Shipping(config, this::line);
        this.backlogAge = new BacklogAge(spool);
        Orphans orphans =
                new Orphans(this::config, spool.slotDirectory(), bookkeeper::books, status, ADOPTION_INTERVAL);
        this.clerk = new Clerk(
                config.serviceName(),
                orphans,
                new DropSummary(drops, event -> events.append(event) > 0),
                new AgentBean(this::stats, spool.slotDirectory()),
                failures::note);
    }

    static RunningAgent start(LogAgentConfig config, StatusChannel status) {
        Resource resource = SlotShipper.resource(config);
        Spool spool = null;
        RunningAgent agent = null;
        try {
            spool = Spool.open(config.spoolOptions(), resource.toBytes(System.currentTimeMillis()));
            agent = new RunningAgent(config, status, spool, resource);
            agent.run();
            return agent;
        } catch (Throwable e) {
            // Errors too: a thread that cannot be made must not keep the application from starting.
            if (agent != null) {
                agent.close(Duration.ZERO);
            } else {
                closeQuietly(spool, e);
            }
            throw new AgentStartException(
                    "service '" + config.serviceName() + "' cannot log to spool.dir = " + config.spoolDirectory() + ": "
                            + FileTrouble.reason(e),
                    e);
        }
    }

    LogAgentConfig config() {
        return config;
    }

    /** May throw, if there is neither stack nor memory: then the caller counts, by {@link DropCounter#uncounted}. */
    <E> LogResult log(E event, EventMapper<E> mapper) {
        if (DutyCycleRunner.isAgentThread()) {
            keptOut.increment();
            return LogResult.KEPT_OUT;
        }
        LogResult result = null; // until it is settled what becomes of the event
        try {
            EventWriterPool writers = events.writers();
            EventWriter writer = writers.acquire();
            mapper.map(event, writer);
            if (isBroughtFromAgentThread(writer)) {
                keptOut.increment();
                result = LogResult.KEPT_OUT;
            } else {
                result = append(writer);
                if (result == LogResult.ACCEPTED && writer.truncated()) {
                    truncated.increment();
                }
            }
            writers.release(writer); // one that failed is left to the garbage collector
        } catch (Throwable e) {
            // Whatever it is, an argument's StackOverflowError included: the application is not to notice.
            if (result == null) {
                failures.remember("an event could not be read: " + e.getClass().getName());
                drops.count(DropReason.UNREADABLE, null); // the last that can fail, or it would be counted twice
            }
        }
        return result == null ? LogResult.REFUSED : result;
    }

    private LogResult append(EventWriter writer) {
        long result = events.append(writer);
        if (result > 0) {
            return LogResult.ACCEPTED;
        }
        drops.count(AppendRefusal.of(result), writer.level());
        return LogResult.REFUSED;
    }

    /** Whether an asynchronous logger or appender brings what a thread of the agent's has logged. */
    private static boolean isBroughtFromAgentThread(EventWriter writer) {
        return writer.threadId() != Thread.currentThread().getId()
                && DutyCycleRunner.isAgentThread(writer.threadName(), writer.threadId());
    }

    LogAgentStats stats() {
        SpoolStats spoolStats = spool.stats();
        ShippingTotals.Stats ship = shipping.stats().and(clerk.adopted());
        String error = failures.last();
        if (ship.lastError() != null) {
            error = ship.lastError();
        } else if (spoolStats.lastError() != null) {
            error = spoolStats.lastError();
        }
        return new LogAgentStats(
                state(spoolStats, ship),
                spoolStats.appended(),
                drops.snapshot(),
                evictions.since(spoolStats.evicted()),
                keptOut.sum(),
                truncated.sum() + ship.truncated(),
                ship.shipped(),
                ship.acknowledged(),
                ship.deadLettered(),
                ship.discarded(),
                spoolStats.lost(),
                ship.lostDefinitions(),
                backlogEvents(),
                backlogAge.millis(spoolStats.backlogBytes()),
                spoolStats.backlogBytes(),
                spoolStats.allocatedBytes(),
                ship.inFlightBytes(),
                error);
    }

    /** Ships what it can, ends the threads, closes the spool, all within the timeout; what hangs in Kafka's client is left. */
    void close(Duration timeout) {
        Deadline end = Deadline.in(timeout);
        Deadline shipped = end.before(bookkeeper.timeToClose(timeout));
        DutyCycleRunner runner = shipRunner;
        closing = true;
        clerk.beginClose(shipped);
        if (runner != null) {
            shipping.beginClose(shipped);
            runner.wakeUp();
            shipping.awaitClosed(shipped);
            runner.close(shipped.atLeast(THREAD_END));
        }
        clerk.awaitEnd(shipped.atLeast(THREAD_END));
        bookkeeper.close(end.left());
        closed = true;
        spoolRunner.close(SPOOL_THREAD_END);
        try {
            deadLetters.close();
            spool.close();
        } catch (IOException | RuntimeException e) {
            status.warn(
                    "the spool of service '" + config.serviceName() + "' did not close well: " + FileTrouble.reason(e));
        }
        tellLosses();
        tellBacklog();
    }

    /** Waits until everything accepted so far is acknowledged, or the time is over; changes nothing. */
    void awaitShipped(Duration timeout) {
        Deadline end = Deadline.in(timeout);
        while (config.shipEnabled() && !closed && spool.stats().backlogBytes() > 0) {
            if (end.left().isZero()) {
                tellBacklog();
                return;
            }
            LockSupport.parkNanos(DRAIN_POLL_NANOS);
        }
        if (!closed && spool.stats().appended() > 0) {
            bookkeeper.flush(end.left());
        }
    }

    private void tellBacklog() {
        long bytes = spool.stats().backlogBytes();
        if (bytes > 0 && config.shipEnabled()) {
            status.info(bytes + " bytes of events of service '" + config.serviceName()
                    + "' stay in the spool for the next start");
        }
    }

    private void run() {
        spool.onWorkNeeded(spoolRunner::wakeUp);
        spoolRunner.start();
        if (config.shipEnabled()) {
            ship();
        }
        clerk.start();
    }

    private void ship() {
        DutyCycle delayed = new DelayedStart(shipping, this::isShippingWanted, LONGEST_SHIP_DELAY);
        DutyCycleRunner runner = new DutyCycleRunner(
                "logspool-ship-" + config.serviceName(), delayed, LONGEST_SHIP_IDLE, failures::note);
        shipRunner = runner;
        bookkeeper.start();
        runner.start();
    }

    /**
     * Goes on with another configuration, as far as a running agent can: what only a start can change stays as it is, and
     * that is said. Returns at once; the shipper changes in the background.
     *
     * @param listener told what has to wait for a start
     */
    void reload(LogAgentConfig next, StatusListener listener) {
        LogAgentConfig before = config;
        LogAgentConfig after;
        try {
            after = next.over(before);
        } catch (ConfigException e) {
            listener.warn(
                    "service '" + before.serviceName() + "' goes on with what it has until the next start, with which"
                            + " the new configuration does not go together. " + e.getMessage());
            return;
        }
        for (String key : next.differences(after)) {
            listener.warn("service '" + before.serviceName() + "' goes on with "
                    + before.values().line(key) + "; "
                    + next.values().line(key) + " is read at the next start");
        }
        List<String> changed = after.differences(before);
        config = after;
        if (changed.stream().anyMatch(key -> key.startsWith(ConfigKeys.MASK.prefix()))) {
            events.mask(after.masks());
        }
        if (!changed.stream().allMatch(key -> key.startsWith(ConfigKeys.MASK.prefix()))) {
            if (bookkeeper.isTooLateFor(after)) {
                listener.warn("service '" + before.serviceName() + "' goes on without a ledger; "
                        + next.values().line(ConfigKeys.SHIP_LEDGER_INTERVAL.key()) + " is read at the next start");
            }
            if (shipRunner != null || after.shipEnabled()) {
                shipping.replace(after);
            }
            if (shipRunner == null && after.shipEnabled()) {
                ship();
            }
        }
    }

    private int keepSpool() throws IOException {
        tellLosses();
        return spool.doWork();
    }

    private void tellLosses() {
        long now = System.nanoTime();
        drops.tell(status, config.serviceName(), now);
        if (config.spoolOverflow() == OverflowPolicy.DROP_OLDEST) {
            evictions.tell(spool.stats().evicted(), status, config.serviceName(), now);
        }
    }

    private boolean isShippingWanted() {
        return closing || spool.stats().appended() > 0;
    }

    private ShippingTotals.@Nullable Line line(LogAgentConfig of) throws IOException {
        deadLetters.close();
        Books books = bookkeeper.keep(of);
        if (!of.shipEnabled()) {
            return null;
        }
        EventRecords records = SlotShipper.records(of, resource);
        deadLetters = deadLetterFile(of);
        return new ShippingTotals.Line(shipper(of, records, deadLetters, books), records);
    }

    /** Has no file open before the first dead letter; that of the shipper before is closed. */
    private DeadLetterFile deadLetterFile(LogAgentConfig of) {
        return new DeadLetterFile(spool.slotDirectory(), of.shipDeadLetterMaxBytes(), ShipClock.SYSTEM);
    }

    private Shipper shipper(LogAgentConfig of, EventRecords mapper, DeadLetterFile buried, @Nullable Books kept) {
        return new Shipper(
                kept == null ? spool : Bookkeeping.of(spool, kept),
                kept == null ? mapper : Bookkeeping.of(mapper, kept),
                KafkaSinks.of(of, spool.slotDirectory(), status),
                kept == null ? buried : Bookkeeping.of(buried, kept),
                of.shipperOptions(),
                ShipClock.SYSTEM,
                status);
    }

    private long backlogEvents() {
        return Uninterrupted.call(() -> {
            try {
                return spool.backlogEntries();
            } catch (IOException e) {
                failures.remember("the backlog cannot be counted: " + e);
                return 0L;
            }
        });
    }

    private AgentState state(SpoolStats spoolStats, ShippingTotals.Stats ship) {
        if (closed) {
            return AgentState.CLOSED;
        }
        if (spoolStats.full()) {
            return AgentState.SPOOL_FULL;
        }
        AgentState state = ship.state();
        if (state == null) {
            return AgentState.SHIPPING;
        }
        // Of a shipper that makes room for another one.
        return state == AgentState.CLOSED ? AgentState.STARTING : state;
    }

    private static void closeQuietly(@Nullable Spool spool, Throwable reason) {
        if (spool != null) {
            try {
                spool.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }
}
