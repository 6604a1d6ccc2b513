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
package io.logspool.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the numbers of one page stand for, as far as it was read. Not thread-safe. */
final class PageDefinitions {

    /** Where there are no definitions. */
    static final PageDefinitions NONE = new PageDefinitions();

    private final List<@Nullable Object> values = new ArrayList<>();

    /** What stands in the place of something whose definition is lost. */
    static String marker(long number) {
        return "?" + number + "?";
    }

    void clear() {
        values.clear();
    }

    void add(Definition definition) {
        while (values.size() <= definition.number()) {
            values.add(null);
        }
        values.set(definition.number(), definition.value());
    }

    /** A {@link String}, a {@link StackFrame}, or null if there is none. */
    @Nullable
    Object get(long number) {
        return number >= 0 && number < values.size() ? values.get((int) number) : null;
    }
}
