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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that a configuration is made from.
 *
 * @param systemProperties those of the process, not only ours
 * @param environment      that of the process, not only ours
 * @param settings         the appender's own, in order
 * @param malformed        settings that are no {@code key=value}
 * @param configFile       path, or {@code classpath:} and a resource; null if none was named
 * @param producerRules    what Kafka's producer says; null: not asked
 * @param volumeBytes      size of the volume a directory is or would be on; 0 if it cannot be told
 */
public record ConfigSources(
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Map<String, String> settings,
        List<String> malformed,
        @Nullable String configFile,
        @Nullable ProducerRules producerRules,
        ToLongFunction<Path> volumeBytes) {

    /** Asks the file system; the directory need not exist yet. */
    public static long volumeBytes(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return existing == null ? 0 : Files.getFileStore(existing).getTotalSpace();
        } catch (IOException unknown) {
            return 0;
        }
    }

    /** Hides everything: any of it may be a secret. */
    @Override
    public String toString() {
        return "ConfigSources";
    }
}
