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

import io.logspool.event.EventWriter;
import io.logspool.event.LogLevel;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Tells in the log itself that events are missing in it: an event a minute, as long as any are dropped, once there is
 * room. One thread.
 */
final class DropSummary {

    static final String LOGGER = "io.logspool.drops";

    /** What every spool takes. */
    private static final int MAX_BYTES = 16 << 10;

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DropCounter drops;
    private final Predicate<EventWriter> append;

    private Map<DropCounter.Kind, Long> told = Map.of();
    private boolean waiting;
    private long since;

    /**
     * A summary of what was dropped from now on.
     *
     * @param append puts an event into the spool; false if there is no room
     */
    DropSummary(DropCounter drops, Predicate<EventWriter> append) {
        this.drops = drops;
        this.append = append;
    }

    /** Looks whether there is something to tell, and a minute over since it began. */
    int doWork(long nowNanos, long wallMillis) {
        if (drops.total() == total(told)) {
            return 0;
        }
        if (!waiting) {
            waiting = true;
            since = nowNanos;
        }
        return nowNanos - since >= INTERVAL_NANOS ? tell(wallMillis) : 0;
    }

    /** Tells what there is to tell, and does not wait for the minute: nothing will be told any more. */
    void close(long wallMillis) {
        if (drops.total() != total(told)) {
            tell(wallMillis);
        }
    }

    private int tell(long wallMillis) {
        Map<DropCounter.Kind, Long> now = drops.byKind();
        Map<DropReason, Map<String, Long>> news = new TreeMap<>();
        now.forEach((kind, count) -> {
            long more = count - told.getOrDefault(kind, 0L);
            if (more > 0) {
                LogLevel level = kind.level();
                news.computeIfAbsent(kind.reason(), reason -> new TreeMap<>())
                        .merge(level == null ? "level not known" : level.name(), more, Long::sum);
            }
        });
        if (news.isEmpty()) {
            return 0;
        }
        EventWriter writer = new EventWriter(MAX_BYTES);
        write(news, writer, wallMillis);
        if (!append.test(writer)) {
            return 0;
        }
        told = now;
        waiting = false;
        return 1;
    }

    @SuppressWarnings("deprecation") // threadId() is Java 19
    private static void write(Map<DropReason, Map<String, Long>> news, EventWriter writer, long wallMillis) {
        long all = news.values().stream().mapToLong(DropSummary::total).sum();
        StringBuilder text = new StringBuilder().append(all).append(" events were dropped:");
        news.forEach((reason, levels) -> text.append(' ')
                .append(reason.word())
                .append(' ')
                .append(total(levels))
                .append(' ')
                .append(levels));
        writer.begin(TimeUnit.MILLISECONDS.toNanos(wallMillis), LogLevel.WARN)
                .logger(LOGGER)
                .thread(Thread.currentThread().getName(), Thread.currentThread().getId())
                .message(text.toString())
                .keyValue("logspool.dropped", all);
        news.forEach((reason, levels) -> writer.keyValue("logspool.dropped." + reason.word(), total(levels)));
    }

    private static long total(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
