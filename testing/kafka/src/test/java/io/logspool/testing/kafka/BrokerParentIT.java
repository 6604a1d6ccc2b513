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

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No broker, and no temporary directory, outlives the process that started it, however that process ends. */
class BrokerParentIT {
    private static final int DEADLINE_SECONDS = 60;

    @ParameterizedTest
    @ValueSource(strings = {"run", "pause"})
    void a_broker_ends_when_its_parent_is_killed(String mode) throws Exception {
        Process parent = start(mode);
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle broker = broker(output);
            Path directory = Path.of(output.readLine());
            assertThat(broker.isAlive()).isTrue();
            assertThat(directory).isDirectory();
            parent.destroyForcibly();
            broker.onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(directory).doesNotExist();
        } finally {
            parent.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "exit")
    void a_broker_ends_when_its_parent_exits_without_closing_it(String mode) throws Exception {
        Process parent = start(mode);
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle broker = broker(output);
            Path directory = Path.of(output.readLine());
            assertThat(parent.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            broker.onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(directory).doesNotExist();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static ProcessHandle broker(BufferedReader output) throws Exception {
        return ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    }

    private static Process start(String mode) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerParent.class.getName(),
                        mode)
                .toList();
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
