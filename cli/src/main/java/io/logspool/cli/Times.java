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

import io.logspool.event.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times as people read them. */
final class Times {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private Times() {}

    /** When an event was logged. */
    static Instant of(LogEvent event) {
        return Instant.ofEpochSecond(
                Math.floorDiv(event.epochNanos(), NANOS_PER_SECOND),
                Math.floorMod(event.epochNanos(), NANOS_PER_SECOND));
    }

    /** UTC, with microseconds, of constant width. */
    static String format(Instant time) {
        return MICROS.format(time);
    }

    /** The two largest units of a duration; one that is negative, as of a clock set back, is none. */
    static String format(Duration duration) {
        if (duration.toMillis() < 1000) {
            return Math.max(0, duration.toMillis()) + "ms";
        } else if (duration.toMinutes() < 1) {
            return duration.toSeconds() + "s";
        } else if (duration.toHours() < 1) {
            return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
        } else if (duration.toDays() < 1) {
            return duration.toHours() + "h " + duration.toMinutesPart() + "m";
        }
        return duration.toDays() + "d " + duration.toHoursPart() + "h";
    }
}
