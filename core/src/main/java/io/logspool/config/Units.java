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
package io.logspool.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes in powers of two and durations, to and from text. */
final class Units {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})(KiB|MiB|GiB|TiB)?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h)");
    private static final String[] SIZE_UNITS = {"TiB", "GiB", "MiB", "KiB"};

    private Units() {}

    /** Bytes. */
    static long parseSize(String text) throws BadValueException {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new BadValueException(
                    "must be a size: a whole number with KiB, MiB, GiB or TiB right after it, or alone for bytes");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), bytesOf(matcher.group(2)));
        } catch (ArithmeticException tooLarge) {
            throw new BadValueException("is a larger size than there is");
        }
    }

    static Duration parseDuration(String text) throws BadValueException {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new BadValueException("must be a duration: a whole number with ms, s, m or h right after it, or 0");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    /** The shortest exact text: {@code 64MiB}, {@code 1025}. */
    static String size(long bytes) {
        for (String unit : SIZE_UNITS) {
            if (bytes != 0 && bytes % bytesOf(unit) == 0) {
                return bytes / bytesOf(unit) + unit;
            }
        }
        return Long.toString(bytes);
    }

    /** For people, where it need not be exact: {@code 98.4GiB}. */
    static String roundedSize(long bytes) {
        for (String unit : SIZE_UNITS) {
            if (bytes >= bytesOf(unit)) {
                return bytes % bytesOf(unit) == 0
                        ? size(bytes)
                        : String.format(Locale.ROOT, "%.1f%s", (double) bytes / bytesOf(unit), unit);
            }
        }
        return Long.toString(bytes);
    }

    /** The shortest exact text, to the millisecond: {@code 2m}, {@code 1500ms}, {@code 0}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static long bytesOf(@Nullable String unit) {
        if (unit == null) {
            return 1;
        }
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1L << 40;
        };
    }
}
