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

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param key     as it was given
 * @param value   as it was given, placeholders not replaced; {@code ***} if the key looks like a secret's; null for text
 *                that has no key and value, which {@code key} is then
 * @param origin  where it came from
 * @param reason  what is wrong; never repeats the value
 * @param nearest the known key that was probably meant, for an unknown one
 */
public record ConfigProblem(
        String key,
        @Nullable String value,
        Origin origin,
        String reason,
        @Nullable String nearest) {

    @Override
    public String toString() {
        String meant = nearest == null ? "" : "; did you mean " + nearest + "?";
        return (value == null ? "'" + key + "'" : key + " = " + value) + " (" + origin + "): " + reason + meant;
    }
}
