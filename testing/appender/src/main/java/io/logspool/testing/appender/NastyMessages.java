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
package io.logspool.testing.appender;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Patterns and arguments of log statements, as bad as applications can make them; the same for the same seed. */
public final class NastyMessages {

    private static final String[] PIECES = {
        "{}", "{}", "{}", "\\", "\\\\", "{", "}", "{0}", "{1}", "{ }", "%s", "'", "''", "text", " ", "ü€😀", "{}{}",
        "\n"
    };

    private static final String[] FORMATS = {
        "%s",
        "%s",
        "%S",
        "%b",
        "%h",
        "%%",
        "%n",
        "%10s|",
        "%-10.3s|",
        "%<s",
        "%1$s",
        "%2$s",
        "text ",
        "{}",
        "\\",
        "ü€😀",
        "%d",
        "%,d",
        "%+05d",
        "%x",
        "%08.3f",
        "%e",
        "%a",
        "%c",
        "%tF",
        "%1$tT",
        "%9$s",
        "%q",
        "%",
        "%-d",
        "%.3d"
    };
    private static final int ANY_FORMATS = 16;

    private final Random random;

    /** Makes those of a seed. */
    public NastyMessages(long seed) {
        random = new Random(seed);
    }

    /** A pattern with placeholders, escapes and what looks like either. */
    public String pattern() {
        StringBuilder pattern = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            pattern.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return pattern.toString();
    }

    /** A pattern of {@link java.util.Formatter}, with what is right and wrong in one. */
    public String format() {
        StringBuilder format = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            // Most are for anything, or the rest would hardly ever be seen.
            format.append(FORMATS[random.nextInt(random.nextInt(4) == 0 ? FORMATS.length : ANY_FORMATS)]);
        }
        return format.toString();
    }

    /** None to seven arguments. */
    public @Nullable Object[] arguments() {
        @Nullable Object[] arguments = new Object[random.nextInt(8)];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = random.nextInt(3) == 0 ? awkward() : value();
        }
        return arguments;
    }

    private @Nullable Object value() {
        return switch (random.nextInt(24)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 4 -> (float) random.nextGaussian();
            case 5 -> random.nextBoolean();
            case 6 -> (char) (32 + random.nextInt(1000));
            case 7 -> (byte) random.nextInt();
            case 8 -> (short) random.nextInt();
            case 9 -> new BigInteger(random.nextInt(2000), random).negate();
            case 10 -> new BigDecimal(new BigInteger(100, random), random.nextInt(60) - 30);
            case 11 -> new UUID(random.nextLong(), random.nextLong());
            case 12 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1000) * 1_000_000L);
            case 13 -> LocalDate.ofEpochDay(random.nextInt(100_000));
            case 14 -> LocalDateTime.ofEpochSecond(random.nextInt(), 0, ZoneOffset.UTC);
            case 15 -> Duration.ofMillis(random.nextInt());
            case 16 -> Month.of(1 + random.nextInt(12));
            case 17 -> new AtomicInteger(random.nextInt());
            case 18 ->
                LocalDateTime.ofEpochSecond(random.nextInt(), 0, ZoneOffset.UTC).atZone(ZoneOffset.UTC);
            case 19 -> URI.create("https://example.com/%7B%7D?a=" + random.nextInt());
            case 20 -> random.nextBoolean() ? int[].class : Map.Entry.class;
            case 21 -> Locale.forLanguageTag("de-CH");
            case 22 -> Named.values()[random.nextInt(Named.values().length)];
            default -> random.nextBoolean() ? "text {} \\{} $1" : "";
        };
    }

    @SuppressWarnings("JavaUtilDate") // applications have it
    private Object awkward() {
        return switch (random.nextInt(12)) {
            case 0 -> new int[] {1, 2};
            case 1 -> new char[] {'a'};
            case 2 -> new Object[] {1, null, new String[] {"a", "{}"}, new double[] {1.5}};
            case 3 -> selfContaining();
            case 4 -> CharBuffer.wrap("characters {}");
            case 5 -> new Failing();
            case 6 -> new NoText();
            case 7 -> new IllegalStateException("thrown {}");
            case 8 -> List.of(1, "two", List.of());
            case 9 -> new Date(random.nextInt() * 1000L);
            case 10 -> map();
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    private static Object selfContaining() {
        Object[] array = {1, null};
        array[1] = array;
        return array;
    }

    private static Object map() {
        Map<String, Object> map = new HashMap<>();
        List<Object> list = new ArrayList<>();
        map.put("list", list);
        list.add(7);
        return map;
    }

    private enum Named {
        PLAIN,
        OTHERWISE {
            @Override
            public String toString() {
                return "{} otherwise";
            }
        },
        FAILING {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }
    }

    private static final class Failing {
        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    private static final class NoText {
        @Override
        @SuppressWarnings({"NullAway", "ToStringReturnsNull"}) // that it must not return null is what this class breaks
        public String toString() {
            return null;
        }
    }
}
