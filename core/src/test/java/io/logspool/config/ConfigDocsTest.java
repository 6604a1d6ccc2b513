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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documentation says what the table says, because it is made from it. */
class ConfigDocsTest {

    @Test
    void the_checked_in_documentation_is_what_the_table_generates() throws IOException {
        Path file = Path.of("").toAbsolutePath().resolveSibling("docs").resolve("configuration.md");
        if ("write".equals(System.getProperty("configuration.docs"))) {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, ConfigDocs.markdown());
        }

        assertThat(file).as("regenerate it: " + ConfigDocs.COMMAND).content().isEqualTo(ConfigDocs.markdown());
    }
}
