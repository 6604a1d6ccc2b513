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
package io.logspool;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.event.LogLevel;
import io.logspool.ledger.LedgerRecord;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicRecord;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process left in its slot is shipped by a live one, whose ledger says so; the slot is gone then. */
class OrphansIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int EVENTS = 2000;

    @TempDir
    private Path directory;

    @Test
    void a_live_agent_ships_and_removes_the_slot_of_a_process_that_was_killed() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            LogAgent first = LogAgent.start(config(directory, broker.bootstrapServers()));
            List<Process> killed = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                killed.add(program("127.0.0.1:1"));
            }
            assertThat(slot("1")).exists();
            assertThat(slot("2")).exists();
            for (Process process : killed) {
                process.destroyForcibly().waitFor();
            }
            try (first) {
                await(() -> !Files.exists(slot("1")) && !Files.exists(slot("2")));
            }
            Map<String, Set<String>> byIncarnation = new HashMap<>();
            for (TopicRecord record : broker.read("logs", DEADLINE)) {
                String id = String.valueOf(record.header("logspool.id"));
                byIncarnation
                        .computeIfAbsent(id.substring(0, id.indexOf('-')), incarnation -> new LinkedHashSet<>())
                        .add(id.substring(id.indexOf('-') + 1));
            }
            List<String> expected = new ArrayList<>();
            for (int i = 1; i <= EVENTS; i++) {
                expected.add(Integer.toString(i));
            }
            assertThat(byIncarnation).hasSize(2);
            byIncarnation
                    .values()
                    .forEach(sequences -> assertThat(List.copyOf(sequences)).isEqualTo(expected));
            Map<String, LedgerRecord> ledger = new HashMap<>();
            for (TopicRecord record : broker.read("logspool-ledger", DEADLINE)) {
                LedgerRecord said =
                        LedgerRecord.fromJson(String.valueOf(record.value()).getBytes(StandardCharsets.UTF_8));
                ledger.put(said.incarnation(), said);
            }
            byIncarnation.keySet().forEach(incarnation -> {
                LedgerRecord last = ledger.get(incarnation);
                assertThat(last).isNotNull();
                assertThat(last.state()).isEqualTo(LedgerRecord.State.ENDED);
                assertThat(last.accepted()).isEqualTo(EVENTS);
                assertThat(last.acknowledged()).isEqualTo(EVENTS);
            });
        }
    }

    private Path slot(String name) {
        return directory.resolve("orders").resolve(name);
    }

    private Process program(String bootstrap) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        directory.toString(),
                        bootstrap)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("logged");
        return process;
    }

    static LogAgentConfig config(Path directory, String bootstrap) {
        return LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "orders")
                .set("spool.dir", directory.toString())
                .set("ship.ledger-interval", "500ms")
                .set("kafka.bootstrap.servers", bootstrap)
                .build();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Logs, says so, and waits to be killed. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws Exception {
            LogAgent agent = LogAgent.start(config(Path.of(args[0]), args[1]));
            for (int i = 0; i < EVENTS; i++) {
                agent.log(
                        "event " + i,
                        (text, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                                .logger("io.shop.Orders")
                                .message(text));
            }
            System.out.println("logged");
            Thread.currentThread().join();
        }
    }
}
