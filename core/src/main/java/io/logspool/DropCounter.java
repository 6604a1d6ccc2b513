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

import io.logspool.ship.StatusListener;
import io.logspool.spool.AppendRefusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts drops by reason, on any thread, and tells of them at most once a minute, on the spool's thread. */
final class DropCounter {

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<DropReason, LongAdder> counts = new EnumMap<>(DropReason.class);

    // The spool's thread only.
    private Map<DropReason, Long> told = Map.of();
    private long toldAt;

    DropCounter() {
        for (DropReason reason : DropReason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void count(DropReason reason) {
        LongAdder count = counts.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    void count(AppendRefusal refusal) {
        count(
                switch (refusal) {
                    case CLOSED -> DropReason.CLOSED;
                    case SPOOL_FULL -> DropReason.SPOOL_FULL;
                    case RESERVED -> DropReason.RESERVED;
                    case TIMEOUT -> DropReason.TIMEOUT;
                    case TOO_LARGE, FAILED -> DropReason.FAILED;
                });
    }

    Map<DropReason, Long> snapshot() {
        Map<DropReason, Long> snapshot = new EnumMap<>(DropReason.class);
        counts.forEach((reason, count) -> snapshot.put(reason, count.sum()));
        return snapshot;
    }

    void tell(StatusListener listener, String service, long nowNanos) {
        if (!told.isEmpty() && nowNanos - toldAt < INTERVAL_NANOS) {
            return;
        }
        Map<DropReason, Long> now = snapshot();
        StringBuilder news = new StringBuilder();
        now.forEach((reason, count) -> {
            long since = count - told.getOrDefault(reason, 0L);
            if (since > 0) {
                news.append(news.isEmpty() ? "" : ", ")
                        .append(reason)
                        .append(' ')
                        .append(since);
            }
        });
        if (!news.isEmpty()) {
            listener.warn("events of service '" + service + "' were dropped: " + news);
            told = now;
            toldAt = nowNanos;
        }
    }
}
