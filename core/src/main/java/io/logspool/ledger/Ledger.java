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
package io.logspool.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logspool.ship.Remedy;
import io.logspool.ship.ShipClock;
import io.logspool.ship.Sink;
import io.logspool.ship.SinkFailure;
import io.logspool.ship.SinkRecord;
import io.logspool.ship.StatusListener;
import io.logspool.spool.DutyCycle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ledger's topic: a round of records in each interval, and one at the end. The next round waits for the answer
 * to the one before, so records of one incarnation arrive in the order in which they were made.
 *
 * <p>{@link #doWork()} is called by one thread, which owns all state; the rest may be called by any.
 */
public final class Ledger implements DutyCycle {

    /** The first round comes no later than this after the books are open. */
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_LAST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** What the ledger asks of the agent. */
    public interface Source {

        /** Whether the agent has said all that it will: its books can be closed. */
        boolean isClosed();

        /** The last sequence that the live incarnation gave. */
        long accepted();

        /** Events refused so far, by reason. */
        Map<String, Long> dropped();
    }

    private record Answer(
            Books.Statement statement,
            int generation,
            @Nullable SinkFailure failure) {}

    private final Books books;
    private final Sink sink;
    private final String topic;
    private final long intervalNanos;
    private final Source source;
    private final ShipClock clock;
    private final StatusListener listener;

    // Written by the sink's threads.
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    // The ledger's thread only.
    private int unanswered;
    private int generation;
    private @Nullable CountDownLatch flushing;
    private boolean failed;
    private boolean told;
    private boolean begun;
    private boolean lastRound;
    private boolean ended;
    private long lastTryNanos;
    private long nextNanos;

    private volatile @Nullable CountDownLatch asked;
    private volatile long closeBeforeNanos;
    private volatile boolean closing;
    private volatile boolean handingOver;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Writes nothing yet.
     *
     * @param topic    {@code ship.ledger-topic}
     * @param interval {@code ship.ledger-interval}
     */
    public Ledger(
            Books books,
            Sink sink,
            String topic,
            Duration interval,
            Source source,
            ShipClock clock,
            StatusListener listener) {
        this.books = books;
        this.sink = sink;
        this.topic = topic;
        this.intervalNanos = interval.toNanos();
        this.source = source;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public int doWork() {
        if (ended) {
            return 0;
        }
        int work = foldAnswers();
        if (closing && (clock.nanoTime() - closeBeforeNanos >= 0 || !books.isOpen() || isHandedOver())) {
            end();
        } else if (books.isOpen() && unanswered == 0) {
            work += next();
        }
        return work;
    }

    /** Writes a round now, and waits until it is answered, or the time is over. Any thread, one at a time. */
    public void flush(Duration timeout) {
        CountDownLatch done = new CountDownLatch(1);
        asked = done;
        await(done, timeout);
    }

    /**
     * From now on only the last round is written, when {@link Source#isClosed()}; {@link #doWork()} must go on being called.
     */
    public void beginClose(Duration timeout) {
        closeBeforeNanos = clock.nanoTime() + timeout.toNanos();
        closing = true;
    }

    /**
     * From now on nothing is written, and the books stay as they are, for another ledger; {@link #doWork()} must go on being
     * called.
     */
    public void beginHandOver(Duration timeout) {
        handingOver = true;
        beginClose(timeout);
    }

    /** Waits until nothing more will be written. An interrupt does not end the wait, and stays set. */
    public boolean awaitClosed(Duration timeout) {
        return await(closed, timeout);
    }

    private static boolean await(CountDownLatch latch, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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

    private boolean isHandedOver() {
        return handingOver && unanswered == 0;
    }

    private int next() {
        long now = clock.nanoTime();
        if (!begun) {
            begun = true;
            nextNanos = now + Math.min(intervalNanos, FIRST_NANOS);
        }
        if (closing) {
            return close(now);
        }
        CountDownLatch answered = flushing;
        if (answered != null) {
            answered.countDown();
        }
        flushing = asked;
        asked = null;
        if (now - nextNanos >= 0 || flushing != null) {
            nextNanos = now + intervalNanos;
            return round();
        }
        return 0;
    }

    /** The last round; once more for a short while if the topic is only just being made, but not if it was never there. */
    private int close(long now) {
        if (!source.isClosed()) {
            return 0;
        }
        if (!lastRound) {
            lastRound = true;
            lastTryNanos = now + (told ? 0 : LONGEST_LAST_NANOS);
            books.close(source.accepted(), source.dropped());
        } else if (!failed || now - lastTryNanos >= 0) {
            end();
            return 1;
        } else if (now - nextNanos < 0) {
            return 0;
        }
        int work = round();
        nextNanos = now + LAST_PAUSE_NANOS;
        return work;
    }

    private int round() {
        failed = false;
        int sentBy = generation;
        List<Books.Statement> statements = books.statements(source.accepted(), source.dropped());
        for (Books.Statement statement : statements) {
            SinkFailure refusal = sink.send(
                    record(statement.record()), failure -> answers.add(new Answer(statement, sentBy, failure)));
            if (refusal != null) {
                fail(refusal);
                break;
            }
            unanswered++;
        }
        return statements.size();
    }

    private SinkRecord record(LedgerRecord said) {
        return SinkRecord.of(
                topic,
                said.incarnation().getBytes(UTF_8),
                said.toJson(),
                said.time(),
                Map.of(
                        LedgerRecord.KIND_HEADER,
                        LedgerRecord.KIND,
                        SinkRecord.CONTENT_TYPE_HEADER,
                        LedgerRecord.CONTENT_TYPE));
    }

    private int foldAnswers() {
        int work = 0;
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            work++;
            if (answer.generation() != generation) {
                continue; // it was given up when the sink was reset
            }
            unanswered--;
            if (answer.failure() == null) {
                books.said(answer.statement());
            } else {
                fail(answer.failure());
            }
        }
        if (work > 0 && unanswered == 0 && !failed && told) {
            told = false;
            listener.info("the ledger is written again");
        }
        return work;
    }

    private void fail(SinkFailure failure) {
        failed = true;
        nextNanos = clock.nanoTime() + Math.min(intervalNanos, LONGEST_PAUSE_NANOS);
        if (!told && !closing) {
            told = true;
            listener.warn("the ledger cannot be written to topic " + topic + ", events are shipped without: "
                    + failure.reason());
        }
        if (failure.remedy() == Remedy.REBUILD) {
            sink.reset();
            generation++;
            unanswered = 0;
        }
    }

    private void end() {
        ended = true;
        try {
            sink.close(Duration.ofNanos(Math.max(0, closeBeforeNanos - clock.nanoTime())));
            foldAnswers();
            if (source.isClosed()) {
                books.close(source.accepted(), source.dropped());
            }
            books.save();
        } finally {
            closed.countDown();
        }
    }
}
