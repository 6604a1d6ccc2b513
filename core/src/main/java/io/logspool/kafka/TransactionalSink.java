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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records in transactions, each with the position behind its last record, so that whoever reads committed records
 * sees every event once.
 *
 * <p>{@code begin -> records, to any topics -> position, to the position topic -> commit}. A record counts as arrived when
 * its transaction is committed. Whatever fails in a transaction voids all of it; the sink says so, and gets the records
 * again; if it failed for what was in a record, in ever smaller transactions, until that record is found. What a commit without an answer became is read from the position topic, by a producer that has fenced the one
 * before; so is, after a start, what the process before had committed: records behind the position are not sent again.
 *
 * <p>No call waits: Kafka's own wait {@code max.block.ms} at the longest, and may be repeated until they are done.
 */
public final class TransactionalSink implements Sink {

    /** What there is of the producer. */
    private enum State {
        NONE,
        INITIALIZING,
        LOCATING,
        READY,
        OPEN,
        COMMITTING,
        ABORTING
    }

    private static final SinkFailure BUSY = new SinkFailure(Remedy.BUSY, "a transaction is being finished");

    /** Without an answer for this long, it is said what we wait for. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long TWIN_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long LONGEST_SEARCH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final KafkaSettings settings;
    private final Path slotDirectory;
    private final String positionTopic;
    private final long commitNanos;
    private final ShipClock clock;
    private final StatusListener listener;
    private final String writer = SlotIdentity.random();

    // The shipper's thread only.
    private State state = State.NONE;
    private long stateNanos;
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable Transaction transaction;
    private @Nullable PositionReading reading;
    private Positions committed = new Positions();
    private Map<String, Long> found = new HashMap<>();
    private int maxRecords = Integer.MAX_VALUE;
    private boolean hasCommitted;
    private @Nullable Long twinSeenNanos;
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
        this.settings = settings;
        this.slotDirectory = slotDirectory;
        this.positionTopic = positionTopic;
        this.commitNanos = commitInterval.toNanos();
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public @Nullable SinkFailure send(SinkRecord record, Completion completion) {
        if (state == State.NONE) {
            return begin();
        }
        if (state != State.READY && state != State.OPEN) {
            return BUSY;
        }
        if (committed.cover(record.incarnationId(), record.sequence())) {
            completion.completed(null);
            return null;
        }
        noteGap(record);
        Producer<byte[], byte[]> current = producer();
        try {
            // Asked first, because in a transaction a send that does not know the topic voids all that was sent before.
            current.partitionsFor(record.topic());
        } catch (RuntimeException e) {
            return KafkaErrors.ofRefusal(e);
        }
        Transaction open = transaction;
        if (open == null) {
            try {
                current.beginTransaction();
            } catch (RuntimeException e) {
                return KafkaErrors.ofTransaction(e);
            }
            open = new Transaction(committed, maxRecords, clock.nanoTime());
            transaction = open;
            enter(State.OPEN);
        }
        return open.failure() != null || open.isFull() ? BUSY : send(current, open, record, completion);
    }

    private static @Nullable SinkFailure send(
            Producer<byte[], byte[]> producer, Transaction open, SinkRecord record, Completion completion) {
        try {
            // Also what send itself refuses comes to the callback.
            Future<RecordMetadata> unused =
                    producer.send(Producers.toKafka(record), (metadata, error) -> open.delivered(completion, error));
        } catch (RuntimeException e) {
            open.fail(KafkaErrors.ofTransaction(e));
            return BUSY;
        }
        open.took(record, completion);
        return null;
    }

    @Override
    public @Nullable SinkFailure work(boolean hurry) {
        try {
            return switch (state) {
                case NONE, READY -> null;
                case INITIALIZING -> initialize();
                case LOCATING -> locate();
                case OPEN -> hold(hurry);
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
        drop();
    }

    @Override
    public void close(Duration timeout) {
        long end = clock.nanoTime() + timeout.dividedBy(2).toNanos();
        while ((state == State.OPEN || state == State.COMMITTING) && clock.nanoTime() - end < 0) {
            if (work(true) != null) {
                break;
            }
        }
        drop();
    }

    private SinkFailure begin() {
        try {
            identity = SlotIdentity.of(slotDirectory);
        } catch (IOException e) {
            return new SinkFailure(Remedy.WAIT, "the slot's identity cannot be read or written: " + e);
        }
        try {
            producer = Producers.create(settings.toTransactionalConfig(identity));
        } catch (RuntimeException e) {
            return KafkaErrors.ofCreation(e);
        }
        enter(State.INITIALIZING);
        return BUSY;
    }

    /** Ends what the process before left open, and fences it. */
    private @Nullable SinkFailure initialize() {
        try {
            producer().initTransactions();
        } catch (TimeoutException e) {
            return impatient(e);
        }
        enter(State.LOCATING);
        return locate();
    }

    private @Nullable SinkFailure locate() {
        PositionReading current = reading;
        if (current == null) {
            current = new PositionReading(new PositionTopic(settings, positionTopic, listener), identity);
            reading = current;
        }
        if (!current.isDone()) {
            return null;
        }
        reading = null;
        try {
            PositionTopic.Found result = current.result();
            found = result.next();
            noteTwin(result.writer());
        } catch (Exception e) {
            return KafkaErrors.ofPositions(positionTopic, e);
        }
        committed.merge(found);
        enter(State.READY);
        return null;
    }

    private void noteTwin(@Nullable String lastWriter) {
        long now = clock.nanoTime();
        boolean isNews = twinSeenNanos == null || now - twinSeenNanos >= TWIN_INTERVAL_NANOS;
        if (hasCommitted && lastWriter != null && !lastWriter.equals(writer) && isNews) {
            twinSeenNanos = now;
            listener.warn("another process sends the events of " + slotDirectory + ", or of a copy of it, to the same"
                    + " brokers: the two fence each other, and take turns. Stop one; if a directory is a copy, delete the"
                    + " file " + SlotIdentity.FILE_NAME + " in it");
        }
    }

    /** Where the first event of an incarnation is that Kafka does not have, some before it may be in neither place. */
    private void noteGap(SinkRecord record) {
        Long next = found.isEmpty() ? null : found.remove(record.incarnationId());
        if (next != null && record.sequence() > next) {
            listener.warn("events " + next + " to " + (record.sequence() - 1) + " of incarnation "
                    + record.incarnationId() + " are behind the checkpoint of " + slotDirectory
                    + ", and by topic " + positionTopic
                    + " not in Kafka: dead letters, sent in another delivery mode or"
                    + " to other brokers, damaged, evicted, or lost by the brokers");
        }
    }

    private @Nullable SinkFailure hold(boolean hurry) {
        Transaction open = transaction();
        if (open.failure() != null) {
            enter(State.ABORTING);
            return abort();
        }
        if (!hurry && !open.isFull() && open.ageNanos(clock.nanoTime()) < commitNanos) {
            return null;
        }
        try {
            producer().partitionsFor(positionTopic);
        } catch (TimeoutException e) {
            boolean tooLong = open.ageNanos(clock.nanoTime()) > commitNanos + LONGEST_SEARCH_NANOS;
            return tooLong ? new SinkFailure(Remedy.REBUILD, "topic " + positionTopic + " is not found") : null;
        }
        byte[] position = new PositionRecord(writer, open.after().byIncarnation()).toBytes();
        Future<RecordMetadata> unused = producer()
                .send(
                        new ProducerRecord<>(positionTopic, PositionTopic.key(identity), position),
                        (metadata, error) -> open.delivered(null, error));
        enter(State.COMMITTING);
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
            enter(State.ABORTING);
            return abort();
        }
        committed = open.after();
        maxRecords = (int) Math.min(Integer.MAX_VALUE, 2L * maxRecords);
        hasCommitted = true;
        transaction = null;
        enter(State.READY);
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
        if (aborted.hasVerdict()) {
            maxRecords = aborted.smaller();
        }
        SinkFailure failure = aborted.failure();
        transaction = null;
        enter(State.READY);
        return failure;
    }

    /** The brokers have given up a transaction that is so old; the client may still wait for one of its partitions. */
    private @Nullable SinkFailure overdue() {
        long waited = clock.nanoTime() - stateNanos;
        if (waited > 2 * settings.transactionTimeout().toNanos()) {
            return new SinkFailure(Remedy.REBUILD, "no transaction can be finished");
        }
        return waited > PATIENCE_NANOS ? missingTopic() : null;
    }

    /** The client would wait for a topic that was deleted for as long as it waits for a partition without a leader. */
    private @Nullable SinkFailure missingTopic() {
        List<String> topics = new ArrayList<>(transaction().topics());
        topics.add(positionTopic);
        for (String topic : topics) {
            try {
                producer().partitionsFor(topic);
            } catch (TimeoutException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return new SinkFailure(Remedy.REBUILD, "topic " + topic + " does not exist any more");
                }
            }
        }
        return null;
    }

    private @Nullable SinkFailure impatient(TimeoutException e) {
        if (clock.nanoTime() - stateNanos < PATIENCE_NANOS) {
            return null;
        }
        return KafkaErrors.ofRefusal(e);
    }

    private void enter(State next) {
        state = next;
        stateNanos = clock.nanoTime();
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            throw new IllegalStateException("no producer");
        }
        return current;
    }

    private Transaction transaction() {
        Transaction open = transaction;
        if (open == null) {
            throw new IllegalStateException("no transaction");
        }
        return open;
    }

    private void drop() {
        Producer<byte[], byte[]> dropped = producer;
        PositionReading stopped = reading;
        producer = null;
        reading = null;
        transaction = null;
        enter(State.NONE);
        if (stopped != null) {
            stopped.stop();
        }
        Producers.drop(dropped, Duration.ZERO);
    }
}
