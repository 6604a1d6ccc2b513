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
import io.logspool.ship.Sink;
import io.logspool.ship.SinkFailure;
import io.logspool.ship.SinkRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: what was sent in it, where that ends, and what went wrong.
 *
 * <p>The shipper's thread, except {@link #delivered}, {@link #positioned} and {@link #fail}, which any thread may call.
 */
final class Transaction {

    private final AtomicReference<@Nullable SinkFailure> failure = new AtomicReference<>();
    private final List<Sink.Completion> completions = new ArrayList<>();
    private final Set<String> topics = new HashSet<>();
    private final Set<String> moved = new HashSet<>();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicBoolean told = new AtomicBoolean();
    private final Positions after;
    private final int maxRecords;
    private final long beganNanos;
    private boolean ended;
    private boolean positioned;

    Transaction(Positions before, int maxRecords, long nowNanos) {
        this.maxRecords = maxRecords;
        this.after = new Positions(before);
        this.beganNanos = nowNanos;
    }

    void took(SinkRecord record, Sink.Completion completion) {
        completions.add(completion);
        topics.add(record.topic());
        moved.add(record.incarnationId());
        after.moveTo(record.incarnationId(), record.sequence() + 1);
    }

    /**
     * How the sending of a record ended. A verdict is told to whoever sent it only if it is surely its own: once one batch
     * has failed, {@code Sender.maybeSendAndPollTransactionalRequest} fails all that waits with the error of that one. So
     * the record must be alone, or the error name its topic, of which it is enough to tell once.
     */
    void delivered(SinkRecord record, Sink.Completion completion, @Nullable Exception error) {
        if (error == null) {
            arrived.incrementAndGet();
            return;
        }
        SinkFailure failed = KafkaErrors.ofDelivery(error);
        fail(failed);
        boolean own = isSingle() || KafkaErrors.names(error, record.topic());
        if (own && isVerdict(failed) && told.compareAndSet(false, true)) {
            completion.completed(failed);
        }
    }

    /** How the sending of the position ended: a verdict on that is none on an event. */
    void positioned(String positionTopic, @Nullable Exception error) {
        if (error != null) {
            SinkFailure failed = KafkaErrors.ofDelivery(error);
            boolean own = isVerdict(failed) || failed.remedy() == Remedy.WAIT;
            fail(own ? KafkaErrors.ofPositions(positionTopic, error) : failed);
        }
    }

    /** The position is sent: it takes no more. */
    void takePosition() {
        positioned = true;
    }

    /** Whether the brokers may have a position of it. */
    boolean hasPosition() {
        return positioned;
    }

    /** It takes no more. */
    void end() {
        ended = true;
    }

    /** Whether it takes no more; also because of what the position's record has room for. */
    boolean isFull() {
        return ended || completions.size() >= maxRecords || moved.size() >= Positions.MAX_MOVED;
    }

    /** Whether it takes fewer records than it could, because one before it failed. */
    boolean isLimited() {
        return maxRecords < Integer.MAX_VALUE;
    }

    /** Whether it takes one record only, to find out what is wrong. */
    boolean isSingle() {
        return maxRecords == 1;
    }

    /** Whether the topics have what was sent. */
    boolean hasArrived() {
        return arrived.get() >= completions.size();
    }

    int records() {
        return completions.size();
    }

    /** Nothing of this will be committed. A verdict on a record says most, because it makes the next try another one. */
    void fail(SinkFailure failed) {
        failure.accumulateAndGet(failed, (known, given) -> known == null || isVerdict(given) ? given : known);
    }

    /** Null while all is well. */
    @Nullable
    SinkFailure failure() {
        return failure.get();
    }

    /** It is committed. */
    void complete() {
        completions.forEach(completion -> completion.completed(null));
    }

    /** Where the records went. */
    Set<String> topics() {
        return topics;
    }

    /** Where the slot is once this is committed. */
    Positions after() {
        return after;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - beganNanos;
    }

    private static boolean isVerdict(SinkFailure failed) {
        return failed.remedy() == Remedy.DEAD_LETTER
                || failed.remedy() == Remedy.RESTAMP
                || failed.remedy() == Remedy.TOPIC_FORBIDDEN;
    }
}
