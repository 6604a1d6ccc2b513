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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Events whose topic is missing or forbidden, while others go on. A topic that stays so is given up, and is looked at
 * again from time to time. Only for topics that are made from events: a fixed one is waited for. The shipper's thread only.
 */
final class Parking {

    /** How long a topic may be missing before its events are dead letters: {@value} seconds. */
    static final long PATIENCE_SECONDS = 60;

    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);

    /** One topic. */
    static final class Lot {

        private final PriorityQueue<Attempt> attempts = new PriorityQueue<>();
        private final Backoff backoff = new Backoff(TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.SECONDS.toNanos(5));
        private long sinceNanos;
        private String reason;
        private long nextNanos;
        private boolean hopeless;

        private Lot(String reason, long nowNanos) {
            this.reason = reason;
            this.sinceNanos = nowNanos;
            this.nextNanos = nowNanos;
        }

        void park(Attempt attempt) {
            attempts.add(attempt);
        }

        boolean isEmpty() {
            return attempts.isEmpty();
        }

        @Nullable
        Attempt first() {
            return attempts.peek();
        }

        void removeFirst() {
            attempts.remove();
        }

        /** Why nothing goes there. */
        String reason() {
            return reason;
        }

        /** Whether what goes there is a dead letter, without asking again now. */
        boolean isHopeless(long nowNanos) {
            return hopeless && nowNanos - nextNanos < 0;
        }

        boolean isDue(long nowNanos) {
            return !attempts.isEmpty() && nowNanos - nextNanos >= 0;
        }

        /** It was refused. Of many that were sent together, the first one counts. */
        private void refused(String why, long nowNanos) {
            reason = why;
            hopeless = nowNanos - sinceNanos >= PATIENCE_NANOS;
            if (nowNanos - nextNanos >= 0) {
                nextNanos = nowNanos + (hopeless ? PATIENCE_NANOS : backoff.next());
            }
        }

        private void mended(long nowNanos) {
            hopeless = false;
            sinceNanos = nowNanos;
            nextNanos = nowNanos;
            backoff.reset();
        }
    }

    private final Map<String, Lot> lots = new HashMap<>();

    /** Null for a topic with which all is well. */
    @Nullable
    Lot of(String topic) {
        return lots.isEmpty() ? null : lots.get(topic);
    }

    /** A topic was refused. */
    Lot refused(String topic, String reason, long nowNanos) {
        Lot lot = lots.computeIfAbsent(topic, name -> new Lot(reason, nowNanos));
        lot.refused(reason, nowNanos);
        return lot;
    }

    /** Something has arrived there. That a sink takes something says nothing: a topic may be seen and not be written to. */
    void arrived(String topic, long nowNanos) {
        Lot lot = of(topic);
        if (lot != null && lot.isEmpty()) {
            lots.remove(topic);
        } else if (lot != null) {
            lot.mended(nowNanos);
        }
    }

    /** Those with something to be tried, or to be given up, now. */
    List<Lot> ready(long nowNanos) {
        List<Lot> ready = new ArrayList<>(0);
        for (Lot lot : lots.values()) {
            if (lot.isDue(nowNanos) || (lot.isHopeless(nowNanos) && !lot.isEmpty())) {
                ready.add(lot);
            }
        }
        return ready;
    }

    /** How many events are here. */
    int size() {
        int size = 0;
        for (Lot lot : lots.values()) {
            size += lot.attempts.size();
        }
        return size;
    }

    /** All will be read again. What is known of the topics stays. */
    void clear() {
        lots.values().forEach(lot -> lot.attempts.clear());
    }
}
