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

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must not reach the disk: regular expressions, whose matches {@link EventWriter} writes as {@value #MASKED}.
 * Immutable; any thread.
 */
public final class Masks {

    /** What stands in the place of a match, and of a text that takes too long to search. */
    public static final String MASKED = "***";

    private final List<Pattern> patterns;

    private Masks(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * Compiles regular expressions.
     *
     * @return null if there are none, so that who has none pays nothing
     * @throws java.util.regex.PatternSyntaxException if one of them is none
     */
    public static @Nullable Masks of(Collection<String> expressions) {
        return expressions.isEmpty()
                ? null
                : new Masks(expressions.stream().map(Pattern::compile).toList());
    }

    List<Pattern> patterns() {
        return patterns;
    }
}
