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
package io.logspool.ledger;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the ledger says of one incarnation. docs/ledger.md has the format. Times are milliseconds since the
 * epoch.
 *
 * @param time         when it was said
 * @param incarnation  id of the incarnation: the first part of its events' ids
 * @param service      {@code service.name}
 * @param host         {@code host.name}; null if not known
 * @param slot         name of the slot's directory
 * @param ordinal      counts the incarnations of the slot, from 1
 * @param state        whether it goes on
 * @param start        when it began; 0 if not known
 * @param end          when it ended; 0 if it did not, or that is not known
 * @param accepted     at least the sequences up to this were accepted
 * @param acknowledged the sequences up to this are in the topic, or in one of the lists
 * @param evicted      taken by {@code drop-oldest}; some of them may have been sent
 * @param lost         damage took them
 * @param deadLettered the brokers will never take them
 * @param unlisted     more of the lost and dead-lettered that no list has
 * @param dropped      events that were never accepted, by reason; empty if not known
 * @param part         0, or the number of a page of the lists that went before
 * @param parts        how many such pages there are so far
 * @param segment      number of its first segment; 0 if not known
 */
public record LedgerRecord(
        long time,
        String incarnation,
        String service,
        @Nullable String host,
        String slot,
        long ordinal,
        State state,
        long start,
        long end,
        long accepted,
        long acknowledged,
        List<SequenceRange> evicted,
        List<SequenceRange> lost,
        List<SequenceRange> deadLettered,
        long unlisted,
        Map<String, Long> dropped,
        int part,
        int parts,
        long segment) {

    /** Value of the header {@value #KIND_HEADER}. */
    public static final String KIND = "ledger";

    /** Header that tells records of the ledger from others. */
    public static final String KIND_HEADER = "logspool.kind";

    /** Media type of the value. */
    public static final String CONTENT_TYPE = "application/json";

    /** Whether an incarnation goes on. */
    public enum State {
        /** As far as is known. */
        RUNNING,
        /** It was closed in peace. */
        CLOSED,
        /** It ended without a word: its process died, or did not ship. */
        ENDED
    }

    public LedgerRecord {
        evicted = List.copyOf(evicted);
        lost = List.copyOf(lost);
        deadLettered = List.copyOf(deadLettered);
        dropped = Map.copyOf(dropped);
    }

    /** The record's value. */
    public byte[] toJson() {
        return LedgerJson.write(this);
    }

    /**
     * Reads a record's value, also one of a later version: what is not known is passed over.
     *
     * @throws IOException if it is no such record
     */
    public static LedgerRecord fromJson(byte[] json) throws IOException {
        return LedgerJson.read(json);
    }
}
