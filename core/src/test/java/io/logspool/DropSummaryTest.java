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

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log in which events are missing says so itself: once a minute, when there is room, how many, why, and of which levels. */
class DropSummaryTest {

    private static final long MINUTE = 60_000_000_000L;

    private final DropCounter drops = new DropCounter();
    private final List<LogEvent> told = new ArrayList<>();
    private boolean room = true;
    private final DropSummary summary = new DropSummary(drops, this::append);

    @Test
    void nothing_dropped_is_nothing_told() {
        assertThat(summary.doWork(0, 1)).isZero();
        assertThat(summary.doWork(2 * MINUTE, 1)).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void what_is_dropped_within_a_minute_is_told_in_one_event() {
        drop(DropReason.SPOOL_FULL, LogLevel.INFO, 3);
        summary.doWork(0, 1);
        drop(DropReason.SPOOL_FULL, LogLevel.DEBUG, 2);
        drop(DropReason.TIMEOUT, LogLevel.INFO, 1);
        drops.count(DropReason.UNREADABLE, null);
        summary.doWork(MINUTE - 1, 1);
        assertThat(told).isEmpty();
        summary.doWork(MINUTE, 1);
        summary.doWork(3 * MINUTE, 1);
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.level()).isEqualTo(LogLevel.WARN);
            assertThat(event.logger()).isEqualTo(DropSummary.LOGGER);
            assertThat(event.message())
                    .contains("7 events were dropped", "spool_full 5 {DEBUG=2, INFO=3}", "timeout 1 {INFO=1}")
                    .contains("unreadable 1 {level not known=1}");
        });
        drop(DropReason.CLOSED, LogLevel.ERROR, 1);
        summary.doWork(4 * MINUTE, 1);
        summary.doWork(5 * MINUTE, 1);
        assertThat(told).hasSize(2);
        assertThat(told.get(1).message()).contains("1 events were dropped: closed 1 {ERROR=1}");
    }

    @Test
    void without_room_it_waits_and_tells_all_of_it_later() {
        drop(DropReason.SPOOL_FULL, LogLevel.INFO, 3);
        room = false;
        summary.doWork(0, 1);
        summary.doWork(2 * MINUTE, 1);
        drop(DropReason.SPOOL_FULL, LogLevel.INFO, 3);
        room = true;
        summary.doWork(3 * MINUTE, 1);
        assertThat(told)
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains("6 events were dropped"));
    }

    @Test
    void at_the_end_the_minute_is_not_waited_for() {
        summary.close(1);
        assertThat(told).isEmpty();
        drop(DropReason.SPOOL_FULL, LogLevel.INFO, 3);
        summary.doWork(0, 1);
        summary.close(1);
        assertThat(told)
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains("3 events were dropped"));
    }

    private void drop(DropReason reason, LogLevel level, int count) {
        for (int i = 0; i < count; i++) {
            drops.count(reason, level);
        }
    }

    private boolean append(EventWriter event) {
        if (room) {
            try {
                told.add(EventReader.decode(event.array(), event.offset(), event.length()));
            } catch (io.logspool.event.EventFormatException e) {
                throw new AssertionError(e);
            }
        }
        return room;
    }
}
