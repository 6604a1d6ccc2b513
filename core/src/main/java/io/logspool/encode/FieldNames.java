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

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that one record has, so that none comes twice and none is both a value and an object: an index takes {@code
 * a.b} for a field of the object {@code a}, and refuses a record in which {@code a} is also a text.
 */
final class FieldNames {

    /** Longest name that an application's field keeps at the top level, in chars. */
    private static final int MAX_OWN_NAME = 512;

    /** Beyond this many names the set is made anew rather than cleared. */
    private static final int RETAINED_NAMES = 1024;

    private static final List<String> ALWAYS = List.of("@timestamp", "log.level", "message", "ecs.version", "tags");

    private static final List<String> ALWAYS_OBJECTS = List.of(
            "container",
            "ecs",
            "error",
            "event",
            "fields",
            "host",
            "kubernetes",
            "labels",
            "log",
            "logspool",
            "process",
            "service",
            "span",
            "trace",
            "transaction");

    private final UniqueNames values = new UniqueNames(Set.of(), false);
    private Set<String> objects = new HashSet<>();

    void clear() {
        values.clear();
        if (objects.size() > RETAINED_NAMES) {
            objects = new HashSet<>();
        } else {
            objects.clear();
        }
        ALWAYS.forEach(this::add);
        objects.addAll(ALWAYS_OBJECTS);
    }

    /** Takes a name that is written in any case. */
    void add(String name) {
        if (!values.addIfFree(name)) {
            return; // and so are the objects it is in
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            objects.add(name.substring(0, dot));
        }
    }

    /** Takes a name of the application's, if it is free and one that an index accepts. */
    boolean addIfFree(String name) {
        if (!isUsable(name) || values.contains(name) || objects.contains(name)) {
            return false;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (values.contains(name.substring(0, dot))) {
                return false;
            }
        }
        add(name);
        return true;
    }

    /**
     * Takes a free name under {@code labels}, with the characters replaced that ecs-logging does not allow there; one
     * that is taken gets a number.
     */
    String addLabel(String key) {
        String safe = key.replace('.', '_').replace('*', '_').replace('\\', '_');
        return values.add("labels." + (key.isBlank() ? "_" : safe));
    }

    /** Whether {@link #addLabel} has nothing to replace. */
    static boolean isPlainLabel(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '.' || c == '*' || c == '\\' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUsable(String name) {
        return !name.isBlank()
                && name.length() <= MAX_OWN_NAME
                && name.charAt(0) != '.'
                && name.charAt(name.length() - 1) != '.'
                && !name.contains("..");
    }
}
