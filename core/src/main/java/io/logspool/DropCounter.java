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

import io.logspool.event.LogLevel;
import io.logspool.ship.StatusListener;
import io.logspool.spool.AppendRefusal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts drops by reason, on any thread, and tells of them at most once a minute, on the spool's thread. */
final class DropCounter {

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /**
     * What drops have in common.
     *
     * @param level null if it is not known
     */
    record Kind(DropReason reason, @Nullable LogLevel level) {}

    /** By reason and, from 1 on, level; 0 is for those whose level is not known. */
    private final Map<DropReason, LongAdder[]> counts = new EnumMap<>(DropReason.class);

    /**
     * Unreadable events for whose count there was no stack or no memory. To add one is no call, and so not atomic: of two
     * threads that do it at the same moment, one may be missing.
     */
    int uncounted;

    // The spool's thread only.
    private int countedLate;
    private Map<DropReason, Long> told = Map.of();
    private long toldAt;

    DropCounter() {
        for (DropReason reason : DropReason.values()) {
            LongAdder[] levels = new LongAdder[LogLevel.values().length + 1];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = new LongAdder();
            }
            counts.put(reason, levels);
        }
    }

    void count(DropReason reason, @Nullable LogLevel level) {
        LongAdder[] levels = counts.get(reason);
        if (levels != null) {
            levels[level == null ? 0 : level.code()].increment();
        }
    }

    void count(AppendRefusal refusal, LogLevel level) {
        count(
                switch (refusal) {
                    case CLOSED -> DropReason.CLOSED;
                    case SPOOL_FULL -> DropReason.SPOOL_FULL;
                    case RESERVED -> DropReason.RESERVED;
                    case TIMEOUT -> DropReason.TIMEOUT;
                    case TOO_LARGE, FAILED -> DropReason.FAILED;
                },
                level);
    }

    Map<DropReason, Long> snapshot() {
        Map<DropReason, Long> snapshot = new EnumMap<>(DropReason.class);
        counts.forEach((reason, levels) -> snapshot.put(reason, sum(levels)));
        return snapshot;
    }

    /** Those that are not 0. */
    Map<Kind, Long> byKind() {
        Map<Kind, Long> kinds = new HashMap<>();
        counts.forEach((reason, levels) -> {
            for (int i = 0; i < levels.length; i++) {
                if (levels[i].sum() > 0) {
                    kinds.put(new Kind(reason, LogLevel.ofCode(i)), levels[i].sum());
                }
            }
        });
        return kinds;
    }

    long total() {
        return counts.values().stream().mapToLong(DropCounter::sum).sum();
    }

    private static long sum(LongAdder[] levels) {
        long sum = 0;
        for (LongAdder level : levels) {
            sum += level.sum();
        }
        return sum;
    }

    void tell(StatusListener listener, String service, long nowNanos) {
        for (; countedLate != uncounted; countedLate++) {
            count(DropReason.UNREADABLE, null);
        }
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
