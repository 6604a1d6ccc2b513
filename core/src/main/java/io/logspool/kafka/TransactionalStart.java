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
import io.logspool.ship.SinkFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a slot's new producer to where it takes records: the brokers are asked how the slot's last transaction was decided,
 * the producer is initialised, which ends that and fences whoever sent it, and the slot's position is read; what the brokers
 * forgot to end is ended. The shipper's thread; waits no longer than {@link TransactionalSink} may.
 */
final class TransactionalStart {

    private enum Step {
        ASKING,
        INITIALIZING,
        LOCATING,
        ENDING,
        OVER
    }

    /** Without an answer for this long, it is said what we wait for. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The same of the positions, of which there may be many. */
    private static final long READING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Producer<byte[], byte[]> producer;
    private final PositionSearch search;
    private final SlotPosition position;
    private final long longestNanos;
    private final ShipClock clock;
    private Step step = Step.ASKING;
    private long stepNanos;
    private List<TopicPartition> hanging = List.of();
    private @Nullable ForgottenTransaction forgotten;

    /**
     * @param transactionTimeout after which the brokers abort a transaction
     */
    TransactionalStart(
            Producer<byte[], byte[]> producer,
            PositionSearch search,
            SlotPosition position,
            Duration transactionTimeout,
            ShipClock clock) {
        this.producer = producer;
        this.search = search;
        this.position = position;
        this.longestNanos = 2 * transactionTimeout.toNanos();
        this.clock = clock;
        this.stepNanos = clock.nanoTime();
    }

    /** Goes on; null if there is nothing to say. */
    @Nullable
    SinkFailure work() {
        return switch (step) {
            case ASKING -> ask();
            case INITIALIZING -> initialize();
            case LOCATING -> locate();
            case ENDING -> end();
            case OVER -> null;
        };
    }

    boolean isOver() {
        return step == Step.OVER;
    }

    /** The producer has committed. */
    void forget() {
        search.forget();
    }

    /** The producer is gone. */
    void cancel() {
        search.cancel();
    }

    private @Nullable SinkFailure ask() {
        try {
            if (!search.isDecisionKnown()) {
                return impatient(new TimeoutException("the slot's last transaction is not described"));
            }
        } catch (IOException e) {
            return new SinkFailure(
                    Remedy.WAIT, "how the slot's last transaction was decided cannot be read or written: " + e);
        } catch (ExecutionException e) {
            return KafkaErrors.ofRefusal(KafkaErrors.cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        enter(Step.INITIALIZING);
        return initialize();
    }

    private @Nullable SinkFailure initialize() {
        try {
            producer.initTransactions();
        } catch (TimeoutException e) {
            return impatient(e);
        }
        enter(Step.LOCATING);
        return locate();
    }

    private @Nullable SinkFailure locate() {
        PositionReader.Found found;
        try {
            found = search.poll();
        } catch (Exception e) {
            return KafkaErrors.ofPositions(position.topic(), e);
        }
        if (found == null) {
            return waited() < READING_NANOS ? null : KafkaErrors.notRead(position.topic());
        }
        position.read(found);
        hanging = found.hanging();
        enter(Step.ENDING);
        return end();
    }

    private @Nullable SinkFailure end() {
        if (hanging.isEmpty() || isEnded()) {
            enter(Step.OVER);
            return null;
        }
        TimeoutException late = new TimeoutException("what the brokers forgot to end is not ended yet");
        return waited() > longestNanos ? KafkaErrors.ofTransaction(late) : impatient(late);
    }

    private boolean isEnded() {
        try {
            if (forgotten == null) {
                producer.partitionsFor(position.topic()); // or a record may fail, because it is not known in time
                forgotten = new ForgottenTransaction(producer, search.isCommitted(), hanging, search.record(position));
            }
            return forgotten.end();
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new KafkaException("what the brokers forgot to end could not be ended", KafkaErrors.cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private @Nullable SinkFailure impatient(TimeoutException e) {
        return waited() < PATIENCE_NANOS ? null : KafkaErrors.ofRefusal(e);
    }

    private long waited() {
        return clock.nanoTime() - stepNanos;
    }

    private void enter(Step next) {
        step = next;
        stepNanos = clock.nanoTime();
    }
}
