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
package io.logspool.encode;

import java.time.LocalDate;

/** Writes points in time in UTC, with 3, 6 or 9 digits of the second: as many as it takes. Not thread-safe. */
final class Timestamps {

    private static final long SECONDS_PER_DAY = 86_400;

    private final StringBuilder text = new StringBuilder(32);
    private long lastDay = Long.MIN_VALUE;
    private String lastDate = "";

    /**
     * Formats a point in time.
     *
     * @param epochSecond seconds since 1970-01-01T00:00Z
     * @param nanos nanoseconds of the second, 0 to 999,999,999
     * @return for example {@code 2026-11-21T09:30:00.123Z}
     */
    String format(long epochSecond, int nanos) {
        long day = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        if (day != lastDay) {
            lastDate = LocalDate.ofEpochDay(day).toString();
            lastDay = day;
        }
        int second = (int) Math.floorMod(epochSecond, SECONDS_PER_DAY);
        text.setLength(0);
        text.append(lastDate).append('T');
        digits(second / 3600, 2).append(':');
        digits(second / 60 % 60, 2).append(':');
        digits(second % 60, 2).append('.');
        if (nanos % 1_000_000 == 0) {
            digits(nanos / 1_000_000, 3);
        } else if (nanos % 1_000 == 0) {
            digits(nanos / 1_000, 6);
        } else {
            digits(nanos, 9);
        }
        return text.append('Z').toString();
    }

    private StringBuilder digits(int value, int count) {
        int unit = 1;
        for (int i = 1; i < count; i++) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }
}
