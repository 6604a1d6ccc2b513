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

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Writes points in time in UTC, with 3, 6 or 9 digits of the second: as many as it takes. Not thread-safe. */
final class Timestamps {

    private static final long SECONDS_PER_DAY = 86_400;

    /** With nanoseconds: {@code 2026-11-21T09:30:00.123456789Z}, and more for a year of another length. */
    private static final int MOST_BYTES = 48;

    private final byte[] ascii = new byte[MOST_BYTES];
    private long lastDay = Long.MIN_VALUE;
    private long lastSecond = Long.MIN_VALUE;
    private int dateLength;

    /**
     * Formats a point in time.
     *
     * @param epochSecond seconds since 1970-01-01T00:00Z
     * @param nanos nanoseconds of the second, 0 to 999,999,999
     * @return for example {@code 2026-11-21T09:30:00.123Z}
     */
    String format(long epochSecond, int nanos) {
        return new String(ascii, 0, fill(epochSecond, nanos), StandardCharsets.US_ASCII);
    }

    /** Writes a point in time as a text. */
    void write(JsonWriter json, long epochSecond, int nanos) {
        json.writePlainString(ascii, fill(epochSecond, nanos));
    }

    /** Returns how long it is. */
    private int fill(long epochSecond, int nanos) {
        if (epochSecond != lastSecond) {
            second(epochSecond);
            lastSecond = epochSecond;
        }
        int at = dateLength + "T00:00:00.".length();
        if (nanos % 1_000_000 == 0) {
            at = digits(nanos / 1_000_000, at, 3);
        } else if (nanos % 1_000 == 0) {
            at = digits(nanos / 1_000, at, 6);
        } else {
            at = digits(nanos, at, 9);
        }
        ascii[at] = 'Z';
        return at + 1;
    }

    private void second(long epochSecond) {
        long day = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        if (day != lastDay) {
            byte[] date = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(date, 0, ascii, 0, date.length);
            dateLength = date.length;
            lastDay = day;
        }
        int second = (int) Math.floorMod(epochSecond, SECONDS_PER_DAY);
        int at = dateLength;
        ascii[at++] = 'T';
        at = digits(second / 3600, at, 2);
        ascii[at++] = ':';
        at = digits(second / 60 % 60, at, 2);
        ascii[at++] = ':';
        at = digits(second % 60, at, 2);
        ascii[at] = '.';
    }

    private int digits(int value, int at, int count) {
        int left = value;
        for (int i = at + count - 1; i >= at; i--) {
            ascii[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return at + count;
    }
}
