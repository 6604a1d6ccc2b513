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
package io.logspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.LogResult;
import io.logspool.event.LogLevel;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** An agent as an application has it. */
final class TestAgent {

    private static final long DEADLINE_NANOS = 60_000_000_000L;

    private TestAgent() {}

    static LogAgent start(Path spool, String bootstrap, String... settings) {
        LogAgentConfig.Builder builder = LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "orders")
                .set("spool.dir", spool.toString())
                .set("ship.ledger-interval", "500ms")
                .set("kafka.bootstrap.servers", bootstrap);
        for (String setting : settings) {
            builder.setting(setting);
        }
        return LogAgent.start(builder.build());
    }

    static void log(LogAgent agent, int from, int to) {
        for (int i = from; i < to; i++) {
            String message = "event " + i;
            LogResult result = agent.log(
                    message,
                    (text, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                            .logger("io.shop.Orders")
                            .thread("main", 1)
                            .message(text));
            assertThat(result).isEqualTo(LogResult.ACCEPTED);
        }
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Logs until it is killed: says so when so many events are accepted. Arguments: spool, brokers, count, settings. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws Exception {
            String[] settings = new String[args.length - 3];
            System.arraycopy(args, 3, settings, 0, settings.length);
            LogAgent agent = start(Path.of(args[0]), args[1], settings);
            log(agent, 0, Integer.parseInt(args[2]));
            System.out.println("logged");
            Thread.currentThread().join();
        }
    }

    /** Starts a {@link Program}, and returns when it has logged. */
    static Process program(Path spool, String bootstrap, int count, String... settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                spool.toString(),
                bootstrap,
                Integer.toString(count)));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("logged");
        return process;
    }
}
