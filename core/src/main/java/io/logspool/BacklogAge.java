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

import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.spool.SlotCursor;
import io.logspool.spool.SlotView;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Since when the first event waits that is not acknowledged. Looked up in the spool once a second at most. Any thread. */
final class BacklogAge {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Spool spool;

    // Guarded by this.
    private SpoolPosition lookedAt = SpoolPosition.START;
    private long lookedNanos;
    private long oldestMillis = -1;
    private boolean looked;

    BacklogAge(Spool spool) {
        this.spool = spool;
    }

    /** Milliseconds; 0 if nothing waits, or it cannot be read. */
    synchronized long millis(long backlogBytes) {
        if (backlogBytes == 0) {
            looked = false;
            return 0;
        }
        SpoolPosition position = spool.acknowledged();
        long now = System.nanoTime();
        boolean known = looked && (oldestMillis >= 0 && position.equals(lookedAt));
        if (!known && (!looked || now - lookedNanos >= INTERVAL_NANOS)) {
            looked = true;
            lookedNanos = now;
            lookedAt = position;
            oldestMillis = Uninterrupted.call(() -> timeOfFirstAfter(position));
        }
        return oldestMillis < 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldestMillis);
    }

    private long timeOfFirstAfter(SpoolPosition position) {
        try {
            List<SlotView> slots = SlotView.find(spool.slotDirectory());
            if (slots.size() != 1) {
                return -1;
            }
            try (SlotCursor cursor = slots.get(0).openCursor(position)) {
                while (cursor.next()) {
                    if (!cursor.isDefinition()) {
                        return TimeUnit.NANOSECONDS.toMillis(
                                EventReader.decode(cursor.array(), cursor.offset(), cursor.length())
                                        .epochNanos());
                    }
                }
            }
            return -1;
        } catch (IOException | EventFormatException e) {
            return -1; // damaged, or just deleted: the next one in a second
        }
    }
}
