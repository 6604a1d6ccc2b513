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

import io.logspool.spool.Cursor;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads entries and maps them. The shipper's thread only. */
final class EntryReader implements AutoCloseable {

    private final Cursor cursor;
    private final RecordMapper mapper;
    private final ShipClock clock;
    private final Queue<Attempt.Failed> failures;
    private long entriesRead;
    private boolean exhausted;
    private boolean skipped;

    EntryReader(Cursor cursor, RecordMapper mapper, ShipClock clock, Queue<Attempt.Failed> failures) {
        this.cursor = cursor;
        this.mapper = mapper;
        this.clock = clock;
        this.failures = failures;
    }

    /**
     * The next entry; one that cannot be mapped is condemned already.
     *
     * @return null if there is none now
     */
    @Nullable
    Attempt next() throws IOException {
        do {
            exhausted = !cursor.next();
            if (exhausted) {
                return null;
            }
        } while (isDefinition());
        skipped = true;
        Attempt attempt = map();
        skipped = false;
        return attempt;
    }

    /** Just after the entry that was read last. */
    SpoolPosition position() {
        return cursor.position();
    }

    /** True if there was no entry the last time. */
    boolean isExhausted() {
        return exhausted;
    }

    /** True if an entry was passed over, because memory or the like ran out while it was mapped. */
    boolean hasSkipped() {
        return skipped;
    }

    void seek(SpoolPosition position) throws IOException {
        cursor.seek(position);
        skipped = false;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }

    private boolean isDefinition() {
        boolean definition = cursor.isDefinition();
        if (definition) {
            mapper.define(cursor);
        }
        return definition;
    }

    private Attempt map() {
        entriesRead++;
        String eventId = cursor.incarnation().id() + "-" + cursor.sequence();
        long now = clock.wallMillis();
        try {
            return new Attempt(mapper.map(cursor, eventId, now), entriesRead, failures);
        } catch (Exception | StackOverflowError e) {
            // Whatever is wrong with it will be wrong the next time too: a dead letter, not a loop.
            byte[] bytes = new byte[cursor.length()];
            System.arraycopy(cursor.array(), cursor.offset(), bytes, 0, bytes.length);
            Attempt attempt = new Attempt(SinkRecord.unreadable(bytes, now, eventId), entriesRead, failures);
            attempt.condemn("the entry cannot be read: " + e);
            return attempt;
        }
    }
}
