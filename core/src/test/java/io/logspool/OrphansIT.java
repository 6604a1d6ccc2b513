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
import io.logspool.ship.DeliveryMode;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a killed process left in its slot is shipped by a live one, whose ledger says so; the slot is gone then. */
class OrphansIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int EVENTS = 2000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void what_killed_processes_left_is_shipped_once_by_live_ones_that_want_it_at_the_same_time(DeliveryMode delivery)
            throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            String servers = broker.bootstrapServers();
            long begun = System.currentTimeMillis();
            LogAgent placeholder = LogAgent.start(config(directory, "127.0.0.1:1", delivery));
            List<Process> killed = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                killed.add(program("127.0.0.1:1", delivery, EVENTS));
            }
            for (Process process : killed) {
                process.destroyForcibly().waitFor();
            }
            final long killedAt = System.currentTimeMillis();
            placeholder.close(Duration.ZERO);
            assertThat(List.of(slot("1"), slot("2"), slot("3"), slot("4"))).allMatch(Files::exists);

            // Slot 1 becomes that of the other process; 2 to 4 nobody's.
            Process other = program(servers, delivery, 0);
            try (LogAgent one = LogAgent.start(config(directory, servers, delivery))) {
                assertThat(slot("0")).as("is that of this one: %s", one).exists();
                await(() -> !Files.exists(slot("2")) && !Files.exists(slot("3")) && !Files.exists(slot("4")));
                other.getOutputStream().close();
                assertThat(other.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            }
            checkEvents(TopicReader.builder(servers, "logs")
                    .readEnded()
                    .deadline(DEADLINE)
                    .readAll());
            checkLedger(broker.read("logspool-ledger", DEADLINE), begun, killedAt);
        }
    }

    @Test
    void a_slot_that_cannot_be_read_is_told_of_once_and_the_others_are_shipped_and_counted() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            abandon("1", 10);
            abandon("2", 20);
            Path checkpoint = slot("1").resolve("checkpoint");
            Files.delete(checkpoint);
            Files.createDirectories(checkpoint.resolve("not a file"));
            RecordingListener listener = new RecordingListener(new CopyOnWriteArrayList<>());
            LogAgentConfig config = config(directory, broker.bootstrapServers(), DeliveryMode.AT_LEAST_ONCE);
            try (LogAgent agent = LogAgent.start(config, listener)) {
                await(() -> !Files.exists(slot("2")));
                assertThat(slot("1")).exists();
                assertThat(listener.messages())
                        .filteredOn(text -> text.contains(slot("1") + " "))
                        .singleElement()
                        .asString()
                        .contains("cannot be shipped");
                assertThat(agent.stats().acknowledged()).isEqualTo(20);
                assertThat(agent.stats().shipped()).isEqualTo(20);
            }
        }
    }

    @Test
    void a_reload_reaches_a_slot_that_is_being_shipped() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            abandon("1", 10);
            RecordingListener listener = new RecordingListener(new CopyOnWriteArrayList<>());
            LogAgent before = LogAgent.start(config(directory, "127.0.0.1:1", DeliveryMode.AT_LEAST_ONCE), listener);
            await(() -> before.stats().lastError() != null);
            try (LogAgent after = LogAgent.startInPlaceOf(
                    List.of(before),
                    config(directory, broker.bootstrapServers(), DeliveryMode.AT_LEAST_ONCE),
                    listener)) {
                before.close();
                await(() -> !Files.exists(slot("1")));
                assertThat(after.stats().acknowledged()).isEqualTo(10);
            }
        }
    }

    /** Leaves a slot with so many events to nobody. */
    private void abandon(String name, int events) throws IOException {
        try (LogAgent agent = LogAgent.start(LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "orders")
                .set("spool.dir", directory.toString())
                .set("ship.enabled", "false")
                .build())) {
            for (int i = 0; i < events; i++) {
                Program.log(agent, i);
            }
        }
        Files.move(slot("0"), slot(name));
    }

    /** Of four processes; nobody is killed while it ships, so nothing may come twice. */
    private static void checkEvents(List<TopicRecord> records) {
        Map<String, List<String>> byIncarnation = new HashMap<>();
        for (TopicRecord record : records) {
            String id = String.valueOf(record.header("logspool.id"));
            byIncarnation
                    .computeIfAbsent(id.substring(0, id.indexOf('-')), incarnation -> new ArrayList<>())
                    .add(id.substring(id.indexOf('-') + 1));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= EVENTS; i++) {
            expected.add(Integer.toString(i));
        }
        assertThat(byIncarnation).hasSize(4);
        byIncarnation.values().forEach(sequences -> assertThat(sequences).isEqualTo(expected));
    }

    private static void checkLedger(List<TopicRecord> records, long begun, long killedAt) throws IOException {
        Map<String, LedgerRecord> ledger = new HashMap<>();
        for (TopicRecord record : records) {
            LedgerRecord said =
                    LedgerRecord.fromJson(String.valueOf(record.value()).getBytes(StandardCharsets.UTF_8));
            ledger.put(said.incarnation(), said);
        }
        List<LedgerRecord> ended = ledger.values().stream()
                .filter(record -> record.state() == LedgerRecord.State.ENDED)
                .toList();
        assertThat(ended).hasSize(4).allSatisfy(last -> {
            assertThat(last.accepted()).isEqualTo(EVENTS);
            assertThat(last.acknowledged()).isEqualTo(EVENTS);
            assertThat(last.start()).isGreaterThanOrEqualTo(begun);
            assertThat(last.end()).isBetween(last.start(), killedAt);
        });
    }

    private Path slot(String name) {
        return directory.resolve("orders").resolve(name);
    }

    private Process program(String bootstrap, DeliveryMode delivery, int events) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        directory.toString(),
                        bootstrap,
                        delivery.name(),
                        Integer.toString(events))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("logged");
        return process;
    }

    static LogAgentConfig config(Path directory, String bootstrap, DeliveryMode delivery) {
        return LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "orders")
                .set("spool.dir", directory.toString())
                .set("ship.ledger-interval", "500ms")
                .set("ship.delivery", delivery == DeliveryMode.EXACTLY_ONCE ? "exactly-once" : "at-least-once")
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

    /** Logs, says so, and waits to be killed, or for the end of its input. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws Exception {
            LogAgent agent = LogAgent.start(config(Path.of(args[0]), args[1], DeliveryMode.valueOf(args[2])));
            for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                log(agent, i);
            }
            System.out.println("logged");
            assertThat(System.in.read()).isNegative();
            agent.close(DEADLINE);
        }

        static void log(LogAgent agent, int number) {
            agent.log(
                    "event " + number,
                    (text, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                            .logger("io.shop.Orders")
                            .message(text));
        }
    }
}
