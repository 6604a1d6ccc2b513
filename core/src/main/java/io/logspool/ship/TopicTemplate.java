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
package io.logspool.ship;

import io.logspool.encode.Resource;
import io.logspool.event.LogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The topic of an event: {@code ship.topic}, a name with placeholders in it. Immutable; any thread.
 *
 * <p>{@code {service.name}}, {@code {level}} in lower case, {@code {logger}}, {@code {mdc:NAME}}, {@code {marker}}: the
 * first one. A value that is missing or empty becomes {@value #NONE}. Characters that no topic may have become {@code -};
 * a name longer than {@value #MAX_LENGTH} is cut, and ends with a hash of the whole.
 */
public final class TopicTemplate {

    /** In the place of what an event does not have: {@value}. */
    public static final String NONE = "none";

    /** Of a topic's name, as brokers allow it ({@code org.apache.kafka.common.internals.Topic}): {@value}. */
    public static final int MAX_LENGTH = 249;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]*");
    private static final String MDC = "mdc:";
    private static final int HASH_LENGTH = 9;

    private final List<BiFunction<LogEvent, Resource, String>> parts;
    private final @Nullable String fixed;

    private TopicTemplate(List<BiFunction<LogEvent, Resource, String>> parts, @Nullable String fixed) {
        this.parts = parts;
        this.fixed = fixed;
    }

    /**
     * Reads a name with or without placeholders.
     *
     * @throws IllegalArgumentException if it can never be a topic; the message is the reason
     */
    public static TopicTemplate parse(String text) {
        List<BiFunction<LogEvent, Resource, String>> parts = new ArrayList<>();
        Matcher placeholders = PLACEHOLDER.matcher(text);
        int end = 0;
        while (placeholders.find()) {
            parts.add(literal(text.substring(end, placeholders.start())));
            parts.add(placeholder(placeholders.group(1)));
            end = placeholders.end();
        }
        String rest = text.substring(end);
        parts.add(literal(rest));
        if (end > 0) {
            return new TopicTemplate(parts, null);
        }
        require(!rest.isEmpty() && rest.length() <= MAX_LENGTH, "must have 1 to " + MAX_LENGTH + " characters");
        require(!rest.equals(".") && !rest.equals(".."), "must not be . or ..");
        return new TopicTemplate(parts, rest);
    }

    /** Whether all events go to one topic. */
    public boolean isFixed() {
        return fixed != null;
    }

    /** A legal name, whatever the event has in it. */
    public String of(LogEvent event, Resource resource) {
        String only = fixed;
        if (only != null) {
            return only;
        }
        StringBuilder name = new StringBuilder();
        for (BiFunction<LogEvent, Resource, String> part : parts) {
            name.append(part.apply(event, resource));
        }
        return clean(name);
    }

    private static String clean(StringBuilder name) {
        int hash = name.toString().hashCode();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean legal = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!legal && c != '.' && c != '_' && c != '-') {
                name.setCharAt(i, '-');
            }
        }
        if (name.length() > MAX_LENGTH) {
            name.setLength(MAX_LENGTH - HASH_LENGTH);
            name.append('-').append(String.format(Locale.ROOT, "%08x", hash));
        }
        String cleaned = name.toString();
        return cleaned.equals(".") || cleaned.equals("..") ? cleaned.replace('.', '-') : cleaned;
    }

    private static BiFunction<LogEvent, Resource, String> placeholder(String name) {
        if (name.startsWith(MDC) && name.length() > MDC.length()) {
            String key = name.substring(MDC.length());
            return (event, resource) -> orNone(event.mdc().get(key));
        }
        return switch (name) {
            case "service.name" ->
                (event, resource) -> orNone(resource.service().name());
            case "level" -> (event, resource) -> event.level().name().toLowerCase(Locale.ROOT);
            case "logger" -> (event, resource) -> orNone(event.logger());
            case "marker" ->
                (event, resource) -> event.markers().isEmpty()
                        ? NONE
                        : orNone(event.markers().get(0));
            default ->
                throw new IllegalArgumentException(
                        "must have {service.name}, {level}, {logger}, {mdc:NAME} or {marker} in its braces");
        };
    }

    private static BiFunction<LogEvent, Resource, String> literal(String text) {
        require(
                text.indexOf('{') < 0 && text.indexOf('}') < 0,
                "must have {service.name}, {level}, {logger}, {mdc:NAME} or {marker} in its braces");
        require(LEGAL.matcher(text).matches(), "must be 1 to 249 letters, digits, dots, underscores or hyphens");
        return (event, resource) -> text;
    }

    private static String orNone(@Nullable String value) {
        return value == null || value.isEmpty() ? NONE : value;
    }

    private static void require(boolean good, String reason) {
        if (!good) {
            throw new IllegalArgumentException(reason);
        }
    }
}
