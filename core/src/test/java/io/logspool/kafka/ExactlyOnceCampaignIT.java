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
package io.logspool.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract: the application is killed at random instants, and the broker too, and who reads committed records
 * afterwards sees everything that was accepted, once, in order. {@code -Dcampaign.rounds=1000} makes it long.
 */
class ExactlyOnceCampaignIT {

    private static final int ROUNDS = Math.max(1, Integer.getInteger("campaign.rounds", 20) / 2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void nothing_is_missing_and_nothing_comes_twice_through_kills_of_application_and_broker() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Long> accepted = new ArrayList<>();
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("campaign", 1);
            for (int round = 0; round < ROUNDS; round++) {
                Process application = start(broker, round);
                boolean alive = application.waitFor(700 + random.nextInt(800), TimeUnit.MILLISECONDS);
                assertThat(alive).as("the application ended by itself").isFalse();
                if (round % 4 == 2) {
                    broker.kill();
                    assertThat(application.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS))
                            .isFalse();
                    application.destroyForcibly().waitFor();
                    broker.restart();
                } else {
                    application.destroyForcibly().waitFor();
                }
                accepted.add(accepted(round));
            }
            Process last = start(broker, -1);
            assertThat(last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("drained, %s", Files.readString(directory.resolve("out")))
                    .isTrue();
            check(broker, accepted, seed);
        }
    }

    private static void check(KafkaBroker broker, List<Long> accepted, long seed) throws IOException {
        List<String> messages = new ArrayList<>();
        for (TopicRecord record : TopicReader.builder(broker.bootstrapServers(), "campaign")
                .readEnded()
                .deadline(PATIENCE)
                .readAll()) {
            messages.add(JSON.readTree(Objects.requireNonNull(record.value()))
                    .get("message")
                    .asText());
        }
        Set<String> seen = new HashSet<>(messages);
        long total = accepted.stream().mapToLong(Long::longValue).sum();
        assertThat(total).as("the campaign logs something").isGreaterThan(accepted.size());
        assertThat(messages.size() - seen.size())
                .as("duplicates, seed %d", seed)
                .isZero();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < accepted.size(); round++) {
            long count = accepted.get(round);
            for (long number = 0; number < count; number++) {
                expected.add(round + " " + number);
            }
            // Accepted, and killed before it was noted.
            if (seen.contains(round + " " + count)) {
                expected.add(round + " " + count);
            }
        }
        expected.add("last");
        assertThat(messages).as("seed %d", seed).isEqualTo(expected);
    }

    private Process start(KafkaBroker broker, int round) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ExactlyOnceProgram.class.getName(),
                directory.resolve("spool").toString(),
                broker.bootstrapServers(),
                "campaign",
                directory.resolve("accepted-" + round).toString(),
                Integer.toString(round));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("out").toFile()))
                .start();
    }

    private long accepted(int round) throws IOException {
        Path file = directory.resolve("accepted-" + round);
        return Files.exists(file) ? ByteBuffer.wrap(Files.readAllBytes(file)).getLong() : 0;
    }
}
