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
package io.logspool.spool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a segment's directory: {@code <number>-<incarnation ordinal>-<incarnation id>}, numbers in decimal
 * with leading zeros so that names sort. What a reader must know to trust the entries inside stands here, where
 * damage to the file's bytes cannot reach it.
 */
record SegmentName(long number, Incarnation incarnation) {

    private static final Pattern PATTERN = Pattern.compile("(\\d{12,18})-(\\d{8,18})-([0-9a-f]{32})");

    static @Nullable SegmentName parse(String name) {
        Matcher matcher = PATTERN.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        long ordinal = Long.parseLong(matcher.group(2));
        return number < 1 || ordinal < 1 ? null : new SegmentName(number, new Incarnation(ordinal, matcher.group(3)));
    }

    @Override
    public String toString() {
        return padded(number, 12) + '-' + padded(incarnation.ordinal(), 8) + '-' + incarnation.id();
    }

    /**
     * What binds the checksums of the segment's entries to it: an entry that is found in another segment is none. The
     * factor is that of Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4).
     */
    long salt() {
        return incarnation.salt() ^ number * 0x9E3779B97F4A7C15L;
    }

    /** Not by a format, which would write the digits of the user's language. */
    private static String padded(long value, int length) {
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }
}
