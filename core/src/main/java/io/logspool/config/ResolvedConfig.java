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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checked values with where they came from. Immutable; any thread. Its text forms hide secrets. */
public final class ResolvedConfig {

    /** By full key, in the order of the table. */
    private final Map<String, Setting<?>> settings;

    private final List<String> warnings;

    /** By full key: values as they were given, where they have placeholders. */
    private final Map<String, String> templates;

    private final Placeholders placeholders;

    ResolvedConfig(
            Map<String, Setting<?>> settings,
            List<String> warnings,
            Map<String, String> templates,
            Placeholders placeholders) {
        this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        this.warnings = List.copyOf(warnings);
        this.templates = Map.copyOf(templates);
        this.placeholders = placeholders;
    }

    /**
     * Reads all layers.
     *
     * @throws ConfigException with everything that is wrong
     */
    public static ResolvedConfig resolve(ConfigSources sources) {
        return new ConfigResolver(sources).resolve();
    }

    /** The value of an exact key that has a default. */
    public <T> T get(ConfigKey<T> key) {
        T value = find(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " has no value");
        }
        return value;
    }

    /** The value of an exact key; null if it is not set and has no default. */
    public <T> @Nullable T find(ConfigKey<T> key) {
        Setting<?> setting = settings.get(key.key());
        return setting == null ? null : key.type().javaType().cast(setting.value());
    }

    /**
     * The texts of all keys of a family, exact rows with its prefix included, by what follows the prefix. They may be
     * secrets. Unmodifiable.
     */
    public Map<String, String> family(ConfigKey<?> family) {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.forEach((key, setting) -> {
            if (key.startsWith(family.prefix())) {
                texts.put(key.substring(family.prefix().length()), setting.text());
            }
        });
        return Collections.unmodifiableMap(texts);
    }

    /**
     * As {@link #family}, with files read again: what they hold now. Where that is not to be had, or is no value, the one
     * from the start. Unmodifiable.
     */
    public Map<String, String> familyNow(ConfigKey<?> family) {
        Map<String, String> texts = new LinkedHashMap<>(family(family));
        texts.replaceAll((name, text) -> {
            String key = family.prefix() + name;
            String template = templates.get(key);
            Setting<?> setting = settings.get(key);
            return template == null || setting == null ? text : now(setting.key(), template, text);
        });
        return Collections.unmodifiableMap(texts);
    }

    private String now(ConfigKey<?> row, String template, String before) {
        try {
            String text = placeholders.expand(template).text();
            row.type().parse(text);
            return text;
        } catch (BadValueException changing) {
            return before;
        }
    }

    /** Where the value of a full key came from; null if it has none. */
    public @Nullable Origin origin(String key) {
        Setting<?> setting = settings.get(key);
        return setting == null ? null : setting.origin();
    }

    /** What is odd, but no error. Fit to be shown. */
    public List<String> warnings() {
        return warnings;
    }

    /** The full keys of the agent (not of one appender) with different values, in the order of the table. */
    public List<String> differences(ResolvedConfig other) {
        Set<String> keys = new LinkedHashSet<>(settings.keySet());
        keys.addAll(other.settings.keySet());
        List<String> different = new ArrayList<>();
        for (String key : keys) {
            Setting<?> mine = settings.get(key);
            Setting<?> theirs = other.settings.get(key);
            if (!Objects.equals(valueForAgent(mine), valueForAgent(theirs))) {
                different.add(key);
            }
        }
        return different;
    }

    /**
     * These values, but those of the running configuration for keys that only a start reads.
     *
     * @throws ConfigException if what one key demands of another is not given any more
     */
    public ResolvedConfig over(ResolvedConfig running) {
        Map<String, Setting<?>> merged = new LinkedHashMap<>();
        running.settings.forEach((key, setting) -> {
            if (setting.key().scope() == ConfigKey.Scope.START) {
                merged.put(key, setting);
            }
        });
        settings.forEach((key, setting) -> {
            if (setting.key().scope() != ConfigKey.Scope.START) {
                merged.put(key, setting);
            }
        });
        List<ConfigProblem> problems = new ArrayList<>();
        CrossChecks.check(key -> merged.get(key.key()), directory -> 0, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new ResolvedConfig(merged, warnings, templates, placeholders);
    }

    /**
     * Says that another configuration cannot join the agent that runs with this one.
     *
     * @param different the keys that differ, as {@link #differences} gives them
     */
    public ConfigException conflict(ResolvedConfig other, List<String> different) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (String key : different) {
            Setting<?> mine = settings.get(key);
            String running = mine == null ? "no value" : mine.toString();
            problems.add(other.problem(
                    key, "an agent of the same service.name and spool.dir runs already, and has " + running));
        }
        return new ConfigException(problems);
    }

    private ConfigProblem problem(String key, String reason) {
        Setting<?> setting = settings.get(key);
        return setting == null
                ? new ConfigProblem(key, "no value", Origin.DEFAULT, reason, null)
                : new ConfigProblem(
                        key, Secrets.shown(setting.text(), setting.secret()), setting.origin(), reason, null);
    }

    /** Defaults count as equal, computed ones too: a volume that has grown is no difference. */
    private static @Nullable Object valueForAgent(@Nullable Setting<?> setting) {
        if (setting == null || setting.key().scope() == ConfigKey.Scope.APPENDER) {
            return null;
        }
        boolean computed = setting.origin().isDefault() && setting.key().isDefaultComputed();
        return computed ? Origin.DEFAULT : setting.value();
    }

    /** {@code key = value (origin)} of a full key; a secret as {@code ***}. */
    public String line(String key) {
        Setting<?> setting = settings.get(key);
        return key + " = " + (setting == null ? "no value" : setting.toString());
    }

    /** One {@code key = value (origin)} for each value there is; secrets as {@code ***}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        settings.forEach((key, setting) -> lines.add(key + " = " + setting));
        return lines;
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines());
    }

    /**
     * One value.
     *
     * @param key    its row
     * @param value  as read
     * @param text   as given, placeholders replaced; the canonical text for a computed default
     * @param origin where it came from
     * @param secret not to be shown
     */
    record Setting<T>(ConfigKey<T> key, T value, String text, Origin origin, boolean secret) {

        @Override
        public String toString() {
            return Secrets.shown(text, secret) + " (" + origin + ")";
        }
    }
}
