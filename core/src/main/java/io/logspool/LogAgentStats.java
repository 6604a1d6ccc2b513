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

import io.logspool.event.LogLevel;
import io.logspool.ship.AgentState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's counters since it started. Read one after the other while the agent goes on, so they may be off against
 * each other by what happened meanwhile.
 *
 * @param state         what it is doing
 * @param accepted      events in the spool when the call returned
 * @param dropped       events that never entered it, by reason
 * @param evicted       events that {@code drop-oldest} took out of it before they were shipped, by level
 * @param keptOut       events of the agent's own threads
 * @param truncated     cuts to {@code spool.max-event-bytes}, of the event when it was accepted and of its record
 * @param shipped       records handed to Kafka's client, those sent again included
 * @param acknowledged  events the brokers have, those of earlier incarnations and of slots that were taken over included
 * @param deadLettered  events the brokers will never take
 * @param discarded     dead letters, counted there too, that are nowhere because their file was full
 * @param damaged       entries that damage on disk took
 * @param lostDefinitions names and stack frames of events that came without them, because what defines them was damaged
 * @param backlogEvents events in the spool and not yet acknowledged
 * @param backlogAgeMillis since when the first of them waits, up to a second old; 0 if none does
 * @param backlogBytes  bytes of entries in the spool and not yet acknowledged
 * @param spoolBytes    disk taken by the slot
 * @param inFlightBytes encoded, sent and not yet acknowledged
 * @param lastError     what went wrong last, if anything did
 */
public record LogAgentStats(
        AgentState state,
        long accepted,
        Map<DropReason, Long> dropped,
        Map<LogLevel, Long> evicted,
        long keptOut,
        long truncated,
        long shipped,
        long acknowledged,
        long deadLettered,
        long discarded,
        long damaged,
        long lostDefinitions,
        long backlogEvents,
        long backlogAgeMillis,
        long backlogBytes,
        long spoolBytes,
        long inFlightBytes,
        @Nullable String lastError) {

    /** All dropped events together. */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
