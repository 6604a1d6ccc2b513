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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: what was sent in it, where that ends, and what went wrong.
 *
 * <p>The shipper's thread, except {@link #delivered} and {@link #fail}, which any thread may call.
 */
final class Transaction {

    private final AtomicReference<@Nullable SinkFailure> failure = new AtomicReference<>();
    private final List<Sink.Completion> completions = new ArrayList<>();
    private final Set<String> topics = new HashSet<>();
    private final Positions after;
    private final int maxRecords;
    private final long beganNanos;

    Transaction(Positions before, int maxRecords, long nowNanos) {
        this.maxRecords = maxRecords;
        this.after = new Positions(before);
        this.beganNanos = nowNanos;
    }

    void took(SinkRecord record, Sink.Completion completion) {
        completions.add(completion);
        topics.add(record.topic());
        after.moveTo(record.incarnationId(), record.sequence() + 1);
    }

    /**
     * How the sending of a record ended. A verdict is told to whoever sent it only if the record is alone: once one batch
     * has failed, {@code Sender.maybeSendAndPollTransactionalRequest} fails all that waits with the error of that one.
     */
    void delivered(Sink.@Nullable Completion completion, @Nullable Exception error) {
        if (error == null) {
            return;
        }
        SinkFailure failed = KafkaErrors.ofDelivery(error);
        fail(failed);
        if (completion != null && maxRecords == 1 && isVerdict(failed)) {
            completion.completed(failed);
        }
    }

    boolean isFull() {
        return completions.size() >= maxRecords;
    }

    /** How many records may be in the next one, to find the one with which something is wrong. */
    int smaller() {
        return Math.max(1, completions.size() / 2);
    }

    /** Whether it failed for a record in it, which another try would fail for too. */
    boolean hasVerdict() {
        SinkFailure failed = failure.get();
        return failed != null && isVerdict(failed);
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
