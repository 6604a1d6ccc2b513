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
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody ships is shipped by the command, whatever kills it, in order and with nothing missing. */
class ShipCommandIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.builder().start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "exactly-once"})
    void a_spool_without_an_owner_is_drained_though_the_command_is_killed_in_the_middle(String delivery)
            throws Exception {
        String topic = "drained-" + delivery;
        String setting = "ship.delivery=" + delivery;
        broker.createTopic(topic, 1);
        Process owner = TestAgent.program(spool(), "127.0.0.1:1", 60_000, "ship.enabled=false");
        owner.destroyForcibly().waitFor();
        Process killed = ship(topic, setting);
        TestAgent.await(() -> checkpointMoved() || !killed.isAlive());
        killed.destroyForcibly().waitFor();
        Run run = run("ship", topic, "--set", setting);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains(" shipped");
        assertComplete(topic, 60_000);
        // A ledger of its own: the other tests' agents have the same service, and other topics.
        List<String> audit = new ArrayList<>(List.of(
                "audit",
                "--topic",
                topic,
                "--ledger-topic",
                "ledger-" + topic,
                "--bootstrap",
                broker.bootstrapServers()));
        if (delivery.equals("exactly-once")) {
            audit.add("--no-duplicates");
        }
        Run found = Run.of(audit.toArray(String[]::new));
        assertThat(found.exitCode()).as(found.out() + found.err()).isZero();
        assertThat(run("ship", topic, "--set", setting).out()).contains(": 0 events shipped");
    }

    @Test
    void the_owner_uses_files_again_while_another_process_ships_what_was_in_them() throws Exception {
        broker.createTopic("reused", 1);
        AtomicBoolean reused = new AtomicBoolean();
        try (LogAgent owner = TestAgent.start(
                spool(),
                "127.0.0.1:1",
                "ship.enabled=false",
                "spool.overflow=block",
                "spool.block-timeout=30s",
                "spool.max-bytes=16MiB",
                "spool.segment-bytes=1MiB",
                "spool.max-event-bytes=64KiB")) {
            TestAgent.log(owner, 0, 10);
            Process shipping = shipOn("reused");
            try {
                for (int i = 10; i < 120_000; i += 100) {
                    TestAgent.log(owner, i, i + 100);
                    reused.compareAndSet(false, files("spare-") > 0);
                    // A file that waits for a reader who is far behind is not kept.
                    TestAgent.await(() -> owner.stats().backlogBytes() < 1 << 20);
                }
                TestAgent.log(owner, 120_010, 120_020);
                TestAgent.await(() -> owner.stats().backlogBytes() == 0);
            } finally {
                shipping.destroyForcibly().waitFor();
            }
        }
        assertThat(reused).as("files waited to be used again").isTrue();
        List<Integer> numbers = messages("reused");
        assertThat(numbers).hasSize(120_020);
        assertThat(numbers).isSorted();
    }

    @Test
    void beside_a_live_owner_who_does_not_ship_the_owner_gives_back_the_disk() throws Exception {
        broker.createTopic("beside", 1);
        try (LogAgent owner = TestAgent.start(
                spool(),
                "127.0.0.1:1",
                "ship.enabled=false",
                "spool.segment-bytes=1MiB",
                "spool.max-event-bytes=64KiB")) {
            TestAgent.log(owner, 0, 60_000);
            int before = segments();
            assertThat(before).isGreaterThan(2);
            assertThat(run("ship", "beside").exitCode()).isZero();
            TestAgent.await(() -> segments() < before - 1);
            TestAgent.log(owner, 60_000, 60_100);
            assertThat(run("ship", "beside").exitCode()).isZero();
            TestAgent.await(() -> owner.stats().backlogBytes() == 0);
        }
        assertComplete("beside", 60_100);
    }

    @Test
    void a_spool_that_is_shipped_already_is_left_alone_and_one_without_a_broker_keeps_what_it_has() throws Exception {
        broker.createTopic("owned", 1);
        try (LogAgent owner = TestAgent.start(spool(), broker.bootstrapServers(), "ship.topic=owned")) {
            TestAgent.log(owner, 0, 10);
            TestAgent.await(() -> owner.stats().acknowledged() == 10);
            Run run = run("ship", "owned");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("is shipped by another process already");
        }
        try (LogAgent owner = TestAgent.start(spool(), "127.0.0.1:1", "ship.enabled=false")) {
            TestAgent.log(owner, 0, 10);
        }
        Run nobody = Run.of("ship", "--spool", spool().toString(), "--bootstrap", "127.0.0.1:1", "--timeout", "1");
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err()).contains("nothing was acknowledged");
        assertThat(run("ship", "owned").out()).contains(": 10 events shipped");
    }

    @Test
    void a_range_is_sent_again_with_the_same_ids_and_moves_neither_checkpoint_nor_position() throws Exception {
        broker.createTopic("again", 1);
        try (LogAgent owner = TestAgent.start(spool(), "127.0.0.1:1", "ship.enabled=false")) {
            TestAgent.log(owner, 0, 500);
        }
        String incarnation =
                SlotView.find(spool()).get(0).segments().get(0).incarnation().id();
        assertThat(run("replay", "again", "--from", "100").exitCode()).isEqualTo(2);
        Run run = run("replay", "again", "--incarnation", incarnation, "--from", "100", "--to", "199");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains(": 100 events sent again");
        List<TopicRecord> records = broker.read("again", DEADLINE);
        assertThat(records).hasSize(100);
        assertThat(records.get(0).header("logspool.id")).isEqualTo(incarnation + "-100");
        assertThat(records.get(99).header("logspool.id")).isEqualTo(incarnation + "-199");
        // With transactions the events are new to the topic's position all the same, and change nothing of it.
        Run transactional = run(
                "replay",
                "again",
                "--incarnation",
                incarnation,
                "--from",
                "1",
                "--to",
                "10",
                "--set",
                "ship.delivery=exactly-once");
        assertThat(transactional.out()).as(transactional.err()).contains(": 10 events sent again");
        assertThat(broker.read("again", DEADLINE)).hasSize(110);
        assertThat(run("ship", "again", "--set", "ship.delivery=exactly-once").out())
                .contains(": 500 events shipped");
        assertThat(broker.read("again", DEADLINE)).hasSize(610);
        assertThat(run("replay", "again", "--from", "2000-01-01T00:00:00Z", "--to", "2001-01-01T00:00:00Z")
                        .out())
                .contains(": 0 events sent again");
    }

    private Path spool() {
        return directory.resolve("spool");
    }

    private Run run(String command, String topic, String... more) {
        List<String> args = new ArrayList<>(arguments(command, topic));
        args.addAll(List.of(more));
        return Run.of(args.toArray(String[]::new));
    }

    private List<String> arguments(String command, String topic) {
        return List.of(
                command,
                "--spool",
                spool().toString(),
                "--bootstrap",
                broker.bootstrapServers(),
                "--topic",
                topic,
                "--set",
                "ship.ledger-topic=ledger-" + topic);
    }

    /** The command as a process, with so little in flight that it takes a while. */
    private Process ship(String topic, String setting) throws IOException {
        List<String> command = command(topic);
        command.addAll(List.of("--set", setting));
        command.addAll(List.of(
                "--set",
                "ship.max-in-flight-bytes=64KiB",
                "--set",
                "spool.max-event-bytes=16KiB",
                "--kafka",
                "linger.ms=5"));
        return new ProcessBuilder(command).inheritIO().start();
    }

    /** The command as a process that does not end. */
    private Process shipOn(String topic) throws IOException {
        List<String> command = command(topic);
        command.addAll(List.of("-f", "--set", "spool.max-event-bytes=64KiB"));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private List<String> command(String topic) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Logspool.class.getName()));
        command.addAll(arguments("ship", topic));
        return command;
    }

    private boolean checkpointMoved() {
        try {
            SpoolPosition checkpoint = SlotView.find(spool()).get(0).checkpoint();
            return checkpoint != null && checkpoint.offset() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int segments() {
        return files("0");
    }

    private int files(String prefix) {
        try (Stream<Path> files = Files.list(spool().resolve("orders").resolve("0"))) {
            return (int) files.filter(Files::isDirectory)
                    .filter(file -> (file.getFileName() + "").startsWith(prefix))
                    .count();
        } catch (IOException | UncheckedIOException e) {
            return -1;
        }
    }

    private static void assertComplete(String topic, int count) {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(i);
        }
        assertThat(messages(topic)).isEqualTo(expected);
    }

    /** The numbers of the events, without repetitions, in the order in which they came first. */
    private static List<Integer> messages(String topic) {
        Set<Integer> messages = new LinkedHashSet<>();
        for (TopicRecord record : TopicReader.builder(broker.bootstrapServers(), topic)
                .readEnded()
                .deadline(DEADLINE)
                .readAll()) {
            String json = String.valueOf(record.value());
            int at = json.indexOf("\"message\":\"event ") + 17;
            messages.add(Integer.parseInt(json.substring(at, json.indexOf('"', at))));
        }
        return List.copyOf(messages);
    }
}
