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
package io.logspool.ship;

import io.logspool.spool.Backlog;
import io.logspool.spool.DutyCycle;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Brings the entries of one spool to one sink, and moves the checkpoint behind what has arrived.
 *
 * <p>{@link #doWork()} is called by one thread, which owns all state. {@link #beginClose}, {@link #awaitClosed} and
 * {@link #stats} may be called by any thread.
 *
 * <p>What comes twice: after a crash, and after the sink had to be reset, everything after the checkpoint is sent again,
 * with the same event ids. That is at most {@code ship.max-in-flight-bytes}.
 */
public final class Shipper implements DutyCycle {

    /** Batches that are read in one duty cycle, so that acknowledgements are folded in between: {@value}. */
    static final int BATCHES_PER_CYCLE = 8;

    private static final Duration LONGEST_SINK_CLOSE = Duration.ofSeconds(1);

    /** Until when to drain, and until when to be closed, by the clock's nanoTime. */
    private record Closing(long drainUntilNanos, long endNanos) {}

    private final Backlog backlog;
    private final Sink sink;
    private final long maxInFlightBytes;
    private final ShipClock clock;
    private final Health health;

    // Written by the sink's threads, read by the shipper's.
    private final Queue<Attempt.Failed> failures = new ConcurrentLinkedQueue<>();

    // The shipper's thread only.
    private final EntryReader entries;
    private final Courier courier;
    private final Window window = new Window();
    private final PriorityQueue<Attempt> again = new PriorityQueue<>();
    private @Nullable Attempt held;
    private boolean noRoom;
    private SpoolPosition done;
    private SpoolPosition checkpoint;

    // Written by the shipper's thread, read by any.
    private final LongAdder acknowledged = new LongAdder();
    private volatile long inFlightBytes;

    // Written by the thread that closes, read by the shipper's.
    private volatile @Nullable Closing closing;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Opens the one cursor of a backlog.
     */
    public Shipper(
            Backlog backlog,
            RecordMapper mapper,
            Sink sink,
            DeadLetters deadLetters,
            ShipperOptions options,
            ShipClock clock,
            StatusListener listener) {
        this.backlog = backlog;
        this.sink = sink;
        this.maxInFlightBytes = options.maxInFlightBytes();
        this.clock = clock;
        this.health = new Health(clock, listener);
        this.courier = new Courier(sink, deadLetters, options, clock, health);
        this.entries = new EntryReader(backlog.openCursor(), mapper, clock, failures);
        this.done = entries.position();
        this.checkpoint = done;
    }

    @Override
    public int doWork() throws IOException {
        if (health.state() == AgentState.CLOSED) {
            return 0;
        }
        Closing request = closing;
        if (request != null && clock.nanoTime() - request.drainUntilNanos() >= 0) {
            finish(request);
            return 1;
        }
        int work;
        try {
            work = cycle();
        } catch (IOException e) {
            health.refused("the spool: " + e);
            throw e;
        } finally {
            inFlightBytes = window.bytes();
            health.check(inFlightBytes);
        }
        if (isDrained()) {
            health.progressed();
            if (request != null) {
                finish(request);
            }
        }
        return work;
    }

    private int cycle() throws IOException {
        int work = foldFailures() + foldAcknowledged();
        if (health.isPaused()) {
            return work;
        }
        courier.watch(window.first());
        if (courier.isVoided() || entries.hasSkipped()) {
            rewind();
        }
        work += courier.sendParked() + sendAgain();
        if (again.isEmpty()) {
            work += ship();
        }
        courier.work(next());
        return work + foldAcknowledged();
    }

    private Sink.Next next() {
        if (noRoom || (closing != null && entries.isExhausted())) {
            return Sink.Next.NOTHING_BEFORE_ARRIVAL;
        }
        return entries.isExhausted() ? Sink.Next.NOTHING : Sink.Next.MORE;
    }

    /** Whether all that was there at the last look has arrived, or is in the dead letters. The shipper's thread. */
    public boolean isDrained() {
        return entries.isExhausted()
                && !entries.hasSkipped()
                && held == null
                && again.isEmpty()
                && window.isEmpty()
                && !courier.isVoided();
    }

    /**
     * From now on the shipper drains what it can, then closes the sink and the cursor; {@link #doWork()} must go on being
     * called. What is not acknowledged in time stays in the spool.
     */
    public void beginClose(Duration timeout) {
        long nanos = timeout.toNanos();
        long end = clock.nanoTime() + nanos;
        closing = new Closing(end - Math.min(LONGEST_SINK_CLOSE.toNanos(), nanos / 4), end);
    }

    /**
     * From now on nothing more is sent: the shipper waits for what is in flight, then closes the sink and the cursor;
     * {@link #doWork()} must go on being called. What is not acknowledged in time is left to the next shipper.
     */
    public void beginHandOver(Duration timeout) {
        long now = clock.nanoTime();
        closing = new Closing(now, now + timeout.toNanos());
    }

    /**
     * Waits until the shipper is closed. An interrupt does not end the wait, and stays set.
     *
     * @return false if it was not in time; the shipper's thread must have ended before the spool may be closed
     */
    public boolean awaitClosed(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return closed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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

    public ShipperStats stats() {
        return new ShipperStats(
                health.state(),
                courier.shipped(),
                acknowledged.sum(),
                courier.deadLettered(),
                courier.discarded(),
                courier.undecodable(),
                inFlightBytes,
                health.lastError());
    }

    /** Takes back what the sink could not deliver. */
    private int foldFailures() {
        int work = 0;
        for (Attempt.Failed failed = failures.poll(); failed != null; failed = failures.poll()) {
            if (!failed.attempt().batch().isAbandoned()) {
                again.add(failed.attempt());
                if (courier.takeBack(failed.attempt(), failed.failure())) {
                    again.remove(failed.attempt());
                }
            }
            work++;
        }
        return work;
    }

    /** Moves the checkpoint behind what has arrived, with one write at the most. */
    private int foldAcknowledged() throws IOException {
        SpoolPosition end = window.advance(this::count);
        if (end != null) {
            done = end;
            health.progressed();
        }
        if (checkpoint.compareTo(done) < 0) {
            backlog.acknowledge(done);
            checkpoint = done;
        }
        return end != null ? 1 : 0;
    }

    private void count(Batch batch) {
        acknowledged.add((long) batch.entries() - batch.deadLetters());
        courier.forget(batch);
    }

    /** Everything after the checkpoint is sent once more, in order. */
    private void rewind() throws IOException {
        courier.startAfresh();
        foldAcknowledged();
        window.abandon();
        failures.clear();
        again.clear();
        held = null;
        entries.seek(done);
    }

    /**
     * Records that were taken back go first, in their old order. Only when nothing is in flight any more, because those
     * behind them may be refused as well.
     */
    private int sendAgain() {
        int work = 0;
        if (again.isEmpty() || window.unsettled() > again.size() + courier.parked()) {
            return 0;
        }
        for (Attempt first = again.peek(); first != null && !courier.isVoided(); first = again.peek()) {
            if (!courier.settle(first)) {
                break;
            }
            again.remove();
            work++;
        }
        return work;
    }

    /** Reads and sends until there is nothing more, or no more room in flight, or the sink takes no more. */
    private int ship() throws IOException {
        int work = 0;
        noRoom = false;
        for (int batches = 0; batches < BATCHES_PER_CYCLE; batches++) {
            Batch batch = new Batch();
            boolean more;
            try {
                more = fill(batch);
            } finally {
                // Also if the spool failed in the middle: what was sent must hold the checkpoint back.
                if (batch.entries() > 0) {
                    window.add(batch);
                }
            }
            work += batch.entries();
            if (!more) {
                break;
            }
        }
        return work;
    }

    /** True if the batch is full, and there may be more to send. */
    private boolean fill(Batch batch) throws IOException {
        while (!batch.isFull()) {
            Attempt attempt = held != null ? held : entries.next();
            held = attempt;
            if (attempt == null) {
                return false;
            }
            int size = attempt.record().size();
            long inFlight = window.bytes() + batch.bytes();
            if (inFlight > 0 && inFlight + size > maxInFlightBytes) {
                noRoom = true;
                return false;
            }
            attempt.join(batch);
            if (!courier.settle(attempt)) {
                return false;
            }
            batch.add(size, entries.position());
            held = null;
        }
        return true;
    }

    /** The end: what has arrived is checkpointed, the rest stays in the spool. */
    private void finish(Closing request) {
        try {
            sink.close(Duration.ofNanos(Math.max(0, request.endNanos() - clock.nanoTime())));
            foldAcknowledged();
            entries.close();
        } catch (IOException | RuntimeException e) {
            health.refused("not closed cleanly: " + e);
        } finally {
            inFlightBytes = 0;
            health.closed();
            closed.countDown();
        }
    }
}
