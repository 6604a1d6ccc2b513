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

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands events to the sink, and those it will never take to the dead letters.
 *
 * <p>The shipper's thread only, except the counters, which any thread may read.
 */
final class Courier {

    private final Sink sink;
    private final DeadLetters deadLetters;
    private final ShipClock clock;
    private final Health health;

    private final Fates fates = new Fates();

    private boolean broken;
    private boolean voided;

    private final LongAdder shipped = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder undecodable = new LongAdder();

    Courier(Sink sink, DeadLetters deadLetters, ShipClock clock, Health health) {
        this.sink = sink;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.health = health;
    }

    /** True if the sink has taken it, or it is in the dead letters; false: not now. */
    boolean settle(Attempt attempt) {
        fates.applyTo(attempt, clock.wallMillis());
        String cause = attempt.deathCause();
        if (cause != null) {
            return bury(attempt, cause);
        }
        SinkFailure failure = sink.send(attempt.record(), attempt);
        if (failure == null) {
            shipped.increment();
            health.taken();
            return true;
        }
        if (failure.remedy() == Remedy.BUSY) {
            return false;
        }
        if (failure.remedy() == Remedy.RETRY) {
            // Its own kind of trouble here: nothing was taken, so asking again at once would be a loop.
            health.troubled(failure);
            return false;
        }
        return remedy(attempt, failure);
    }

    /** Lets the sink go on with what it does by itself. */
    void work(boolean hurry) {
        SinkFailure failure = sink.work(hurry);
        if (failure == null) {
            return;
        }
        voided = true;
        switch (failure.remedy()) {
            case RETRY, WAIT -> health.troubled(failure);
            case REBUILD -> {
                broken = true;
                health.troubled(failure);
            }
            case BUSY, RESTAMP, DEAD_LETTER -> {
                // The next try will be another one.
            }
        }
    }

    /**
     * Takes in that the sink could not deliver what it had taken.
     *
     * @return true if the event is done all the same, because it is in the dead letters
     */
    boolean takeBack(Attempt attempt, SinkFailure failure) {
        return failure.remedy() != Remedy.RETRY && remedy(attempt, failure);
    }

    /** Whether what is in flight will not arrive, and has to be sent again. */
    boolean isVoided() {
        return broken || voided;
    }

    /** What was in flight is forgotten. */
    void startAfresh() {
        if (broken) {
            sink.reset();
        }
        broken = false;
        voided = false;
    }

    /** The checkpoint is behind this batch, and none of it will be read again. */
    void forget(Batch batch) {
        fates.forget(batch);
    }

    long shipped() {
        return shipped.sum();
    }

    long deadLettered() {
        return deadLettered.sum();
    }

    long undecodable() {
        return undecodable.sum();
    }

    private boolean remedy(Attempt attempt, SinkFailure failure) {
        switch (failure.remedy()) {
            case BUSY, RETRY, WAIT -> health.troubled(failure);
            case RESTAMP -> restamp(attempt);
            case REBUILD -> {
                broken = true;
                health.troubled(failure);
            }
            case DEAD_LETTER -> {
                fates.condemn(attempt, failure.reason());
                return bury(attempt, failure.reason());
            }
        }
        return false;
    }

    private void restamp(Attempt attempt) {
        if (attempt.isRestamped()) {
            // The clocks are apart: ours, or the broker's.
            String topic = attempt.record().topic();
            health.troubled(new SinkFailure(
                    Remedy.WAIT, "topic " + topic + " refuses the current time as a record's timestamp"));
        }
        fates.restamp(attempt, clock.wallMillis());
    }

    private boolean bury(Attempt attempt, String cause) {
        if (!fates.isBuried(attempt)) {
            try {
                deadLetters.bury(attempt.record(), cause);
            } catch (IOException e) {
                health.troubled(new SinkFailure(Remedy.RETRY, "a dead letter cannot be written: " + e));
                return false;
            }
            fates.bury(attempt, cause);
            health.refused(cause);
            deadLettered.increment();
            if (!attempt.record().isReadable()) {
                undecodable.increment();
            }
        }
        health.taken();
        attempt.batch().bury();
        return true;
    }
}
