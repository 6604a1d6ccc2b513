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
package io.logspool.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a configuration writes to.
 *
 * @param directory for its files
 * @param servers   a Kafka's, or none
 * @param topic     of that Kafka
 */
record Place(Path directory, String servers, String topic) {

    /** A directory alone. */
    static Place of(Path directory) {
        return new Place(directory, "", "");
    }

    /** The text of a configuration file beside this class, with what it calls <code>${directory}</code> and so on. */
    String file(String name) throws IOException {
        try (InputStream in = Place.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no configuration " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${directory}", directory.toString())
                    .replace("${servers}", servers)
                    .replace("${topic}", topic);
        }
    }
}
