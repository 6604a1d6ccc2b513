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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code java -jar benchmarks.jar} does with its arguments. */
class TourIT {

    private static final List<String> UTF_8 = List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8");

    @TempDir
    private Path directory;

    @Test
    void a_part_by_name_prints_its_ratios_and_its_json_can_be_drawn() throws Exception {
        Path results = directory.resolve("tour.json");
        assertThat(ChildJvm.run(Tour.class, UTF_8, "bytes", "--results=" + results)
                        .lines())
                .anyMatch(line ->
                        line.matches("\\| bytes per event on disk.* \\| 0\\.[12]\\d \\| at most 0\\.25 \\| met \\|"));
        draw(results);
        assertThat(Files.readString(directory.resolve("benchmark-ratios.svg")))
                .startsWith("<svg")
                .contains("bytes per event on disk", "(at most 0.25)");
    }

    @Test
    void latencies_at_several_rates_are_drawn_one_below_the_other() throws Exception {
        Path results = directory.resolve("rates.json");
        Findings findings = new Findings();
        findings.curve("10,000 a second: does nothing", Map.of("50.0", 0.05));
        findings.curve("1,000,000 a second: does nothing", Map.of("50.0", 0.06));
        findings.write(results);
        draw(results);
        assertThat(Files.readString(directory.resolve("benchmark-rates.svg")))
                .contains(">10,000 a second<", ">1,000,000 a second<", ">does nothing<");
        assertThat(directory.resolve("benchmark-ratios.svg")).doesNotExist();
    }

    private void draw(Path results) throws Exception {
        Process drawing = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "../docs/pictures/Benchmarks.java",
                        results.toString(),
                        directory.toString())
                .inheritIO()
                .start();
        assertThat(drawing.waitFor()).isZero();
    }

    @Test
    void what_is_no_part_of_it_goes_to_jmh() throws Exception {
        assertThat(ChildJvm.run(Tour.class, UTF_8, "-l").lines())
                .contains("io.logspool.benchmarks.LogbackCallerBenchmark.info");
    }
}
