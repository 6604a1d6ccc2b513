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

import io.logspool.ship.Sink;
import java.time.Duration;

/**
 * How large transactions become, and when they are committed. One thread.
 *
 * <p>With nothing more to send, age decides, because readers see the events of a transaction when it is committed. With
 * more to send, size decides: a commit takes some round trips, in which nothing is sent, so a backlog would be drained by
 * as many events a commit as fit into the age.
 *
 * <p>What could not be committed is tried again at half the size: a record that is refused is found so, and a transaction
 * that the brokers time out because its way to them is slow gets small enough. What is committed in a small part of that
 * time may be twice as large the next time.
 */
final class CommitPace {

    /** How old a transaction becomes, of which only more records keep it from being committed. */
    static final Duration LONGEST_GATHERING = Duration.ofSeconds(1);

    /** Of the transaction's time-out: what was committed within this part leaves time for twice as much. */
    private static final int EASY_PART = 4;

    private final long commitNanos;
    private final long gatheringNanos;
    private final long easyNanos;
    private int maxRecords = Integer.MAX_VALUE;

    /**
     * @param commitInterval     {@code ship.commit-interval}
     * @param transactionTimeout after which the brokers abort a transaction
     */
    CommitPace(Duration commitInterval, Duration transactionTimeout) {
        this.commitNanos = commitInterval.toNanos();
        this.gatheringNanos = Math.max(commitNanos, LONGEST_GATHERING.toNanos());
        this.easyNanos = transactionTimeout.toNanos() / EASY_PART;
    }

    /** How old a transaction becomes at most before it is committed. */
    long longestNanos() {
        return gatheringNanos;
    }

    /** How many records the next transaction may have. */
    int maxRecords() {
        return maxRecords;
    }

    /** Whether a transaction of this age is to be committed, though it is not full. */
    boolean isDue(long ageNanos, Sink.Next next) {
        return switch (next) {
            case NOTHING -> ageNanos >= commitNanos;
            case MORE -> ageNanos >= gatheringNanos;
            case NOTHING_BEFORE_ARRIVAL -> true;
        };
    }

    /**
     * A transaction is committed.
     *
     * @param ageNanos since it began
     */
    void committed(long ageNanos) {
        if (ageNanos < easyNanos) {
            maxRecords = (int) Math.min(Integer.MAX_VALUE, 2L * maxRecords);
        }
    }

    /** A transaction of so many records is not committed, or nobody knows whether it is. */
    void failed(int records) {
        maxRecords = Math.max(1, records / 2);
    }
}
