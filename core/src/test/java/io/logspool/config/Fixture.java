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

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Layers put together by hand; nothing of the process that runs the test gets in. */
final class Fixture {

    final Map<String, String> properties = new LinkedHashMap<>();
    final Map<String, String> environment = new LinkedHashMap<>();
    final Map<String, String> settings = new LinkedHashMap<>();

    @Nullable
    ProducerRules producerRules;

    List<String> malformed = List.of();

    @Nullable
    String configFile;

    ToLongFunction<Path> volumeBytes = directory -> 1L << 40;

    static Fixture with(String key, String value) {
        return new Fixture().setting(key, value);
    }

    Fixture property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    Fixture variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Fixture setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    Fixture file(String location) {
        configFile = location;
        return this;
    }

    /** A producer that knows some names and refuses some values. */
    Fixture producer(Set<String> names, Map<String, String> refusals) {
        producerRules = new ProducerRules() {
            @Override
            public Set<String> names() {
                return names;
            }

            @Override
            public Map<String, String> refusals(Map<String, String> settings) {
                return refusals;
            }
        };
        return this;
    }

    Fixture producerSettings(String... names) {
        return producer(Set.of(names), Map.of());
    }

    Fixture volumeBytes(long bytes) {
        volumeBytes = directory -> bytes;
        return this;
    }

    ResolvedConfig resolve() {
        return ResolvedConfig.resolve(new ConfigSources(
                properties, environment, settings, malformed, configFile, producerRules, volumeBytes));
    }

    ConfigException refused() {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, this::resolve);
        if (refusal == null) {
            throw new AssertionError("was not refused: " + settings);
        }
        return refusal;
    }

    /** The one problem there is. */
    ConfigProblem problem() {
        List<ConfigProblem> problems = refused().problems();
        if (problems.size() != 1) {
            throw new AssertionError("not one problem: " + problems);
        }
        return problems.get(0);
    }
}
