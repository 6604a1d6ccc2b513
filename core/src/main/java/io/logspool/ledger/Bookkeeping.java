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

import io.logspool.ship.DeadLetters;
import io.logspool.ship.RecordMapper;
import io.logspool.ship.SinkRecord;
import io.logspool.spool.Backlog;
import io.logspool.spool.Cursor;
import io.logspool.spool.Eviction;
import io.logspool.spool.IncarnationTail;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a shipper works with, so that the books learn what it does. */
public final class Bookkeeping {

    private Bookkeeping() {}

    /** Tells the books of each entry that is read. */
    public static RecordMapper of(RecordMapper mapper, Books books) {
        return new RecordMapper() {
            @Override
            public SinkRecord map(Cursor entry, String eventId, long createdMillis) throws Exception {
                books.reading(entry);
                return mapper.map(entry, eventId, createdMillis);
            }

            @Override
            public void define(Cursor definition) {
                mapper.define(definition);
            }
        };
    }

    /** Tells the books of each dead letter. */
    public static DeadLetters of(DeadLetters deadLetters, Books books) {
        return new DeadLetters() {
            @Override
            public boolean bury(SinkRecord record, String reason) throws IOException {
                boolean stored = deadLetters.bury(record, reason);
                books.deadLetter(record.eventId());
                return stored;
            }

            @Override
            public void sent(SinkRecord record, String reason) {
                deadLetters.sent(record, reason);
                books.deadLetter(record.eventId());
            }
        };
    }

    /** Tells the books what is done, before the checkpoint is moved. */
    public static Backlog of(Backlog backlog, Books books) {
        return new Backlog() {
            @Override
            public void acknowledge(SpoolPosition upTo) throws IOException {
                books.acknowledging(upTo);
                backlog.acknowledge(upTo);
            }

            @Override
            public Path slotDirectory() {
                return backlog.slotDirectory();
            }

            @Override
            public boolean isReading() {
                return backlog.isReading();
            }

            @Override
            public Cursor openCursor() {
                return backlog.openCursor();
            }

            @Override
            public SpoolPosition acknowledged() {
                return backlog.acknowledged();
            }

            @Override
            public List<Eviction> evictions() throws IOException {
                return backlog.evictions();
            }

            @Override
            public List<IncarnationTail> tails() throws IOException {
                return backlog.tails();
            }
        };
    }
}
