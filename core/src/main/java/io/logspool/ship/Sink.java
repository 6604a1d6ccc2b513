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

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A destination. All methods are called by one thread, the shipper's; only completions come on other threads.
 *
 * <p>Records that go to the same place in the destination (a Kafka partition) arrive there in the order in which they
 * were sent, except those that fail.
 */
public interface Sink {

    /** What the shipper has next for a sink. */
    enum Next {
        /** Nothing now. */
        NOTHING,
        /** More records, at once: there is a backlog. */
        MORE,
        /** Nothing before something that was sent has arrived: there is no more room in flight, or this is the end. */
        NOTHING_BEFORE_ARRIVAL
    }

    /**
     * Takes a record for delivery. Does not wait for the delivery, and never blocks for more than a fraction of a second.
     *
     * @return null: taken, {@code completion} will be called exactly once, unless the sink is reset or closed, or voids it, before.
     *     Otherwise the record was not taken, and {@code completion} is never called
     */
    @Nullable
    SinkFailure send(SinkRecord record, Completion completion);

    /**
     * Goes on with what the sink does by itself. Called in every duty cycle, after the sending, unless the sink is being
     * left alone for a while.
     *
     * @return null: all is well. Otherwise everything that was sent and is not completed is void, and will be sent again
     */
    default @Nullable SinkFailure work(Next next) {
        return null;
    }

    /** Whether a record counts as arrived only after all that were sent before it: then none may be kept aside. */
    default boolean isInOrder() {
        return false;
    }

    /**
     * Looks whether records for a topic can arrive; for topics of records that were taken long ago.
     *
     * @return null if nothing speaks against it
     */
    default @Nullable SinkFailure lookUp(String topic) {
        return null;
    }

    /** Drops all that is in flight and every resource; the next {@link #send} starts afresh. */
    void reset();

    /**
     * Waits for what is in flight and releases every resource.
     *
     * @param timeout longest time for all of it, also if the destination hangs; zero drops what is in flight
     */
    void close(Duration timeout);

    /** Told how the delivery of one record ended. */
    interface Completion {

        /**
         * Called once, on any thread; returns at once and throws nothing.
         *
         * @param failure null if the destination has the record
         */
        void completed(@Nullable SinkFailure failure);
    }
}
