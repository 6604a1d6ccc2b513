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

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether the sink takes and acknowledges, how long to leave it alone when it does not, and what to tell about it.
 *
 * <p>The shipper's thread only, except {@link #state()} and {@link #lastError()}, which any thread may read.
 */
final class Health {

    /** Without progress for this long, the sink is what we are waiting for. */
    static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Without progress for this long, somebody is told. */
    static final long ANNOUNCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** For this long, what was wrong is told rather than that there is no answer. */
    private static final long TELLING_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ShipClock clock;
    private final StatusListener listener;
    private final Backoff shortBackoff = new Backoff(TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(1));
    private final Backoff longBackoff = new Backoff(TimeUnit.MILLISECONDS.toNanos(500), TimeUnit.SECONDS.toNanos(15));

    private volatile AgentState state = AgentState.STARTING;
    private volatile @Nullable String lastError;
    private @Nullable String trouble;
    private @Nullable String announced;
    private long troubleNanos;
    private boolean paused;
    private boolean stuck;
    private long resumeNanos;
    private long progressNanos;

    Health(ShipClock clock, StatusListener listener) {
        this.clock = clock;
        this.listener = listener;
        this.progressNanos = clock.nanoTime();
    }

    /** The sink, or a file, failed in a way that passes or can be mended; it is to be left alone for a while. */
    void troubled(SinkFailure failure) {
        boolean patient = isPatient(failure.remedy());
        // That there is no answer says less than what was wrong before it.
        if (trouble == null || failure.remedy() != Remedy.RETRY || clock.nanoTime() - troubleNanos > TELLING_NANOS) {
            trouble = failure.reason();
            troubleNanos = clock.nanoTime();
            lastError = failure.reason();
        }
        resumeNanos = clock.nanoTime() + (patient ? longBackoff : shortBackoff).next();
        paused = true;
        stuck = true;
        if (failure.remedy() == Remedy.WAIT || failure.remedy() == Remedy.TOPIC_FORBIDDEN) {
            announce(failure.reason());
        }
    }

    /** Something that the person who runs the application should know. */
    void tell(String message) {
        listener.warn(message);
    }

    private static boolean isPatient(Remedy remedy) {
        return remedy == Remedy.WAIT || remedy == Remedy.TOPIC_FORBIDDEN || remedy == Remedy.REBUILD;
    }

    /** An event was refused for good. */
    void refused(String reason) {
        lastError = reason;
    }

    /** What was in trouble was tried again, and taken; whether it arrives is yet to be seen. */
    void taken() {
        stuck = false;
    }

    /** Something was acknowledged, or there is nothing to do. */
    void progressed() {
        progressNanos = clock.nanoTime();
        state = AgentState.SHIPPING;
        if (stuck || (trouble == null && announced == null)) {
            return;
        }
        trouble = null;
        shortBackoff.reset();
        longBackoff.reset();
        if (announced != null) {
            announced = null;
            listener.info("events are shipped again");
        }
    }

    /** True while the sink is to be left alone. */
    boolean isPaused() {
        paused = paused && clock.nanoTime() - resumeNanos < 0;
        return paused;
    }

    /** Looks at the clock: has nothing happened for too long? */
    void check(long inFlightBytes) {
        long quiet = clock.nanoTime() - progressNanos;
        if (quiet >= STALLED_NANOS) {
            state = AgentState.WAITING_FOR_BROKER;
        }
        if (quiet >= ANNOUNCE_NANOS) {
            announce(trouble != null ? trouble : inFlightBytes + " bytes were sent, and nobody acknowledges them");
        }
    }

    void closed() {
        state = AgentState.CLOSED;
    }

    AgentState state() {
        return state;
    }

    @Nullable
    String lastError() {
        return lastError;
    }

    /** Once, until there is progress. */
    private void announce(String reason) {
        if (announced == null) {
            announced = reason;
            listener.warn("events are kept on disk: " + reason);
        }
    }
}
