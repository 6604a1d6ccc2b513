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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Key names: from environment variables, and what a misspelt one was meant to be. */
final class KeyNames {

    static final String ENVIRONMENT_PREFIX = ConfigKey.environmentName("");

    /** So many wrong letters are a slip, more may be another name. */
    private static final int MISTYPED = 2;

    private final @Nullable ProducerRules producerRules;

    KeyNames(@Nullable ProducerRules producerRules) {
        this.producerRules = producerRules;
    }

    private Set<String> producerSettings() {
        return producerRules == null ? Set.of() : producerRules.names();
    }

    /**
     * The key of a variable; null if there is none. Many keys have the same variable ({@code a.b}, {@code a-b}): in a
     * family a key that another layer names is meant first, then one that Kafka knows, then the one with dots.
     */
    @Nullable
    String ofVariable(String variable, Collection<String> keysElsewhere) {
        for (ConfigKey<?> row : ConfigKeys.all()) {
            if (!row.isFamily() && ConfigKey.environmentName(row.key()).equals(variable)) {
                return row.key();
            }
        }
        List<String> candidates = new ArrayList<>(keysElsewhere);
        if (variable.startsWith(ConfigKey.environmentName(ConfigKeys.KAFKA.prefix()))) {
            producerSettings().forEach(setting -> candidates.add(ConfigKeys.KAFKA.prefix() + setting));
        }
        for (String candidate : candidates) {
            if (ConfigKey.environmentName(candidate).equals(variable)) {
                return candidate;
            }
        }
        String dotted = variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
        boolean known = ConfigKeys.of(dotted) != null
                && !isUnknownProducerSetting(dotted)
                && ConfigKey.environmentName(dotted).equals(variable);
        return known ? dotted : null;
    }

    /** True for a {@code kafka.} key that the producer does not know, if it is known what it knows. */
    boolean isUnknownProducerSetting(String key) {
        if (!ConfigKeys.KAFKA.equals(ConfigKeys.of(key))) {
            return false;
        }
        Set<String> known = producerSettings();
        return !known.isEmpty()
                && !known.contains(key.substring(ConfigKeys.KAFKA.prefix().length()));
    }

    /** True if it is also so close to one that it can only be a mistake; others may belong to a user's interceptor. */
    boolean isMistypedProducerSetting(String key) {
        if (!isUnknownProducerSetting(key)) {
            return false;
        }
        String name = key.substring(ConfigKeys.KAFKA.prefix().length());
        return producerSettings().stream().anyMatch(setting -> isMistyped(name, setting));
    }

    /** The key that was probably meant; null if none is close. */
    @Nullable
    String nearest(String key) {
        List<String> candidates = new ArrayList<>();
        int dot = key.indexOf('.') + 1;
        boolean hasTail = dot > 0 && dot < key.length();
        for (ConfigKey<?> row : ConfigKeys.all()) {
            if (!row.isFamily()) {
                candidates.add(row.key());
            } else if (hasTail && isMistyped(key.substring(0, dot), row.prefix())) {
                candidates.add(row.prefix() + key.substring(dot));
            }
        }
        producerSettings().forEach(setting -> candidates.add(ConfigKeys.KAFKA.prefix() + setting));
        return Nearest.to(key, candidates);
    }

    /** {@code ; did you mean ...?}, or nothing. */
    String meantVariable(String variable) {
        List<String> candidates = new ArrayList<>();
        ConfigKeys.all().stream()
                .filter(row -> !row.isFamily())
                .forEach(row -> candidates.add(ConfigKey.environmentName(row.key())));
        String nearest = Nearest.to(variable, candidates);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    private static boolean isMistyped(String name, String meant) {
        return !name.equals(meant) && Nearest.distance(name, meant) <= MISTYPED;
    }
}
