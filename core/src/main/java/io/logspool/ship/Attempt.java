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

import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way: read from the spool, not yet done.
 *
 * <p>The sink's thread calls {@link #completed} and touches nothing else; all other members belong to the shipper's
 * thread.
 */
final class Attempt implements Sink.Completion, Comparable<Attempt> {

    /** A failed attempt, on its way from the sink's thread to the shipper's. */
    record Failed(Attempt attempt, SinkFailure failure) {}

    /** Of the attempts that have not joined one yet; nothing is ever counted in it. */
    private static final Batch NO_BATCH = new Batch();

    private final Queue<Failed> failures;
    private final long order;
    private SinkRecord record;
    private Batch batch = NO_BATCH;
    private boolean restamped;
    private boolean letter;
    private @Nullable Queue<String> arrivals;
    private @Nullable String deathCause;

    /**
     * An attempt that belongs to no batch yet.
     *
     * @param order grows with every entry read
     * @param failures where to put this when it fails
     */
    Attempt(SinkRecord record, long order, Queue<Failed> failures) {
        this.record = record;
        this.order = order;
        this.failures = failures;
    }

    @Override
    public void completed(@Nullable SinkFailure failure) {
        if (failure == null) {
            Queue<String> told = arrivals;
            if (told != null) {
                told.add(record.topic());
            }
            batch.acknowledge(letter);
        } else {
            failures.add(new Failed(this, failure));
        }
    }

    /** Before it is sent for the first time. */
    void join(Batch joined) {
        batch = joined;
    }

    void restamp(long millis) {
        record = record.withTimestamp(millis);
        restamped = true;
    }

    /** What is sent from now on is a dead letter, to the topic of dead letters. */
    void becomeLetter() {
        letter = true;
        arrivals = null;
    }

    /** Before it is sent: where to put its topic when it arrives, null if nobody wants to know. */
    void tellArrival(@Nullable Queue<String> topics) {
        arrivals = topics;
    }

    boolean isLetter() {
        return letter;
    }

    /** It will never arrive. */
    void condemn(String cause) {
        deathCause = cause;
    }

    SinkRecord record() {
        return record;
    }

    Batch batch() {
        return batch;
    }

    boolean isRestamped() {
        return restamped;
    }

    /** Why it will never arrive; null while it still may. */
    @Nullable
    String deathCause() {
        return deathCause;
    }

    @Override
    public int compareTo(Attempt other) {
        return Long.compare(order, other.order);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(order);
    }
}
