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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.logging.LogManager;

/** Configures java.util.logging as a JVM is by {@code -Djava.util.logging.config.file}. */
final class LoggingProperties {

    private static final String FILE = "java.util.logging.config.file";

    private LoggingProperties() {}

    /** Makes these the LogManager's, from a file in this directory. An interrupted thread stays interrupted. */
    static void read(Path directory, Map<String, String> lines) {
        boolean interrupted = Thread.interrupted(); // which would not let the file be written
        try {
            System.setProperty(FILE, write(directory, lines).toString());
            LogManager.getLogManager().readConfiguration();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Writes them to a new file in this directory. */
    static Path write(Path directory, Map<String, String> lines) throws IOException {
        Properties properties = new Properties();
        properties.putAll(lines);
        Path file = Files.createTempFile(directory, "logging", ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    /** No handler, no file. */
    static void clear() {
        System.clearProperty(FILE);
        LogManager.getLogManager().reset();
    }
}
