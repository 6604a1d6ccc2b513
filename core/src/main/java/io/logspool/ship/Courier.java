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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

    /** By topic: a timestamp that was too old, so that everything before it is too. */
    private final Map<String, Long> refusedTimestamps = new HashMap<>();

    /** Dead letters that are not behind the checkpoint yet, and would be written again after a rewind. */
    private final Set<String> buriedIds = new HashSet<>();

    private boolean broken;

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
        String cause = attempt.deathCause();
        if (cause != null) {
            return bury(attempt, cause);
        }
        if (!buriedIds.isEmpty() && buriedIds.contains(attempt.record().eventId())) {
            attempt.batch().bury(attempt.record().eventId());
            return true;
        }
        Long refused = refusedTimestamps.get(attempt.record().topic());
        if (refused != null && !attempt.isRestamped() && attempt.record().timestampMillis() <= refused) {
            attempt.restamp(clock.wallMillis());
        }
        SinkFailure failure = sink.send(attempt.record(), attempt);
        if (failure == null) {
            shipped.increment();
            health.taken();
            return true;
        }
        if (failure.remedy() == Remedy.RETRY) {
            // Its own kind of trouble here: nothing was taken, so asking again at once would be a loop.
            health.troubled(failure);
            return false;
        }
        return remedy(attempt, failure);
    }

    /**
     * Takes in that the sink could not deliver what it had taken.
     *
     * @return true if the event is done all the same, because it is in the dead letters
     */
    boolean takeBack(Attempt attempt, SinkFailure failure) {
        return failure.remedy() != Remedy.RETRY && remedy(attempt, failure);
    }

    /** Whether the sink has to be reset. */
    boolean isBroken() {
        return broken;
    }

    void reset() {
        sink.reset();
        broken = false;
    }

    /** The checkpoint is behind this batch, and none of it will be read again. */
    void forget(Batch batch) {
        batch.buriedIds().forEach(buriedIds::remove);
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
            case RETRY, WAIT -> health.troubled(failure);
            case RESTAMP -> restamp(attempt);
            case REBUILD -> {
                broken = true;
                health.troubled(failure);
            }
            case DEAD_LETTER -> {
                attempt.condemn(failure.reason());
                return bury(attempt, failure.reason());
            }
        }
        return false;
    }

    private void restamp(Attempt attempt) {
        long now = clock.wallMillis();
        SinkRecord refused = attempt.record();
        if (attempt.isRestamped()) {
            // The clocks are apart: ours, or the broker's.
            health.troubled(new SinkFailure(
                    Remedy.WAIT, "topic " + refused.topic() + " refuses the current time as a record's timestamp"));
        } else if (refused.timestampMillis() < now) {
            // It was too old, and so is everything before it: no need to have that refused first.
            refusedTimestamps.merge(refused.topic(), refused.timestampMillis(), Math::max);
        }
        attempt.restamp(now);
    }

    private boolean bury(Attempt attempt, String cause) {
        String eventId = attempt.record().eventId();
        if (!buriedIds.contains(eventId)) {
            try {
                deadLetters.bury(attempt.record(), cause);
            } catch (IOException e) {
                health.troubled(new SinkFailure(Remedy.RETRY, "a dead letter cannot be written: " + e));
                return false;
            }
            buriedIds.add(eventId);
            health.refused(cause);
            deadLettered.increment();
            if (!attempt.record().isReadable()) {
                undecodable.increment();
            }
        }
        health.taken();
        attempt.batch().bury(eventId);
        return true;
    }
}
