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

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
        Process process = start(jdk, home, errors, System.getProperty("java.class.path"));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> complaints = Files.readAllLines(errors).stream()
                .filter(line -> !line.startsWith("WARNING: ") || !(line.contains("nsafe") || line.contains("report")))
                .filter(line -> !line.startsWith("SLF4J(W): ")) // the application has chosen no SLF4J provider
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", complaints)).isZero();
        assertThat(output).isEqualTo("read all, Chronicle is in use" + System.lineSeparator());
        assertThat(complaints).isEmpty();
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void where_chronicle_does_not_load_the_spool_goes_on_and_says_so() throws Exception {
        String withoutChronicle = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("chronicle-queue"))
                .collect(Collectors.joining(File.pathSeparator));
        Path jdk = Path.of(System.getProperty("java.home"));
        Process process = start(jdk, directory, directory.resolve("stderr"), withoutChronicle);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).startsWith("read all, Chronicle Queue does not load: ");
        assertThat(process.waitFor()).isZero();
    }

    private Process start(Path jdk, Path home, Path errors, String classPath) throws IOException {
        return new ProcessBuilder(
                        jdk.resolve("bin/java").toString(),
                        "-Duser.home=" + home,
                        "-cp",
                        classPath,
                        PlainJvmProgram.class.getName(),
                        directory.resolve("spool").toString())
                .redirectError(errors.toFile())
                .start();
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
