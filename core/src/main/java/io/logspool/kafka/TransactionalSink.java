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
package io.logspool.kafka;

import io.logspool.ship.Remedy;
import io.logspool.ship.ShipClock;
import io.logspool.ship.Sink;
import io.logspool.ship.SinkFailure;
import io.logspool.ship.SinkRecord;
import io.logspool.ship.StatusListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records in transactions, each with the position behind its last record, so that whoever reads committed records
 * sees every event once.
 *
 * <p>{@code begin -> records, to any topics -> position, to the position topic -> commit}. A record counts as arrived when
 * its transaction is committed. Whatever fails in a transaction voids all of it; the sink says so, and gets the records
 * again in ever smaller transactions, until the record that is refused is found. What a commit without an answer became is
 * read from the position topic, by a producer that has fenced the one before; so is, after a start, what the process before
 * had committed: records behind the position are not sent again.
 *
 * <p>No call waits: Kafka's own wait {@code max.block.ms} at the longest, and may be repeated until they are done.
 */
public final class TransactionalSink implements Sink {

    private static final SinkFailure BUSY = new SinkFailure(Remedy.BUSY, "a transaction is being finished");

    /** Without an answer for this long, it is said what we wait for. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_SEARCH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TransactionalClients clients;
    private final Path slotDirectory;
    private final String positionTopic;
    private final ShipClock clock;

    // The shipper's thread only.
    private final SlotPosition position;
    private final CommitPace pace;
    private TransactionalState state = TransactionalState.NONE;
    private long stateNanos;
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable ProducerMemory memory;
    private @Nullable Transaction transaction;
    private @Nullable TransactionalStart start;
    private String identity = "";

    /**
     * Uses no network yet.
     *
     * @param slotDirectory  the slot whose entries come here; keeps the slot's identity
     * @param positionTopic  {@code ship.position-topic}
     * @param commitInterval {@code ship.commit-interval}
     */
    public TransactionalSink(
            KafkaSettings settings,
            Path slotDirectory,
            String positionTopic,
            Duration commitInterval,
            ShipClock clock,
            StatusListener listener) {
        this(
                TransactionalClients.of(settings, positionTopic, listener),
                slotDirectory,
                positionTopic,
                commitInterval,
                clock,
                listener);
    }

    TransactionalSink(
            TransactionalClients clients,
            Path slotDirectory,
            String positionTopic,
            Duration commitInterval,
            ShipClock clock,
            StatusListener listener) {
        this.clients = clients;
        this.slotDirectory = slotDirectory;
        this.positionTopic = positionTopic;
        this.clock = clock;
        this.position = new SlotPosition(slotDirectory, positionTopic, clock, listener);
        this.pace = new CommitPace(commitInterval, clients.transactionTimeout());
    }

    @Override
    public @Nullable SinkFailure send(SinkRecord record, Completion completion) {
        if (state == TransactionalState.NONE) {
            return begin();
        }
        if (state != TransactionalState.READY && state != TransactionalState.OPEN) {
            return BUSY;
        }
        Transaction open = transaction;
        if (open != null && (open.failure() != null || open.isFull())) {
            return BUSY;
        }
        if (position.covers(record)) {
            completion.completed(null);
            return null;
        }
        Producer<byte[], byte[]> current = producer();
        if (memory != null && memory.isShortFor(record)) {
            if (open != null) {
                open.end();
            }
            return BUSY;
        }
        if (open == null || !open.topics().contains(record.topic())) {
            try {
                // Asked first, because in a transaction a send that does not know the topic voids all that was sent
                // before.
                current.partitionsFor(record.topic());
            } catch (RuntimeException e) {
                return KafkaErrors.ofRefusal(e);
            }
        }
        if (open == null) {
            try {
                current.beginTransaction();
            } catch (RuntimeException e) {
                return KafkaErrors.ofTransaction(e);
            }
            open = open();
        }
        return send(current, open, record, completion);
    }

    private @Nullable SinkFailure start() {
        TransactionalStart current = Objects.requireNonNull(start);
        SinkFailure failure = current.work();
        if (current.isOver()) {
            enter(TransactionalState.READY);
        }
        return failure;
    }

    private Transaction open() {
        Transaction open = new Transaction(position.committed(), pace.maxRecords(), clock.nanoTime());
        transaction = open;
        enter(TransactionalState.OPEN);
        return open;
    }

    private static @Nullable SinkFailure send(
            Producer<byte[], byte[]> producer, Transaction open, SinkRecord record, Completion completion) {
        try {
            // Also what send itself refuses comes to the callback.
            Future<RecordMetadata> unused = producer.send(
                    Producers.toKafka(record), (metadata, error) -> open.delivered(record, completion, error));
        } catch (RuntimeException e) {
            open.fail(KafkaErrors.ofTransaction(e));
            return BUSY;
        }
        open.took(record, completion);
        return null;
    }

    @Override
    public @Nullable SinkFailure work(Next next) {
        try {
            return switch (state) {
                case NONE, READY -> null;
                case STARTING -> start();
                case OPEN -> hold(next);
                case ARRIVING -> arrive();
                case COMMITTING -> commit();
                case ABORTING -> abort();
            };
        } catch (RuntimeException e) {
            return KafkaErrors.ofTransaction(e);
        }
    }

    @Override
    public boolean isInOrder() {
        return true;
    }

    @Override
    public void reset() {
        drop(Producers.LONGEST_END);
    }

    @Override
    public void close(Duration timeout) {
        Duration half = timeout.dividedBy(2);
        long end = clock.nanoTime() + half.toNanos();
        while (transaction != null && state != TransactionalState.ABORTING && clock.nanoTime() - end < 0) {
            if (work(Next.NOTHING_BEFORE_ARRIVAL) != null) {
                break;
            }
            if (state == TransactionalState.OPEN || state == TransactionalState.ARRIVING) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        drop(Duration.ofNanos(Math.max(0, end - clock.nanoTime())).plus(half));
    }

    private SinkFailure begin() {
        try {
            identity = SlotIdentity.of(slotDirectory);
        } catch (IOException e) {
            return new SinkFailure(Remedy.WAIT, "the slot's identity cannot be read or written: " + e);
        }
        try {
            Map<String, Object> config = clients.config(identity);
            Producer<byte[], byte[]> made = clients.producer(config);
            memory = new ProducerMemory(made, config);
            producer = made;
            start = new TransactionalStart(
                    made,
                    new PositionSearch(clients, slotDirectory, identity),
                    position,
                    clients.transactionTimeout(),
                    clock);
        } catch (RuntimeException e) {
            return KafkaErrors.ofCreation(e);
        }
        enter(TransactionalState.STARTING);
        return BUSY;
    }

    private @Nullable SinkFailure hold(Next next) {
        Transaction open = transaction();
        if (open.failure() != null) {
            enter(TransactionalState.ABORTING);
            return abort();
        }
        if (!open.isFull() && !pace.isDue(open.ageNanos(clock.nanoTime()), next)) {
            return null;
        }
        enter(TransactionalState.ARRIVING);
        return arrive();
    }

    /** After one has failed, the position is sent when all else is there: what fails then is known, and nothing else is void. */
    private @Nullable SinkFailure arrive() {
        Transaction open = transaction();
        if (open.failure() != null) {
            enter(TransactionalState.ABORTING);
            return abort();
        }
        if (open.isLimited() && !open.hasArrived()) {
            return overdue();
        }
        try {
            producer().partitionsFor(positionTopic);
        } catch (TimeoutException e) {
            boolean tooLong = clock.nanoTime() - stateNanos > LONGEST_SEARCH_NANOS;
            return tooLong ? new SinkFailure(Remedy.REBUILD, "topic " + positionTopic + " is not found") : null;
        }
        open.takePosition();
        Future<RecordMetadata> unused = producer()
                .send(
                        position.record(identity, open.after()),
                        (metadata, error) -> open.positioned(positionTopic, error));
        enter(TransactionalState.COMMITTING);
        return commit();
    }

    private @Nullable SinkFailure commit() {
        Transaction open = transaction();
        try {
            producer().commitTransaction();
        } catch (TimeoutException e) {
            return overdue();
        } catch (RuntimeException e) {
            if (open.failure() == null) {
                // Whether it is committed is not known: the position will tell.
                throw e;
            }
            enter(TransactionalState.ABORTING);
            return abort();
        }
        position.committed(open.after());
        if (start != null) {
            start.forget();
            start = null;
        }
        pace.committed(open.ageNanos(clock.nanoTime()));
        transaction = null;
        enter(TransactionalState.READY);
        open.complete();
        return null;
    }

    private @Nullable SinkFailure abort() {
        try {
            producer().abortTransaction();
        } catch (TimeoutException e) {
            return overdue();
        }
        Transaction aborted = transaction();
        pace.failed(aborted.records());
        SinkFailure failure = aborted.failure();
        transaction = null;
        if (aborted.hasPosition()) {
            // Brokers that forget to end it would take the position for committed with the next one. A start sees that.
            drop(Producers.LONGEST_END);
        } else {
            enter(TransactionalState.READY);
        }
        return failure;
    }

    /** The brokers have given up a transaction that is so old; the client may still wait for one of its partitions. */
    private @Nullable SinkFailure overdue() {
        long waited = clock.nanoTime() - stateNanos;
        if (waited > 2 * clients.transactionTimeout().toNanos()) {
            return new SinkFailure(Remedy.REBUILD, "no transaction can be finished");
        }
        if (waited <= PATIENCE_NANOS) {
            return null;
        }
        // The client would wait for a topic that was deleted for as long as it waits for a partition without a leader.
        Set<String> topics = new LinkedHashSet<>(transaction().topics());
        topics.add(positionTopic);
        String missing = Producers.missing(producer(), topics);
        return missing == null
                ? null
                : new SinkFailure(Remedy.REBUILD, "topic " + missing + " does not exist any more");
    }

    private void enter(TransactionalState next) {
        state = next;
        stateNanos = clock.nanoTime();
    }

    private Producer<byte[], byte[]> producer() {
        return Objects.requireNonNull(producer);
    }

    private Transaction transaction() {
        return Objects.requireNonNull(transaction);
    }

    /** Waits so long for the end of its threads. */
    private void drop(Duration longest) {
        Producer<byte[], byte[]> dropped = producer;
        if (transaction != null) {
            pace.failed(transaction.records());
        }
        producer = null;
        memory = null;
        transaction = null;
        enter(TransactionalState.NONE);
        if (start != null) {
            start.cancel();
            start = null;
        }
        Producers.drop(dropped, Duration.ZERO, longest);
    }
}
