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
package io.logspool.logback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.event.LogLevel;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a log statement, through {@code logback.xml}, to a real topic: complete and in order, whoever is killed. */
class LogbackKafkaIT {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int KILLS = Math.max(2, Integer.getInteger("campaign.rounds", 20) / 4);
    private static final int THREADS = 3;
    private static final int MAX_IN_FLIGHT_BYTES = 256 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void events_arrive_in_order_through_a_killed_broker() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            LogbackDriver logback = LogbackDriver.with(null, settings(broker));
            try {
                assertThat(logback.statusMessages()).isEmpty();
                log(logback, 0, 5_000);
                broker.kill();
                log(logback, 5_000, 10_000);
                broker.restart();
                log(logback, 10_000, 15_000);
            } finally {
                logback.close();
            }
            assertThat(logback.fallbackMessages()).isEmpty();
            drain(broker);

            List<TopicRecord> records = broker.read("logs", DEADLINE);

            Map<String, JsonNode> events = byId(records);
            List<String> messages = new ArrayList<>();
            events.values().forEach(event -> messages.add(event.path("message").asText()));
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 15_000; i++) {
                expected.add("event " + i);
            }
            assertThat(messages).isEqualTo(expected);
            assertThat(records).allSatisfy(record -> {
                JsonNode event = json(record);
                assertThat(record.header("logspool.id"))
                        .isEqualTo(event.path("event.id").asText());
                assertThat(record.header("content-type")).isEqualTo("application/json");
            });
        }
    }

    @Test
    void whatever_was_logged_before_a_kill_of_the_application_is_in_the_topic() throws Exception {
        long seed = Long.getLong("campaign.seed", System.nanoTime());
        Random random = new Random(seed);
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            Path logbackXml = writeConfiguration(broker);
            for (int round = 0; round < KILLS; round++) {
                runAndKill(logbackXml, round, random.nextInt(700));
            }
            drain(broker);
            List<TopicRecord> records = broker.read("logs", DEADLINE);

            Map<String, JsonNode> events = byId(records);
            assertThat(directory.resolve("refused.log")).as("seed %d", seed).isEmptyFile();
            assertInOrder(events, seed);
            int logged = assertComplete(events, seed);
            long again = bytesSentAgain(records);
            System.out.printf(
                    "kill campaign: %d kills, %d logged, %d arrived, %d bytes twice, 0 missing, seed %d%n",
                    KILLS, logged, events.size(), again, seed);
            assertThat(logged).isPositive();
            assertThat(again).as("seed %d", seed).isLessThanOrEqualTo((long) KILLS * MAX_IN_FLIGHT_BYTES);
        }
    }

    @Test
    void a_program_that_just_ends_has_shipped_what_it_logged() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-Dlogback.configurationFile=" + writeConfiguration(broker),
                            ExitingProgram.class.getName())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String output = Files.readString(directory.resolve("output"));
            assertThat(program.exitValue()).as(output).isZero();
            assertThat(broker.read("logs", DEADLINE)).as(output).hasSize(ExitingProgram.EVENTS);
        }
    }

    private static void log(LogbackDriver logback, int from, int to) {
        for (int i = from; i < to; i++) {
            logback.log("com.example.Orders", LogLevel.INFO, "event {}", i);
        }
    }

    private void runAndKill(Path logbackXml, int round, int millis) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=" + logbackXml,
                        LoggingProgram.class.getName(),
                        recordsOf(round).toString(),
                        Integer.toString(THREADS))
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

    /** Each number that was recorded is there, and each thread's numbers are in their order. */
    private int assertComplete(Map<String, JsonNode> events, long seed) throws IOException {
        Map<String, List<String>> arrived = new HashMap<>();
        events.values()
                .forEach(event -> arrived.computeIfAbsent(
                                event.path("log.logger").asText(), logger -> new ArrayList<>())
                        .add(event.path("message").asText()));
        int logged = 0;
        for (int round = 0; round < KILLS; round++) {
            for (int thread = 0; thread < THREADS; thread++) {
                Path records = recordsOf(round);
                long count = LoggingProgram.recorded(records, thread);
                List<String> messages = arrived.getOrDefault(LoggingProgram.loggerOf(records, thread), List.of());
                assertThat((long) messages.size())
                        .as("round %d thread %d seed %d", round, thread, seed)
                        .isBetween(count, count + 1);
                for (int number = 0; number < messages.size(); number++) {
                    assertThat(messages.get(number)).isEqualTo("number " + number);
                }
                logged += Math.toIntExact(count);
            }
        }
        return logged;
    }

    private static long bytesSentAgain(List<TopicRecord> records) {
        Set<String> ids = new HashSet<>();
        return records.stream()
                .filter(record -> !ids.add(Objects.requireNonNull(record.header("logspool.id"))))
                .mapToLong(record -> Objects.requireNonNull(record.value()).length())
                .sum();
    }

    /** In the order of the first time each was sent. */
    private static Map<String, JsonNode> byId(List<TopicRecord> records) {
        Map<String, JsonNode> events = new LinkedHashMap<>();
        for (TopicRecord record : records) {
            JsonNode event = json(record);
            events.putIfAbsent(event.path("event.id").asText(), event);
        }
        return events;
    }

    private static JsonNode json(TopicRecord record) {
        try {
            return JSON.readTree(Objects.requireNonNull(record.value()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(record.value(), e);
        }
    }

    /** The next start of the same service, which ships what the ones before it left. */
    private void drain(KafkaBroker broker) {
        LogAgentConfig.Builder config = LogAgentConfig.builder();
        settings(broker).forEach(config::setting);
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        try (LogAgent agent = LogAgent.start(config.build())) {
            while (agent.stats().backlogBytes() != 0) {
                assertThat(System.nanoTime()).as("%s", agent.stats()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
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
                "ship.max-in-flight-bytes=" + MAX_IN_FLIGHT_BYTES,
                "ship.close-timeout=20s",
                "kafka.bootstrap.servers=" + broker.bootstrapServers());
    }

    private Path writeConfiguration(KafkaBroker broker) throws IOException {
        StringBuilder settings = new StringBuilder();
        settings(broker)
                .forEach(setting -> settings.append("<setting>").append(setting).append("</setting>\n"));
        return Files.writeString(
                directory.resolve("logback.xml"), """
                <configuration>
                  <appender name="FALLBACK" class="ch.qos.logback.core.FileAppender">
                    <file>%s</file>
                    <encoder><pattern>%%msg%%n</pattern></encoder>
                  </appender>
                  <appender name="LOGSPOOL" class="io.logspool.logback.LogspoolAppender">
                    %s
                    <appender-ref ref="FALLBACK"/>
                  </appender>
                  <logger name="program" level="INFO"><appender-ref ref="LOGSPOOL"/></logger>
                </configuration>
                """.formatted(directory.resolve("refused.log"), settings));
    }
}
