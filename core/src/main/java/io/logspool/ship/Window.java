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

import io.logspool.spool.SpoolPosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The batches between the checkpoint and the cursor, oldest first. One thread.
 *
 * <p>A batch that is complete behind one that is not still counts as in flight: after a crash it comes again.
 */
final class Window {

    private final Deque<Batch> batches = new ArrayDeque<>();
    private long bytes;

    /** Takes a batch to which no entry will be added any more. */
    void add(Batch batch) {
        batches.addLast(batch);
        bytes += batch.bytes();
    }

    /**
     * Removes the complete batches at the front.
     *
     * @param done gets each of them
     * @return everything before this is done; null if there was none
     */
    @Nullable
    SpoolPosition advance(Consumer<Batch> done) {
        SpoolPosition end = null;
        for (Batch first = batches.peekFirst(); first != null && first.isComplete(); first = batches.peekFirst()) {
            batches.removeFirst();
            bytes -= first.bytes();
            end = first.end();
            done.accept(first);
        }
        return end;
    }

    /** Forgets all of them. */
    void abandon() {
        batches.forEach(Batch::abandon);
        batches.clear();
        bytes = 0;
    }

    /** Records that have not arrived and are not buried: in flight, or taken back. */
    int unsettled() {
        int count = 0;
        for (Batch batch : batches) {
            count += batch.unsettled();
        }
        return count;
    }

    /** The oldest; null if there is none. */
    @Nullable
    Batch first() {
        return batches.peekFirst();
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    long bytes() {
        return bytes;
    }
}
