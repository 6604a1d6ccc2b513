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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logspool.config.ConfigException;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.LogEvent;
import io.logspool.event.LogLevel;
import io.logspool.ship.AgentState;
import io.logspool.spool.DutyCycleRunner;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolCursor;
import io.logspool.spool.SpoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent takes events, keeps them, counts what it does not take, and never lets a failure out to its caller. */
class LogAgentTest {

    private static final int ROUNDS_WITHOUT_STACK = 5 * Integer.getInteger("campaign.rounds", 20);

    @TempDir
    private Path directory;

    @Test
    void an_accepted_event_is_in_the_spool_when_the_call_returns() throws Exception {
        try (LogAgent agent = LogAgent.start(config().build())) {
            assertThat(agent.log("hello", LogAgentTest::map)).isEqualTo(LogResult.ACCEPTED);
            assertThat(agent.stats().accepted()).isEqualTo(1);
            assertThat(agent.stats().backlogBytes()).isPositive();
        }
        assertThat(messages()).containsExactly("hello");
    }

    @Test
    void an_event_that_cannot_be_read_is_refused_and_counted_and_the_next_one_is_taken() throws Exception {
        try (LogAgent agent = LogAgent.start(config().build())) {
            LogResult result = agent.log("bad", (event, writer) -> {
                writer.begin(0, LogLevel.INFO);
                throw new StackOverflowError();
            });
            assertThat(result).isEqualTo(LogResult.REFUSED);
            assertThat(agent.stats().dropped()).containsEntry(DropReason.UNREADABLE, 1L);
            assertThat(agent.log("good", LogAgentTest::map)).isEqualTo(LogResult.ACCEPTED);
        }
        assertThat(messages()).containsExactly("good", "1 events were dropped: unreadable 1 {level not known=1}");
    }

    @Test
    void a_thread_without_stack_gets_no_error_of_ours_and_each_call_is_counted() throws Exception {
        long[] returned = new long[1];
        AtomicReference<@Nullable StackTraceElement> ours = new AtomicReference<>();
        LogAgent agent = LogAgent.start(config().build());
        agent.log("first", LogAgentTest::map);
        for (int round = 0; round < ROUNDS_WITHOUT_STACK; round++) {
            Runnable logging = () -> logAndRecurse(agent, Integer.MAX_VALUE, returned, ours);
            Thread thread = new Thread(null, logging, "deep", (192 << 10) + 16L * round);
            thread.start();
            thread.join();
        }
        agent.close(); // what could not be counted in the call is counted by now
        Map<DropReason, Long> dropped = agent.stats().dropped();
        assertThat(ours.get()).isNull();
        assertThat(dropped.get(DropReason.UNREADABLE)).isPositive();
        List<String> accepted =
                messages().stream().filter(message -> message.equals("deep")).toList();
        assertThat(accepted.size() + total(dropped)).isEqualTo(returned[0]);
    }

    /** Until the stack is used up, and even then no further than the call itself. */
    private static int logAndRecurse(
            LogAgent agent, int depth, long[] returned, AtomicReference<@Nullable StackTraceElement> ours) {
        try {
            agent.log("deep", LogAgentTest::map);
            returned[0]++; // no call, for which there may be no stack
        } catch (StackOverflowError e) {
            // Of the call to log itself, that is nobody's fault; of what is called in there, it is ours.
            StackTraceElement top = e.getStackTrace()[0];
            if (!top.getMethodName().equals("logAndRecurse")
                    && !top.getMethodName().equals("log")) {
                ours.set(top);
            }
            return 0;
        }
        return depth == 0 ? 0 : logAndRecurse(agent, depth - 1, returned, ours) + 1;
    }

    private static long total(Map<DropReason, Long> dropped) {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void what_the_agents_own_threads_log_is_kept_out_and_counted() throws Exception {
        try (LogAgent agent = LogAgent.start(config().build())) {
            BlockingQueue<LogResult> results = new LinkedBlockingQueue<>();
            DutyCycleRunner own = new DutyCycleRunner(
                    "own",
                    () -> {
                        // A thread that an agent's thread starts, as Kafka's client does.
                        new Thread(() -> results.add(agent.log("own", LogAgentTest::map))).start();
                        return 0;
                    },
                    Duration.ofMinutes(1),
                    e -> {});
            own.start();
            assertThat(results.poll(10, TimeUnit.SECONDS)).isEqualTo(LogResult.KEPT_OUT);
            own.close();
            assertThat(agent.stats().keptOut()).isPositive();
            assertThat(agent.stats().accepted()).isZero();
        }
    }

    @Test
    void what_the_agents_own_threads_log_is_kept_out_also_if_another_thread_brings_it() throws Exception {
        try (LogAgent agent = LogAgent.start(config().build())) {
            BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
            DutyCycleRunner own = new DutyCycleRunner(
                    "own",
                    () -> {
                        threads.add(Thread.currentThread());
                        return 0;
                    },
                    Duration.ofMinutes(1),
                    e -> {});
            // Looks at the threads that there are, so that it knows of none that comes right after it.
            assertThat(agent.log(new Thread("theirs"), LogAgentTest::mapFrom)).isEqualTo(LogResult.ACCEPTED);
            own.start();
            Thread logging = threads.poll(10, TimeUnit.SECONDS);
            awaitKeptOut(agent, logging);
            own.close();

            assertThat(agent.log(logging, LogAgentTest::mapFrom)).isEqualTo(LogResult.KEPT_OUT);
            assertThat(agent.log("own", LogAgentTest::mapFromNamed)).isEqualTo(LogResult.KEPT_OUT);
            assertThat(agent.log("other", LogAgentTest::mapFromNamed)).isEqualTo(LogResult.ACCEPTED);
        }
    }

    private static void awaitKeptOut(LogAgent agent, Thread logging) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (agent.log(logging, LogAgentTest::mapFrom) != LogResult.KEPT_OUT) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private static void mapFrom(Thread thread, EventWriter writer) {
        writer.begin(1, LogLevel.INFO).thread(thread.getName(), thread.getId()).message("brought");
    }

    private static void mapFromNamed(String thread, EventWriter writer) {
        writer.begin(1, LogLevel.INFO).thread(thread, 0).message("brought");
    }

    @Test
    void two_handles_of_one_service_share_an_agent_that_the_last_one_closes() throws Exception {
        LogAgent first = LogAgent.start(config().build());
        LogAgent second = LogAgent.start(config().build());
        first.log("through the first", LogAgentTest::map);
        first.close();
        first.close();
        assertThat(second.log("through the second", LogAgentTest::map)).isEqualTo(LogResult.ACCEPTED);
        assertThat(second.stats().accepted()).isEqualTo(2);
        second.close();
        assertThat(second.stats().state()).isEqualTo(AgentState.CLOSED);
        assertThat(second.log("late", LogAgentTest::map)).isEqualTo(LogResult.REFUSED);
        assertThat(second.stats().dropped()).containsEntry(DropReason.CLOSED, 1L);
        assertThat(messages()).containsExactly("through the first", "through the second");
    }

    @Test
    void a_second_handle_with_another_value_is_refused_with_the_key_named() {
        try (LogAgent running = LogAgent.start(config().build())) {
            LogAgentConfig other = config().set("spool.max-bytes", "64MiB").build();
            assertThatThrownBy(() -> LogAgent.start(other))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("spool.max-bytes = 64MiB")
                    .hasMessageContaining("1GiB");
            assertThat(running.log("still here", LogAgentTest::map)).isEqualTo(LogResult.ACCEPTED);
        }
    }

    @Test
    void a_bad_producer_setting_is_refused_with_its_name_and_value() {
        LogAgentConfig.Builder config = config().set("kafka.send.buffer.bytes", "much");
        assertThatThrownBy(config::build)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.send.buffer.bytes = much");
    }

    @Test
    void a_directory_that_cannot_be_made_is_an_error_that_names_it() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        LogAgentConfig config = config().set("spool.dir", file.toString()).build();
        assertThatThrownBy(() -> LogAgent.start(config))
                .isInstanceOf(AgentStartException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void drops_are_told_to_the_status_channel_and_the_application_goes_on() throws Exception {
        List<String> warnings = new ArrayList<>();
        LogAgentConfig config = config().set("spool.max-bytes", "2MiB")
                .set("spool.segment-bytes", "1MiB")
                .set("spool.max-event-bytes", "64KiB")
                .set("spool.reserve-percent", "0")
                .build();
        try (LogAgent agent = LogAgent.start(config, new RecordingListener(warnings))) {
            String text = "x".repeat(10_000);
            while (agent.log(text, LogAgentTest::map) == LogResult.ACCEPTED) {
                Thread.onSpinWait();
            }
            assertThat(agent.stats().droppedTotal()).isPositive();
        }
        assertThat(warnings).anyMatch(text -> text.contains("'orders'") && text.contains("dropped"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "always"})
    void an_interrupted_thread_closes_an_agent_well_and_stays_interrupted(String sync) throws Exception {
        List<String> warnings = new ArrayList<>();
        LogAgent agent = LogAgent.start(config().set("spool.sync", sync).build(), new RecordingListener(warnings));
        agent.log("hello", LogAgentTest::map);
        Thread.currentThread().interrupt();
        agent.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(agent.stats().state()).isEqualTo(AgentState.CLOSED);
        assertThat(warnings).isEmpty();
        assertThat(messages()).containsExactly("hello");
    }

    @Test
    void what_drop_oldest_takes_is_counted_by_level_and_told_and_nothing_is_refused() throws Exception {
        List<String> warnings = new ArrayList<>();
        LogAgentConfig config = config().set("spool.overflow", "drop-oldest")
                .set("spool.max-bytes", "4MiB")
                .set("spool.segment-bytes", "1MiB")
                .set("spool.max-event-bytes", "64KiB")
                .set("spool.block-timeout", "10s")
                .build();
        String message = "x".repeat(10_000);
        try (LogAgent agent = LogAgent.start(config, new RecordingListener(warnings))) {
            for (int i = 0; i < 1000; i++) {
                assertThat(agent.log(message, LogAgentTest::map)).isEqualTo(LogResult.ACCEPTED);
            }
            LogAgentStats stats = agent.stats();
            assertThat(stats.droppedTotal()).isZero();
            assertThat(stats.evicted()).containsOnlyKeys(LogLevel.INFO);
            assertThat(stats.evicted().get(LogLevel.INFO)).isBetween(500L, 900L);
            assertThat(stats.spoolBytes()).isLessThanOrEqualTo(4L << 20);
        }
        assertThat(warnings).anyMatch(text -> text.contains("drop-oldest") && text.contains("INFO"));
    }

    private LogAgentConfig.Builder config() {
        return LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "orders")
                .set("spool.dir", directory.resolve("spool").toString())
                .set("ship.enabled", "false");
    }

    private static void map(String message, EventWriter writer) {
        writer.begin(1_700_000_000_000_000_000L, LogLevel.INFO).message(message);
    }

    private List<String> messages() throws IOException, EventFormatException {
        List<String> messages = new ArrayList<>();
        SpoolOptions options = SpoolOptions.of(directory.resolve("spool").resolve("orders"));
        try (Spool spool = Spool.open(options, new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            EventReader reader = new EventReader();
            while (cursor.next()) {
                if (cursor.isDefinition()) {
                    reader.define(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
                    continue;
                }
                LogEvent event = reader.read(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
                messages.add(String.valueOf(event.message()));
            }
        }
        return messages;
    }
}
