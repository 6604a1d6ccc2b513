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
package io.logspool.jul;

import io.logspool.config.ConfigKey;
import io.logspool.config.ConfigKeys;
import io.logspool.kafka.KafkaProducerRules;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link LogManager} has under the handler's name.
 *
 * <p>A LogManager tells the value of a name, but not which names it has. So every name that may be there is asked for:
 * those of the table of keys, Kafka's producer settings, and what the file says that the LogManager reads by default.
 * The file is only asked for names; its values may have been replaced since.
 */
final class LogManagerProperties {

    /** The names that every handler has; what they mean is java.util.logging's affair. */
    static final Set<String> OF_ANY_HANDLER = Set.of("level", "filter", "encoding", "formatter", "errorManager");

    private final LogManager manager;
    private final String prefix;

    LogManagerProperties(LogManager manager, Class<?> handler) {
        this.manager = manager;
        this.prefix = handler.getName() + ".";
    }

    /** The value of a name, without the blanks around it; null if there is none. */
    @Nullable
    String get(String name) {
        String value = manager.getProperty(prefix + name);
        return value == null ? null : value.strip();
    }

    /** Everything that is meant for the agent, and {@code config}. */
    Map<String, String> settings() {
        Set<String> names = new LinkedHashSet<>();
        names.add(LogspoolHandler.CONFIG);
        for (ConfigKey<?> row : ConfigKeys.all()) {
            if (!row.isFamily()) {
                names.add(row.key());
            }
        }
        new KafkaProducerRules().names().forEach(name -> names.add(ConfigKeys.KAFKA.prefix() + name));
        names.addAll(namesInFile());
        names.removeAll(OF_ANY_HANDLER);
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : names) {
            String value = get(name);
            if (value != null) {
                settings.put(name, value);
            }
        }
        return settings;
    }

    private Set<String> namesInFile() {
        Properties properties = new Properties();
        // Not by way of a channel, which an interrupted thread could not read from.
        try (InputStream in = new FileInputStream(file())) {
            properties.load(in);
        } catch (IOException | RuntimeException unreadable) {
            // The LogManager has its properties from elsewhere, and what could be said has been said by it.
            return Set.of();
        }
        Set<String> names = new TreeSet<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        }
        return names;
    }

    /** As {@link LogManager#readConfiguration()} finds it. */
    private static File file() {
        String named = System.getProperty("java.util.logging.config.file");
        return named != null
                ? new File(named)
                : Path.of(System.getProperty("java.home", ""), "conf", "logging.properties")
                        .toFile();
    }
}
