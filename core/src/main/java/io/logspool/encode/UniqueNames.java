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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names that one record has. One that is taken gets a number: the second {@code a} is {@code a_2}. Not thread-safe.
 */
final class UniqueNames {

    /** Beyond this many names the sets are made anew rather than cleared. */
    private static final int RETAINED_NAMES = 1024;

    private final Set<String> reserved;
    private final boolean dotsAreUnderscores;
    private Set<String> taken = new HashSet<>();
    private Map<String, Integer> lastNumbers = new HashMap<>();

    /**
     * Starts with no names but those that are never free.
     *
     * @param reserved names that the encoding itself writes or that its readers forbid, with underscores for dots if they are the same
     * @param dotsAreUnderscores whether readers take {@code a.b} and {@code a_b} for the same name
     */
    UniqueNames(Set<String> reserved, boolean dotsAreUnderscores) {
        this.reserved = new HashSet<>(reserved);
        this.dotsAreUnderscores = dotsAreUnderscores;
    }

    /** Takes a free name like this one, for all records to come. */
    String reserve(String name) {
        String free = add(name);
        reserved.add(canonical(free));
        return free;
    }

    /** Forgets the names of the record before. */
    void clear() {
        if (taken.size() + lastNumbers.size() > RETAINED_NAMES) {
            taken = new HashSet<>();
            lastNumbers = new HashMap<>();
        } else {
            taken.clear();
            lastNumbers.clear();
        }
    }

    boolean contains(String name) {
        String key = canonical(name);
        return reserved.contains(key) || taken.contains(key);
    }

    /** Takes this name; returns whether it was free. */
    boolean addIfFree(String name) {
        String key = canonical(name);
        return !reserved.contains(key) && taken.add(key);
    }

    /** Takes this name, or else the first free one with a number. */
    String add(String name) {
        String free = name;
        while (!addIfFree(free)) {
            free = name + '_' + lastNumbers.merge(name, 2, (last, first) -> last + 1);
        }
        return free;
    }

    private String canonical(String name) {
        return dotsAreUnderscores ? name.replace('.', '_') : name;
    }
}
