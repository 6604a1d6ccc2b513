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
package io.logspool.cli;

import io.logspool.spool.Backlog;
import io.logspool.spool.Cursor;
import io.logspool.spool.Eviction;
import io.logspool.spool.Incarnation;
import io.logspool.spool.IncarnationTail;
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Some of the entries of a slot, acknowledged or not; that they arrive is remembered nowhere. */
final class ReplayBacklog implements Backlog {

    private final SlotView slot;
    private final Predicate<Cursor> wanted;
    private SpoolPosition acknowledged = SpoolPosition.START;

    ReplayBacklog(SlotView slot, Predicate<Cursor> wanted) {
        this.slot = slot;
        this.wanted = wanted;
    }

    @Override
    public Path slotDirectory() {
        return slot.directory();
    }

    @Override
    public boolean isReading() {
        return true;
    }

    @Override
    public Cursor openCursor() {
        return new Some(slot.openCursor(SpoolPosition.START), wanted);
    }

    @Override
    public SpoolPosition acknowledged() {
        return acknowledged;
    }

    @Override
    public void acknowledge(SpoolPosition upTo) {
        acknowledged = upTo;
    }

    @Override
    public List<Eviction> evictions() {
        return List.of();
    }

    @Override
    public List<IncarnationTail> tails() {
        return List.of();
    }

    /** All definitions, and the entries that are wanted. */
    private record Some(Cursor all, Predicate<Cursor> wanted) implements Cursor {

        @Override
        public boolean next() throws IOException {
            while (all.next()) {
                if (all.isDefinition() || wanted.test(all)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean isDefinition() {
            return all.isDefinition();
        }

        @Override
        public long page() {
            return all.page();
        }

        @Override
        public long sequence() {
            return all.sequence();
        }

        @Override
        public int tag() {
            return all.tag();
        }

        @Override
        public Incarnation incarnation() {
            return all.incarnation();
        }

        @Override
        public byte[] array() {
            return all.array();
        }

        @Override
        public int offset() {
            return all.offset();
        }

        @Override
        public int length() {
            return all.length();
        }

        @Override
        public byte[] preamble() {
            return all.preamble();
        }

        @Override
        public SpoolPosition position() {
            return all.position();
        }

        @Override
        public void seek(SpoolPosition target) throws IOException {
            all.seek(target);
        }

        @Override
        public void close() throws IOException {
            all.close();
        }
    }
}
