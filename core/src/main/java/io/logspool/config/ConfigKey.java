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

import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A configuration key: a row of the table in {@link ConfigKeys}. It is exact ({@code spool.dir}) or a family
 * ({@code fields.<name>}: every key that begins with {@code fields.}). Immutable; any thread.
 *
 * @param <T> what a value becomes
 */
public final class ConfigKey<T> {

    /** Whose key it is. */
    public enum Scope {
        /** All appenders that share an agent have to agree on it; only the start of the agent reads it. */
        START,
        /** All appenders that share an agent have to agree on it; a reload of the framework's configuration applies it. */
        AGENT,
        /** Each appender has its own. */
        APPENDER
    }

    private final String name;
    private final ValueType<T> type;
    private final @Nullable String defaultText;
    private final @Nullable LongFunction<T> computedDefault;
    private final Scope scope;
    private final String doc;

    ConfigKey(
            String name,
            ValueType<T> type,
            @Nullable String defaultText,
            @Nullable LongFunction<T> computedDefault,
            Scope scope,
            String doc) {
        this.name = name;
        this.type = type;
        this.defaultText = defaultText;
        this.computedDefault = computedDefault;
        this.scope = scope;
        this.doc = doc;
    }

    /** As it is written: {@code spool.dir}, {@code fields.<name>}. */
    public String key() {
        return name;
    }

    /** True for a row that stands for every key beginning with {@link #prefix()}. */
    public boolean isFamily() {
        return name.endsWith(">");
    }

    /** What the keys of a family begin with, dot included; the key itself for an exact row. */
    public String prefix() {
        return isFamily() ? name.substring(0, name.indexOf('<')) : name;
    }

    public Scope scope() {
        return scope;
    }

    /** What it is for; Markdown. */
    public String doc() {
        return doc;
    }

    /** Its type with the limits; Markdown. */
    public String typeDescription() {
        return type.description();
    }

    /** The default as text; words if it is computed; null if there is none. */
    public @Nullable String defaultText() {
        return defaultText;
    }

    /** True if {@link #defaultText()} only describes the default. */
    boolean isDefaultComputed() {
        return computedDefault != null;
    }

    ValueType<T> type() {
        return type;
    }

    /** The computed default of a row that has one. */
    @Nullable
    T computeDefault(long volumeBytes) {
        return computedDefault == null ? null : computedDefault.apply(volumeBytes);
    }

    /** The environment variable of a key: {@code spool.max-bytes} has {@code LOGSPOOL_SPOOL_MAX_BYTES}. */
    public static String environmentName(String key) {
        return "LOGSPOOL_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The system property of a key: {@code spool.dir} has {@code logspool.spool.dir}. */
    public static String systemPropertyName(String key) {
        return "logspool." + key;
    }

    @Override
    public String toString() {
        return name;
    }
}
