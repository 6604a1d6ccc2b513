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

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which keys of the MDC go into the event.
 *
 * @param all   every key; {@code names} is empty then
 * @param names the keys, in the order they were given; unmodifiable
 */
public record MdcSelection(boolean all, Set<String> names) {

    static final MdcSelection ALL = new MdcSelection(true, Set.of());

    public MdcSelection {
        names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    /** True if the event is to hold this key. */
    public boolean includes(String name) {
        return all || names.contains(name);
    }
}
