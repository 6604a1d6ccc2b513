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
package io.logspool.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On every JDK of this machine from 17 on, a spool works in a JVM without a flag, writes nothing into the user's home
 * and says nothing but what the JVM itself says of Chronicle's use of Unsafe.
 */
class PlainJvmIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("jdks")
    void a_jvm_without_flags_is_enough_and_nothing_is_left_at_home(Path jdk) throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        Path errors = directory.resolve("stderr");
        Process process = new ProcessBuilder(
                        jdk.resolve("bin/java").toString(),
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainJvmProgram.class.getName(),
                        directory.resolve("spool").toString())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> complaints = Files.readAllLines(errors).stream()
                .filter(line -> !line.startsWith("WARNING: ") || !(line.contains("nsafe") || line.contains("report")))
                .filter(line -> !line.startsWith("SLF4J(W): ")) // the application has chosen no SLF4J provider
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", complaints)).isZero();
        assertThat(output).isEqualTo("read 500 of 500" + System.lineSeparator());
        assertThat(complaints).isEmpty();
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
    }

    /** The one that runs this, and its neighbours. */
    static List<Path> jdks() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Path shelf = own.getParent();
        if (shelf == null) {
            return List.of(own);
        }
        try (Stream<Path> neighbours = Files.list(shelf)) {
            return Stream.concat(Stream.of(own), neighbours.filter(PlainJvmIT::isSeventeenOrLater))
                    .map(PlainJvmIT::real)
                    .distinct()
                    .toList();
        }
    }

    private static boolean isSeventeenOrLater(Path jdk) {
        try {
            return Files.isExecutable(jdk.resolve("bin/java"))
                    && Files.readAllLines(jdk.resolve("release")).stream()
                            .filter(line -> line.startsWith("JAVA_VERSION="))
                            .anyMatch(line -> Runtime.Version.parse(line.replaceAll("[^\\d.]", ""))
                                            .feature()
                                    >= 17);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
