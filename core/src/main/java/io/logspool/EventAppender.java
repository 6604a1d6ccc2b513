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

import io.logspool.event.DefinitionLog;
import io.logspool.event.Dictionary;
import io.logspool.event.EventWriter;
import io.logspool.event.Masks;
import io.logspool.spool.Spool;
import org.jspecify.annotations.Nullable;

/** Appends events that refer to what is defined in their page of the spool. Any thread. */
final class EventAppender {

    /** An event that comes too late for so many pages is written out. */
    private static final int MAX_MOVES = 4;

    private final Spool spool;
    private final int maxEventBytes;
    private final Dictionary dictionary;
    private volatile EventWriterPool writers;

    EventAppender(Spool spool, int maxEventBytes, @Nullable Masks masks) {
        this.spool = spool;
        this.maxEventBytes = maxEventBytes;
        this.dictionary = new Dictionary(new Definitions(spool), maxEventBytes);
        this.writers = new EventWriterPool(maxEventBytes, dictionary, masks);
    }

    /** The writers whose events can be appended here; others after {@link #mask}. */
    EventWriterPool writers() {
        return writers;
    }

    /** Events of writers that are acquired after this have no matches of these masks. */
    void mask(@Nullable Masks masks) {
        writers = new EventWriterPool(maxEventBytes, dictionary, masks);
    }

    /** Appends the event; the result is that of {@link Spool#append(byte[], int, int, int)}. */
    long append(EventWriter writer) {
        int level = writer.level().code();
        for (int moves = 0; writer.isBound(); moves++) {
            long result = spool.append(writer.array(), writer.offset(), writer.length(), level, writer.page());
            if (result != Spool.MOVED) {
                return result;
            }
            if (moves < MAX_MOVES) {
                writer.moveOn();
            } else {
                writer.unbind();
            }
        }
        return spool.append(writer.array(), writer.offset(), writer.length(), level);
    }

    private record Definitions(Spool spool) implements DefinitionLog {

        @Override
        public long page() {
            return spool.page();
        }

        @Override
        public boolean define(byte[] payload, int offset, int length, long page) {
            return spool.define(payload, offset, length, page);
        }
    }
}
