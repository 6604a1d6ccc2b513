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

import io.logspool.event.EventWriter;
import io.logspool.event.LogLevel;
import io.logspool.ship.AgentState;
import io.logspool.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent shows of itself is there in JMX too; and it closes in time, however its broker hangs. */
class WatchingIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void a_stopped_broker_holds_the_end_up_no_longer_than_the_close_timeout() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            LogAgent agent = LogAgent.start(config("orders", broker.bootstrapServers(), "spool"));
            log(agent, 100);
            await(() -> agent.stats().acknowledged() == 100);
            broker.pause();
            try {
                log(agent, 1000);
                long begin = System.nanoTime();
                agent.close(Duration.ofSeconds(2));
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2900));
                assertThat(agent.stats().backlogEvents()).isEqualTo(1000);
            } finally {
                broker.resume();
            }
            try (LogAgent next = LogAgent.start(config("orders", broker.bootstrapServers(), "spool"))) {
                await(() -> next.stats().backlogBytes() == 0);
            }
            assertThat(broker.read("logs", DEADLINE)).hasSizeGreaterThanOrEqualTo(1100);
        }
    }

    @Test
    void the_timeout_is_for_all_of_the_end_also_in_the_middle_of_a_slot_of_another() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            try (LogAgent gone = LogAgent.start(builder("orders", broker.bootstrapServers(), "spool")
                    .set("ship.enabled", "false")
                    .build())) {
                log(gone, 1000);
            }
            Path service = directory.resolve("spool").resolve("orders");
            Files.move(service.resolve("0"), service.resolve("1"));
            LogAgent agent = LogAgent.start(config("orders", broker.bootstrapServers(), "spool"));
            log(agent, 10);
            await(() -> agent.stats().acknowledged() == 10);
            long producers = producers();
            broker.pause();
            try {
                // Of the other slot.
                await(() -> producers() > producers);
                log(agent, 1000);
                long begin = System.nanoTime();
                agent.close(Duration.ofSeconds(2));
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2900));
            } finally {
                broker.resume();
            }
            assertThat(service.resolve("1")).exists();
            try (LogAgent next = LogAgent.start(config("orders", broker.bootstrapServers(), "spool"))) {
                await(() -> next.stats().backlogBytes() == 0 && !Files.exists(service.resolve("1")));
            }
            assertThat(broker.read("logs", DEADLINE)).hasSizeGreaterThanOrEqualTo(2010);
        }
    }

    @Test
    void statistics_are_in_jmx_while_the_agent_runs_also_of_two_with_the_same_name() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName first = new ObjectName("io.logspool:type=LogAgent,name=watched");
        ObjectName second = new ObjectName("io.logspool:type=LogAgent,name=watched,instance=2");
        try (LogAgent one = LogAgent.start(config("watched", "127.0.0.1:1", "one"));
                LogAgent two = LogAgent.start(config("watched", "127.0.0.1:1", "two"))) {
            log(one, 5);
            log(two, 5);
            await(() -> server.isRegistered(first) && server.isRegistered(second));
            assertThat(server.getAttribute(first, "Accepted")).isEqualTo(5L);
            assertThat(server.getAttribute(first, "BacklogEvents")).isEqualTo(5L);
            assertThat((long) server.getAttribute(first, "BacklogBytes")).isPositive();
            await(() -> one.stats().backlogAgeMillis() > 0);
            assertThat(one.stats().backlogAgeMillis()).isLessThan(DEADLINE.toMillis());
            assertThat(server.getAttribute(first, "Dropped")).isInstanceOf(Map.class);
            await(() -> two.stats().state() == AgentState.WAITING_FOR_BROKER);
            assertThat(server.getAttribute(second, "State")).isEqualTo("WAITING_FOR_BROKER");
            one.close(Duration.ZERO);
            two.close(Duration.ZERO);
        }
        assertThat(server.isRegistered(first)).isFalse();
        assertThat(server.isRegistered(second)).isFalse();
    }

    @Test
    void dead_letters_that_find_their_file_full_are_counted_in_the_statistics() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1, Map.of("max.message.bytes", "500"));
            LogAgentConfig config = builder("full", broker.bootstrapServers(), "spool")
                    .set("ship.dead-letter-max-bytes", "4KiB")
                    .set("kafka.compression.type", "none")
                    .build();
            try (LogAgent agent = LogAgent.start(config)) {
                for (int i = 0; i < 5; i++) {
                    agent.log("x".repeat(600), WatchingIT::map);
                }
                await(() -> agent.stats().deadLettered() == 5);
                assertThat(agent.stats().discarded()).isEqualTo(5 - lines("spool/full/0/dead-letters.jsonl"));
                assertThat(agent.stats().discarded()).isBetween(1L, 4L);
                ObjectName name = new ObjectName("io.logspool:type=LogAgent,name=full");
                MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                await(() -> server.isRegistered(name));
                assertThat(server.getAttribute(name, "Discarded"))
                        .isEqualTo(agent.stats().discarded());
            }
        }
    }

    private static long producers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("kafka-producer-network-thread | logspool-orders"))
                .count();
    }

    private long lines(String file) throws IOException {
        return Files.readAllLines(directory.resolve(file)).size();
    }

    private static void map(String text, EventWriter writer) {
        writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                .logger("io.shop.Orders")
                .message(text);
    }

    private LogAgentConfig config(String service, String bootstrap, String spool) {
        return builder(service, bootstrap, spool).build();
    }

    private LogAgentConfig.Builder builder(String service, String bootstrap, String spool) {
        return LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", service)
                .set("spool.dir", directory.resolve(spool).toString())
                .set("kafka.bootstrap.servers", bootstrap);
    }

    private static void log(LogAgent agent, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(agent.log("event " + i, WatchingIT::map)).isEqualTo(LogResult.ACCEPTED);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
