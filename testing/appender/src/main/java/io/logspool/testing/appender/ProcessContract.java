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
package io.logspool.testing.appender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.testing.kafka.KafkaBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that logs through its framework's configuration file finds all of it in the topic, with every adapter: also
 * when it is killed, and when it just ends. It logs with SLF4J, which each of the frameworks takes.
 */
public abstract class ProcessContract {

    private static final int KILLS = Math.max(2, Integer.getInteger("campaign.rounds", 20) / 4);
    private static final int THREADS = 3;
    private static final int MAX_IN_FLIGHT_BYTES = 256 << 10;
    private static final String TOPIC = "logs";
    private static final String EXIT_HOOK = "logspool-exit";

    @TempDir
    private Path directory;

    /** For the adapters' tests. */
    protected ProcessContract() {}

    /**
     * Writes a configuration of the framework, by which the logger {@code program} and those below it log at {@code INFO}
     * to the appender alone.
     *
     * @param refused the file to which the fallback writes, where there is one: lines of the logger's name, a space, and the
     *     message
     * @return the argument of the JVM that names the configuration
     */
    protected abstract String configure(Path directory, List<String> settings, Path refused) throws IOException;

    @Test
    final void whatever_was_logged_before_a_kill_of_the_application_is_in_the_topic() throws Exception {
        long seed = Long.getLong("campaign.seed", System.nanoTime());
        Random random = new Random(seed);
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic(TOPIC, 1);
            Path refused = directory.resolve("refused.log");
            String configuration = configure(directory, settings(broker), refused);
            for (int round = 0; round < KILLS; round++) {
                runAndKill(configuration, round, random.nextInt(700));
            }
            TopicEvents.drain(settings(broker));
            TopicEvents arrived = TopicEvents.read(broker, TOPIC);

            Map<String, JsonNode> events = arrived.byId();
            assertInOrder(events, seed);
            int taken = assertComplete(numbersByLogger(events), hasFallback() ? numbersByLogger(refused) : null, seed);
            long again = arrived.bytesSentAgain();
            System.out.printf(
                    "kill campaign: %d kills, %d taken for sure, %d arrived, %d bytes twice, 0 missing, seed %d%n",
                    KILLS, taken, events.size(), again, seed);
            assertThat(taken).isPositive();
            assertThat(again).as("seed %d", seed).isLessThanOrEqualTo((long) KILLS * MAX_IN_FLIGHT_BYTES);
        }
    }

    /** Whether the framework leaves its appenders open when the JVM ends; else it closes them in a hook of its own. */
    protected boolean leavesAppendersOpen() {
        return false;
    }

    /** Whether what the agent refuses goes to a fallback. */
    protected boolean hasFallback() {
        return true;
    }

    @Test
    final void a_program_that_just_ends_has_shipped_what_it_logged() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic(TOPIC, 1);
            Path printed = directory.resolve("output");
            String configuration = configure(directory, settings(broker), directory.resolve("refused.log"));
            Process program = java(configuration, ExitingProgram.class)
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String output = Files.readString(printed);
            assertThat(program.exitValue()).as(output).isZero();
            assertThat(messages(broker))
                    .as(output)
                    .contains(AppenderFixture.numbered("event ", ExitingProgram.EVENTS)
                            .toArray(String[]::new));
            // A hook of ours only where the framework has none; it holds on to no application.
            assertThat(output.lines().filter(line -> line.startsWith(EXIT_HOOK)))
                    .isEqualTo(leavesAppendersOpen() ? List.of(EXIT_HOOK + ExitingProgram.LOADER + "none") : List.of());

            if (leavesAppendersOpen()) {
                TopicEvents.drain(settings(broker));
                assertThat(messages(broker)).as(output).contains(ExitingProgram.AT_THE_END);
            }
        }
    }

    private static List<String> messages(KafkaBroker broker) {
        return AppenderFixture.texts("message", TopicEvents.read(broker, TOPIC).events());
    }

    private void runAndKill(String configuration, int round, int millis) throws IOException, InterruptedException {
        Process program = java(
                        configuration, LoggingProgram.class, recordsOf(round).toString(), Integer.toString(THREADS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.US_ASCII))) {
            assertThat(out.readLine()).isEqualTo(LoggingProgram.READY);
            // The instant is the point here: nothing is waited for, the program is cut down wherever it is.
            assertThat(program.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private static ProcessBuilder java(String configuration, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED", // for the names of its hooks
                configuration,
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Within an incarnation each event follows the one before it, without a gap. */
    private static void assertInOrder(Map<String, JsonNode> events, long seed) {
        Map<String, Long> last = new HashMap<>();
        events.forEach((id, event) -> {
            String incarnation = id.substring(0, id.indexOf('-'));
            long sequence = event.path("event.sequence").asLong();
            Long before = last.put(incarnation, sequence);
            assertThat(sequence).as("%s, seed %d", id, seed).isEqualTo(before == null ? 1 : before + 1);
        });
        assertThat(last).hasSizeBetween(1, KILLS);
    }

    /**
     * Each number that was taken for sure is there, and each thread's numbers are in their order. The others may be in the
     * fallback, if there is one, and nowhere else; so may the one at which the program was killed.
     *
     * @param refused null if there is no fallback
     * @return how many were taken for sure
     */
    private int assertComplete(
            Map<String, List<Integer>> arrived, @Nullable Map<String, List<Integer>> refused, long seed)
            throws IOException {
        int all = 0;
        for (int round = 0; round < KILLS; round++) {
            for (int thread = 0; thread < THREADS; thread++) {
                String where = "round %d thread %d seed %d".formatted(round, thread, seed);
                boolean[] taken = LoggingProgram.recorded(recordsOf(round), thread);
                String logger = LoggingProgram.loggerOf(recordsOf(round), thread);
                List<Integer> numbers = arrived.getOrDefault(logger, List.of());
                List<Integer> inFallback = refused == null ? List.of() : refused.getOrDefault(logger, List.of());

                assertThat(numbers).as(where).isSorted().doesNotHaveDuplicates();
                Set<Integer> inTopic = Set.copyOf(numbers);
                assertThat(inFallback).as(where).noneMatch(inTopic::contains);
                Set<Integer> somewhere = new HashSet<>(numbers);
                somewhere.addAll(inFallback);
                assertThat(somewhere).as(where).allMatch(number -> number <= taken.length);
                List<Integer> missing = new ArrayList<>();
                for (int number = 0; number < taken.length; number++) {
                    boolean there =
                            taken[number] ? inTopic.contains(number) : refused == null || somewhere.contains(number);
                    if (!there) {
                        missing.add(number);
                    }
                    all += taken[number] ? 1 : 0;
                }
                assertThat(missing).as(where).isEmpty();
            }
        }
        return all;
    }

    private static Map<String, List<Integer>> numbersByLogger(Map<String, JsonNode> events) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        events.values()
                .forEach(event -> add(
                        event.path("log.logger").asText(), event.path("message").asText(), numbers));
        return numbers;
    }

    private static Map<String, List<Integer>> numbersByLogger(Path fallback) throws IOException {
        Map<String, List<Integer>> numbers = new HashMap<>();
        for (String line : Files.readAllLines(fallback)) {
            int space = line.indexOf(' ');
            add(line.substring(0, space), line.substring(space + 1), numbers);
        }
        return numbers;
    }

    private static void add(String logger, String message, Map<String, List<Integer>> numbers) {
        assertThat(message).startsWith(LoggingProgram.MESSAGE);
        numbers.computeIfAbsent(logger, name -> new ArrayList<>())
                .add(Integer.valueOf(message.substring(LoggingProgram.MESSAGE.length())));
    }

    private Path recordsOf(int round) throws IOException {
        return Files.createDirectories(directory.resolve("round-" + round));
    }

    private List<String> settings(KafkaBroker broker) {
        return List.of(
                "service.name=orders",
                "spool.dir=" + directory.resolve("spool"),
                "spool.segment-bytes=1MiB",
                "spool.max-event-bytes=64KiB",
                "spool.block-timeout=" + LoggingProgram.BLOCK_TIMEOUT.toMillis() + "ms",
                "ship.max-in-flight-bytes=" + MAX_IN_FLIGHT_BYTES,
                "ship.close-timeout=20s",
                "kafka.bootstrap.servers=" + broker.bootstrapServers());
    }
}
