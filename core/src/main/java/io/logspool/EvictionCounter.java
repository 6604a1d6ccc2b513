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
import io.logspool.spool.Eviction;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Events that {@code drop-oldest} took out of the spool since the agent started, by level. Counts on any thread, and
 * tells of them at most once a minute, on the spool's thread.
 */
final class EvictionCounter {

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<LogLevel, Long> before;

    // The spool's thread only.
    private Map<LogLevel, Long> told = Map.of();
    private long toldAt;

    /**
     * @param before what was evicted before the agent started
     */
    EvictionCounter(List<Eviction> before) {
        this.before = byLevel(before);
    }

    Map<LogLevel, Long> since(List<Eviction> all) {
        return difference(byLevel(all), before);
    }

    void tell(List<Eviction> all, StatusListener listener, String service, long nowNanos) {
        if (!told.isEmpty() && nowNanos - toldAt < INTERVAL_NANOS) {
            return;
        }
        Map<LogLevel, Long> now = since(all);
        Map<LogLevel, Long> news = difference(now, told);
        if (!news.isEmpty()) {
            listener.warn("events of service '" + service
                    + "' were taken out of the full spool before they were shipped (drop-oldest): " + news);
            told = now;
            toldAt = nowNanos;
        }
    }

    private static Map<LogLevel, Long> byLevel(List<Eviction> evictions) {
        Map<LogLevel, Long> counts = new EnumMap<>(LogLevel.class);
        for (Eviction eviction : evictions) {
            eviction.entriesByTag().forEach((code, count) -> {
                LogLevel level = LogLevel.ofCode(code);
                if (level != null) {
                    counts.merge(level, count, Long::sum);
                }
            });
        }
        return counts;
    }

    private static Map<LogLevel, Long> difference(Map<LogLevel, Long> now, Map<LogLevel, Long> then) {
        Map<LogLevel, Long> difference = new EnumMap<>(LogLevel.class);
        now.forEach((level, count) -> {
            long more = count - then.getOrDefault(level, 0L);
            if (more > 0) {
                difference.put(level, more);
            }
        });
        return difference;
    }
}
