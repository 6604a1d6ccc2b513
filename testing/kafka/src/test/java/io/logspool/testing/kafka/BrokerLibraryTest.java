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
package io.logspool.testing.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker's class path is found beside the module's own code, or where the system property says; else it is said. */
class BrokerLibraryTest {
    @AfterEach
    void forgetTheProperty() {
        System.clearProperty(BrokerLibrary.DIRECTORY_PROPERTY);
    }

    @Test
    void the_build_has_laid_the_brokers_jars_beside_the_classes() throws Exception {
        Path directory = Path.of(first(BrokerLibrary.classPath(List.of()))).getParent();
        try (Stream<Path> jars = Files.list(directory)) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            assertThat(names).anyMatch(name -> name.startsWith("kafka_2.13-"));
            assertThat(names).anyMatch(name -> name.startsWith("log4j-slf4j2-impl-"));
            assertThat(names).anyMatch(name -> name.startsWith("lz4-java-"));
            assertThat(names).noneMatch(name -> name.startsWith("junit-"));
        }
    }

    @Test
    void a_directory_named_by_the_system_property_wins(@TempDir Path directory) {
        System.setProperty(BrokerLibrary.DIRECTORY_PROPERTY, directory.toString());
        assertThat(first(BrokerLibrary.classPath(List.of())))
                .isEqualTo(directory.resolve("*").toString());
    }

    @Test
    void what_a_test_adds_comes_behind_the_brokers_own() {
        Path added = Path.of("/somewhere/appender.jar");
        assertThat(BrokerLibrary.classPath(List.of(added)))
                .startsWith(BrokerLibrary.classPath(List.of()))
                .endsWith(File.pathSeparator + added);
    }

    @Test
    void a_missing_directory_is_named_together_with_what_to_do(@TempDir Path directory) {
        Path missing = directory.resolve("missing");
        System.setProperty(BrokerLibrary.DIRECTORY_PROPERTY, missing.toString());
        assertThatThrownBy(() -> BrokerLibrary.classPath(List.of()))
                .isInstanceOf(KafkaBrokerException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("mvn -B process-resources -pl testing/kafka")
                .hasMessageContaining(BrokerLibrary.DIRECTORY_PROPERTY);
    }

    private static String first(String classPath) {
        return classPath.substring(0, classPath.indexOf(File.pathSeparatorChar));
    }
}
