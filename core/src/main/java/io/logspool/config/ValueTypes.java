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

import io.logspool.ship.RecordKey;
import io.logspool.ship.TopicTemplate;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The kinds of value there are. */
final class ValueTypes {

    /** File systems allow 255 bytes; whoever makes files beside the directory has some left. */
    private static final int MAX_SERVICE_NAME_BYTES = 200;

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private ValueTypes() {}

    /** Any text but an empty one or one with control characters. */
    static ValueType<String> text() {
        return new ValueType<>(String.class, "text", ValueTypes::line);
    }

    /** Whatever it is, empty included: somebody else reads it. */
    static ValueType<String> anything() {
        return new ValueType<>(String.class, "text", text -> text);
    }

    /** A regular expression, kept as its text: two of them are equal if their texts are. */
    static ValueType<String> expression() {
        return new ValueType<>(String.class, "regular expression, as `java.util.regex.Pattern` has it", text -> {
            require(!text.isEmpty(), "must not be empty");
            try {
                Pattern.compile(text);
            } catch (PatternSyntaxException bad) {
                // What follows a brace in its description is a part of the text.
                String description = bad.getDescription().split("[{<]", 2)[0].strip();
                throw new BadValueException(
                        "is no regular expression: " + description + " near index " + bad.getIndex());
            } catch (StackOverflowError tooDeep) {
                throw new BadValueException("is no regular expression that can be used: it is nested too deep");
            }
            return text;
        });
    }

    /** A name that is a directory as well. */
    static ValueType<String> serviceName() {
        String limit = "up to " + MAX_SERVICE_NAME_BYTES + " bytes in UTF-8";
        return new ValueType<>(String.class, "text without `/` and `\\`, " + limit, text -> {
            line(text);
            require(text.indexOf('/') < 0 && text.indexOf('\\') < 0, "must not hold / or \\: it names a directory");
            require(!text.equals(".") && !text.equals(".."), "must not be . or ..: it names a directory");
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            require(bytes <= MAX_SERVICE_NAME_BYTES, "must be " + limit + ": it names a directory");
            path(text);
            return text;
        });
    }

    /** Bytes; the limits are inclusive. */
    static ValueType<Long> size(long least, long most) {
        String range = Units.size(least) + " to " + Units.size(most);
        return new ValueType<>(Long.class, "size, " + range, text -> {
            long bytes = Units.parseSize(text);
            require(bytes >= least && bytes <= most, "must be " + range);
            return bytes;
        });
    }

    /** Bytes in whole pages of 4096; the limits are inclusive. */
    static ValueType<Long> pages(long least, long most) {
        ValueType<Long> size = size(least, most);
        return new ValueType<>(Long.class, size.description() + ", a multiple of 4KiB", text -> {
            long bytes = size.parse(text);
            require(bytes % 4096 == 0, "must be a multiple of 4KiB, the size of a page");
            return bytes;
        });
    }

    /** The limits are inclusive. */
    static ValueType<Duration> duration(Duration least, Duration most) {
        String range = Units.duration(least) + " to " + Units.duration(most);
        return new ValueType<>(Duration.class, "duration, " + range, text -> {
            Duration duration = Units.parseDuration(text);
            require(duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0, "must be " + range);
            return duration;
        });
    }

    /** The limits are inclusive; {@code why} is added to the reason. */
    static ValueType<Long> whole(long least, long most, String why) {
        String range = most == Long.MAX_VALUE ? "at least " + least : least + " to " + most;
        String reason = "must be a whole number, " + range + why;
        return new ValueType<>(Long.class, "whole number, " + range + why, text -> {
            require(text.matches("[0-9]{1,18}"), reason);
            long value = Long.parseLong(text);
            require(value >= least && value <= most, reason);
            return value;
        });
    }

    /** Strict: nothing but the two words. */
    static ValueType<Boolean> flag() {
        return new ValueType<>(Boolean.class, "`true` or `false`", text -> {
            require(text.equals("true") || text.equals("false"), "must be true or false");
            return text.equals("true");
        });
    }

    /** A constant of an enum: {@code DROP_NEWEST} is written {@code drop-newest}. */
    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        Map<String, E> values = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            values.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return choice(type, values);
    }

    /** A constant of an enum, written as in Java. */
    static <E extends Enum<E>> ValueType<E> constant(Class<E> type) {
        Map<String, E> values = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            values.put(constant.name(), constant);
        }
        return choice(type, values);
    }

    /** A topic name that may have placeholders. */
    static ValueType<String> topicTemplate() {
        return new ValueType<>(
                String.class, "topic name: 1 to 249 of `a-z A-Z 0-9 . _ -`, and `{...}` from the event", text -> {
                    try {
                        TopicTemplate.parse(text);
                    } catch (IllegalArgumentException e) {
                        throw new BadValueException(String.valueOf(e.getMessage()));
                    }
                    return text;
                });
    }

    static ValueType<String> recordKey() {
        return new ValueType<>(String.class, "`none`, `service`, `host`, `logger`, `thread` or `mdc:NAME`", text -> {
            try {
                RecordKey.parse(text);
            } catch (IllegalArgumentException e) {
                throw new BadValueException(String.valueOf(e.getMessage()));
            }
            return text;
        });
    }

    /** A fixed topic name, as the brokers allow it ({@code org.apache.kafka.common.internals.Topic}). */
    static ValueType<String> topic() {
        return new ValueType<>(String.class, "topic name: 1 to 249 of `a-z A-Z 0-9 . _ -`", text -> {
            require(TOPIC.matcher(text).matches(), "must be 1 to 249 letters, digits, dots, underscores or hyphens");
            require(!text.equals(".") && !text.equals(".."), "must not be . or ..");
            return text;
        });
    }

    /** A directory, made absolute against the working directory. */
    static ValueType<Path> directory() {
        return new ValueType<>(Path.class, "directory; a relative one starts at the working directory", text -> {
            line(text);
            require(!text.startsWith("~"), "~ is not replaced here: write the directory out, or use %{sys:user.home}");
            return path(text).toAbsolutePath().normalize();
        });
    }

    /** {@code *}, or names with commas between; empty for none. */
    static ValueType<MdcSelection> mdc() {
        return new ValueType<>(MdcSelection.class, "`*`, or names with commas between; empty: none", text -> {
            if (text.equals("*")) {
                return MdcSelection.ALL;
            }
            Set<String> names = new LinkedHashSet<>();
            for (String name : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                require(!name.isBlank(), "has an empty name between its commas");
                require(!name.strip().equals("*"), "must be * alone, or names without it");
                names.add(name.strip());
            }
            return new MdcSelection(false, names);
        });
    }

    /** A producer setting that has one good value (or spellings of it). */
    static ValueType<String> only(String guarantee, String... spellings) {
        String allowed = String.join(" or ", spellings);
        return new ValueType<>(String.class, "only `" + String.join("` or `", spellings) + "`: " + guarantee, text -> {
            require(Arrays.asList(spellings).contains(text), "must be " + allowed + ": " + guarantee);
            return text;
        });
    }

    /** A producer setting that is not the user's. */
    static ValueType<String> refused(String guarantee) {
        return new ValueType<>(String.class, "refused: " + guarantee, text -> {
            throw new BadValueException("cannot be set: " + guarantee);
        });
    }

    private static <T> ValueType<T> choice(Class<T> type, Map<String, T> values) {
        String names = String.join(", ", values.keySet());
        return new ValueType<>(type, "`" + String.join("`, `", values.keySet()) + "`", text -> {
            T value = values.get(text);
            if (value == null) {
                throw new BadValueException("must be one of " + names);
            }
            return value;
        });
    }

    private static String line(String text) throws BadValueException {
        require(!text.isEmpty(), "must not be empty");
        require(text.chars().noneMatch(Character::isISOControl), "must not hold control characters");
        return text;
    }

    /** With a POSIX locale only ASCII can be in a path. */
    private static Path path(String text) throws BadValueException {
        try {
            return Path.of(text);
        } catch (InvalidPathException unusable) {
            throw new BadValueException("is not a path of this file system, or not in the JVM's locale");
        }
    }

    private static void require(boolean good, String reason) throws BadValueException {
        if (!good) {
            throw new BadValueException(reason);
        }
    }
}
