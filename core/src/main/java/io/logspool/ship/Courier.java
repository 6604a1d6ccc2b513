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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the sink; keeps aside those whose topic is not there; and brings those that will never arrive to the
 * dead letters: to their topic if there is one, and to the file if there is none or it does not take them.
 *
 * <p>The shipper's thread only, except the counters, which any thread may read.
 */
final class Courier {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Sink sink;
    private final DeadLetters file;
    private final @Nullable String deadLetterTopic;
    private final boolean routed;
    private final ShipClock clock;
    private final Health health;

    private final Fates fates = new Fates();
    private final Parking parking = new Parking();

    // Topics of which something is in the parking, and to which something has come; written by the sink's threads.
    private final Queue<String> arrivals = new ConcurrentLinkedQueue<>();

    private boolean broken;
    private boolean voided;
    private @Nullable Batch watched;
    private long lookNanos;

    private final LongAdder shipped = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder discarded = new LongAdder();
    private final LongAdder undecodable = new LongAdder();

    Courier(Sink sink, DeadLetters file, ShipperOptions options, ShipClock clock, Health health) {
        this.sink = sink;
        this.file = file;
        this.deadLetterTopic = options.deadLetterTopic();
        this.routed = options.routed();
        this.clock = clock;
        this.health = health;
    }

    /** True if the sink has taken it, it is kept aside here, or it is in the dead letters; false: not now. */
    boolean settle(Attempt attempt) {
        fates.applyTo(attempt, clock.wallMillis());
        String cause = attempt.deathCause();
        if (cause != null) {
            return bury(attempt, cause);
        }
        Parking.Lot lot = parking.of(attempt.record().topic());
        if (lot != null && lot.isHopeless(clock.nanoTime())) {
            return condemn(attempt, lot.reason());
        }
        if (lot != null && !lot.isEmpty()) {
            lot.park(attempt);
            return true;
        }
        return send(attempt);
    }

    /** Tries the topics again of what is kept aside. */
    int sendParked() {
        int work = noteArrivals();
        for (Parking.Lot lot : parking.ready(clock.nanoTime())) {
            for (Attempt first = lot.first(); first != null && !isVoided(); first = lot.first()) {
                boolean hopeless = lot.isHopeless(clock.nanoTime());
                if (!hopeless && !lot.isDue(clock.nanoTime())) {
                    break;
                }
                lot.removeFirst();
                if (!(hopeless ? condemn(first, lot.reason()) : send(first))) {
                    lot.park(first);
                    break;
                }
                work++;
            }
        }
        return work;
    }

    private int noteArrivals() {
        int work = 0;
        for (String topic = arrivals.poll(); topic != null; topic = arrivals.poll()) {
            parking.arrived(topic, clock.nanoTime());
            work++;
        }
        return work;
    }

    /** How many events are kept aside. */
    int parked() {
        return parking.size();
    }

    /** Lets the sink go on with what it does by itself. */
    void work(Sink.Next next) {
        SinkFailure failure = sink.work(next);
        if (failure != null) {
            voided = true;
            note(failure);
        }
    }

    /**
     * Takes in that the sink could not deliver what it had taken.
     *
     * @return true if the event is off the shipper's hands all the same
     */
    boolean takeBack(Attempt attempt, SinkFailure failure) {
        noteArrivals(); // what came first counts first: a topic that takes something gets its minute again
        return failure.remedy() != Remedy.RETRY && remedy(attempt, failure);
    }

    /** Whether what is in flight will not arrive, and has to be sent again. */
    boolean isVoided() {
        return broken || voided;
    }

    /** What was in flight, or kept aside, is forgotten. */
    void startAfresh() {
        if (broken) {
            sink.reset();
        }
        broken = false;
        voided = false;
        parking.clear();
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

    /** Those of the dead letters that are nowhere, because their file is full. */
    long discarded() {
        return discarded.sum();
    }

    long undecodable() {
        return undecodable.sum();
    }

    private boolean send(Attempt attempt) {
        attempt.tellArrival(parking.of(attempt.record().topic()) == null ? null : arrivals);
        SinkFailure failure = sink.send(attempt.record(), attempt);
        if (failure != null) {
            return remedy(attempt, failure);
        }
        shipped.increment();
        health.taken();
        if (routed) {
            attempt.batch().addTopic(attempt.record().topic());
        }
        return true;
    }

    /**
     * Looks after the oldest batch. A sink that has taken a record tries it for ever, also if its topic is deleted then;
     * where that may be, all that is in flight is taken back, and what cannot be sent again is kept aside.
     */
    void watch(@Nullable Batch oldest) {
        long now = clock.nanoTime();
        if (!routed || oldest == null || oldest != watched) {
            watched = oldest;
            lookNanos = now + Parking.PATIENCE_NANOS;
        } else if (now - lookNanos >= 0) {
            lookNanos = now + LOOK_NANOS;
            for (String topic : oldest.topics()) {
                SinkFailure failure = sink.lookUp(topic);
                if (failure != null
                        && (failure.remedy() == Remedy.TOPIC_MISSING || failure.remedy() == Remedy.TOPIC_FORBIDDEN)) {
                    broken = true;
                    health.tell("events were sent and do not arrive, and are sent again: " + failure.reason());
                    return;
                }
            }
        }
    }

    private boolean remedy(Attempt attempt, SinkFailure failure) {
        if (attempt.isLetter() && isAboutTheRecord(failure.remedy())) {
            fates.keepFromTopic(attempt);
            return bury(attempt, String.valueOf(attempt.deathCause()));
        }
        switch (failure.remedy()) {
            case BUSY, RETRY, WAIT, REBUILD -> note(failure);
            case RESTAMP -> restamp(attempt);
            case TOPIC_MISSING, TOPIC_FORBIDDEN -> {
                return keepAside(attempt, failure);
            }
            case DEAD_LETTER -> {
                return condemn(attempt, failure.reason());
            }
        }
        return false;
    }

    private static boolean isAboutTheRecord(Remedy remedy) {
        return switch (remedy) {
            case WAIT, TOPIC_MISSING, TOPIC_FORBIDDEN, DEAD_LETTER -> true;
            case BUSY, RETRY, RESTAMP, REBUILD -> false;
        };
    }

    /** Of the sink as a whole. */
    private void note(SinkFailure failure) {
        switch (failure.remedy()) {
            case RETRY, WAIT, TOPIC_MISSING, TOPIC_FORBIDDEN -> health.troubled(failure);
            case REBUILD -> {
                broken = true;
                health.troubled(failure);
            }
            case BUSY, RESTAMP, DEAD_LETTER -> {
                // Nothing is wrong, or the next try will be another one.
            }
        }
    }

    /** A topic of its own that is not there: others go on, if the sink lets them, and at last it is given up. */
    private boolean keepAside(Attempt attempt, SinkFailure failure) {
        if (!routed) {
            health.troubled(failure);
            return false;
        }
        String topic = attempt.record().topic();
        if (parking.of(topic) == null) {
            health.tell(failure.reason() + "; its events are dead letters if that lasts for " + Parking.PATIENCE_SECONDS
                    + " s");
        }
        Parking.Lot lot = parking.refused(topic, failure.reason(), clock.nanoTime());
        if (lot.isHopeless(clock.nanoTime())) {
            return condemn(attempt, failure.reason());
        }
        if (sink.isInOrder()) {
            health.troubled(failure);
            return false;
        }
        lot.park(attempt);
        return true;
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

    private boolean condemn(Attempt attempt, String cause) {
        fates.condemn(attempt, cause);
        return bury(attempt, cause);
    }

    private boolean bury(Attempt attempt, String cause) {
        String topic = deadLetterTopic;
        if (topic == null || fates.isKeptFromTopic(attempt)) {
            return store(attempt, cause);
        }
        return sendLetter(attempt, topic, cause);
    }

    private boolean sendLetter(Attempt attempt, String topic, String cause) {
        attempt.becomeLetter();
        SinkFailure failure = sink.send(attempt.record().toDeadLetter(topic, cause), attempt);
        if (failure != null) {
            return remedy(attempt, failure);
        }
        shipped.increment();
        health.taken();
        if (!fates.isCounted(attempt, cause)) {
            file.sent(attempt.record(), cause);
            count(attempt, cause);
        }
        return true;
    }

    private boolean store(Attempt attempt, String cause) {
        if (!fates.isBuried(attempt)) {
            try {
                if (!file.bury(attempt.record(), cause)) {
                    discarded.increment();
                    if (discarded.sum() == 1) {
                        health.tell(
                                "the file of dead letters is full: dead letters are lost, and counted, from now on");
                    }
                }
            } catch (IOException e) {
                health.troubled(new SinkFailure(Remedy.RETRY, "a dead letter cannot be written: " + e));
                return false;
            }
            fates.bury(attempt, cause);
            if (!fates.isCounted(attempt, cause)) {
                count(attempt, cause);
            }
        }
        health.taken();
        attempt.batch().bury();
        return true;
    }

    private void count(Attempt attempt, String cause) {
        health.refused(cause);
        deadLettered.increment();
        if (!attempt.record().isReadable()) {
            undecodable.increment();
        }
    }
}
