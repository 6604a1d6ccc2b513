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
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.SlowProxy;
import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract: a line to the broker that carries less than what is logged holds up no call, fills no memory, and is not
 * taken for a broker that does not answer; what waits is on disk, and once the line carries more, all of it arrives, once
 * and in order.
 */
class SlowLineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BYTES_PER_SECOND = 200 << 10;
    private static final int IN_FLIGHT_BYTES = 1 << 20;
    private static final int EVENTS = 3000;
    private static final int EVENT_BYTES = 1000;
    private static final long EVENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final Pattern NUMBER = Pattern.compile("\"message\":\"(\\d+) ");

    private static SlowProxy line;
    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        line = SlowProxy.listen(Duration.ZERO);
        broker = KafkaBroker.builder()
                .property("auto.create.topics.enable", "false")
                .property("advertised.listeners", "PLAINTEXT://" + line.address())
                .start();
        line.target(Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]));
    }

    @AfterAll
    static void stop() {
        broker.close();
        line.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "exactly-once"})
    void a_line_that_is_slower_than_the_application_holds_up_nobody(String delivery, @TempDir Path directory) {
        line.rate(0);
        broker.createTopic(delivery, 1);
        Map<String, String> small =
                Map.of("ship.max-in-flight-bytes", Integer.toString(IN_FLIGHT_BYTES), "ship.delivery", delivery);
        try (LogAgent agent = start(directory, delivery, small)) {
            log(agent, 0);
            await(agent, () -> agent.stats().acknowledged() == 1);
            line.rate(BYTES_PER_SECOND);
            long[] nanos = new long[EVENTS];
            long mostInFlight = 0;
            long begin = System.nanoTime();
            for (int number = 1; number < EVENTS; number++) {
                nanos[number] = log(agent, number);
                mostInFlight = Math.max(mostInFlight, agent.stats().inFlightBytes());
                LockSupport.parkNanos(begin + number * EVENT_NANOS - System.nanoTime());
            }
            long acknowledged = agent.stats().acknowledged();
            assertThat(acknowledged).as("the line is slow").isLessThan(EVENTS / 2);
            assertThat(mostInFlight).isBetween(IN_FLIGHT_BYTES / 2L, (long) IN_FLIGHT_BYTES);
            Arrays.sort(nanos);
            Duration nearlyAll = Duration.ofNanos(nanos[EVENTS * 99 / 100]);
            assertThat(nearlyAll).isLessThan(agent.config().spoolBlockTimeout());
            await(agent, () -> agent.stats().acknowledged() > acknowledged);
            line.rate(0);
            awaitAll(agent);
        }
        assertOnceInOrder(delivery);
    }

    @Test
    void requests_are_small_enough_for_a_slow_line(@TempDir Path directory) {
        line.rate(0);
        // So many that they fill a request of any size allowed, at a batch each.
        broker.createTopic("requests", 20);
        // A tenth of the default: the line is as slow for it as one of 20 KiB/s.
        Map<String, String> impatient = Map.of("kafka.request.timeout.ms", "3000", "ship.delivery", "at-least-once");
        try (LogAgent agent = start(directory, "requests", impatient)) {
            log(agent, 0);
            await(agent, () -> agent.stats().acknowledged() == 1);
            int connections = line.connections();
            line.rate(BYTES_PER_SECOND);
            for (int number = 1; number < EVENTS; number++) {
                log(agent, number);
            }
            await(agent, () -> agent.stats().acknowledged() > EVENTS / 6);
            assertThat(line.connections()).as("no request is given up").isEqualTo(connections);
            line.rate(0);
            awaitAll(agent);
        }
        assertOnceInOrder("requests");
    }

    private static void awaitAll(LogAgent agent) {
        await(agent, () -> agent.stats().acknowledged() == EVENTS);
        assertThat(agent.stats().deadLettered() + agent.stats().droppedTotal()).isZero();
    }

    private static LogAgent start(Path directory, String topic, Map<String, String> more) {
        LogAgentConfig.Builder builder = LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "slow")
                .set("spool.dir", directory.toString())
                .set("ship.topic", topic)
                .set("ship.ledger-interval", "0")
                .set("kafka.compression.type", "none")
                .set("kafka.bootstrap.servers", line.address());
        more.forEach(builder::set);
        return LogAgent.start(builder.build());
    }

    /** Returns how long the call took. */
    private static long log(LogAgent agent, int number) {
        String text = number + " " + "x".repeat(EVENT_BYTES);
        long begin = System.nanoTime();
        LogResult result = agent.log(
                text,
                (message, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                        .message(message));
        long nanos = System.nanoTime() - begin;
        assertThat(result).isEqualTo(LogResult.ACCEPTED);
        return nanos;
    }

    private static void await(LogAgent agent, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s", agent.stats()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static void assertOnceInOrder(String topic) {
        List<TopicRecord> records = TopicReader.builder(line.address(), topic)
                .readEnded()
                .deadline(PATIENCE)
                .readAll();
        assertThat(records).hasSize(EVENTS).extracting(SlowLineIT::number).doesNotHaveDuplicates();
        Map<Integer, Integer> last = new HashMap<>();
        for (TopicRecord record : records) {
            Integer before = last.put(record.partition(), number(record));
            assertThat(before == null ? -1 : before).isLessThan(number(record));
        }
    }

    private static int number(TopicRecord record) {
        Matcher message = NUMBER.matcher(Objects.requireNonNull(record.value()));
        assertThat(message.find()).isTrue();
        return Integer.parseInt(message.group(1));
    }
}
