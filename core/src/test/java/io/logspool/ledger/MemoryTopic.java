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

import io.logspool.ship.Remedy;
import io.logspool.ship.Sink;
import io.logspool.ship.SinkFailure;
import io.logspool.ship.SinkRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic in memory: what was sent arrives when the test says so. */
final class MemoryTopic implements Sink {

    private record Sent(SinkRecord record, Completion completion) {}

    private final Deque<Sent> inFlight = new ArrayDeque<>();
    final List<SinkRecord> arrived = new ArrayList<>();

    @Nullable
    String refusal;

    @Override
    public @Nullable SinkFailure send(SinkRecord record, Completion completion) {
        if (refusal != null) {
            return new SinkFailure(Remedy.RETRY, refusal);
        }
        inFlight.add(new Sent(record, completion));
        return null;
    }

    @Override
    public void reset() {
        inFlight.clear();
    }

    @Override
    public void close(Duration timeout) {
        inFlight.clear();
    }

    int inFlight() {
        return inFlight.size();
    }

    /** The oldest of those in flight arrives. */
    void arrive() {
        Sent sent = inFlight.remove();
        arrived.add(sent.record());
        sent.completion().completed(null);
    }

    void arriveAll() {
        while (!inFlight.isEmpty()) {
            arrive();
        }
    }

    /** The oldest of those in flight will never be taken. */
    void refuse() {
        inFlight.remove().completion().completed(new SinkFailure(Remedy.DEAD_LETTER, "not this one"));
    }
}
