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
package io.logspool;

import io.logspool.ship.AgentState;
import io.logspool.ship.EventRecords;
import io.logspool.ship.Shipper;
import io.logspool.ship.ShipperStats;
import org.jspecify.annotations.Nullable;

/** What shippers did that ship one after the other. One thread begins and ends them, any may ask. */
final class ShippingTotals {

    /** A shipper, and what it makes records with. */
    record Line(Shipper shipper, EventRecords records) {}

    /**
     * What was shipped.
     *
     * @param state of the shipper that runs; null if none does
     * @param discarded dead letters that are nowhere
     * @param truncated events whose encoding had to be cut
     * @param lostDefinitions names and frames that were damaged
     * @param lastError of the shipper that runs
     */
    record Stats(
            @Nullable AgentState state,
            long shipped,
            long acknowledged,
            long deadLettered,
            long discarded,
            long truncated,
            long lostDefinitions,
            long inFlightBytes,
            @Nullable String lastError) {

        private static final Stats NONE = new Stats(null, 0, 0, 0, 0, 0, 0, 0, null);

        private static Stats of(@Nullable Line line) {
            if (line == null) {
                return NONE;
            }
            ShipperStats now = line.shipper().stats();
            return new Stats(
                    now.state(),
                    now.shipped(),
                    now.acknowledged(),
                    now.deadLettered(),
                    now.discarded(),
                    line.records().truncated(),
                    line.records().lostDefinitions(),
                    now.inFlightBytes(),
                    now.lastError());
        }

        /** Both together; the state is this one's, and so is the last error if there is one. */
        Stats and(Stats other) {
            return new Stats(
                    state,
                    shipped + other.shipped,
                    acknowledged + other.acknowledged,
                    deadLettered + other.deadLettered,
                    discarded + other.discarded,
                    truncated + other.truncated,
                    lostDefinitions + other.lostDefinitions,
                    inFlightBytes + other.inFlightBytes,
                    lastError != null ? lastError : other.lastError);
        }

        /** Without what is only true of a shipper that runs. */
        private Stats past() {
            return new Stats(null, shipped, acknowledged, deadLettered, discarded, truncated, lostDefinitions, 0, null);
        }
    }

    /** What runs now, and what those before it did. */
    private record Now(Stats past, @Nullable Line line) {}

    // Written by one thread, read by any.
    private volatile Now now = new Now(Stats.NONE, null);

    /** The one that runs. */
    @Nullable
    Line line() {
        return now.line();
    }

    void begin(@Nullable Line line) {
        now = new Now(now.past(), line);
    }

    void end() {
        now = new Now(Stats.of(now.line()).and(now.past()).past(), null);
    }

    /** Of all together. */
    Stats stats() {
        Now seen = now;
        return Stats.of(seen.line()).and(seen.past());
    }
}
