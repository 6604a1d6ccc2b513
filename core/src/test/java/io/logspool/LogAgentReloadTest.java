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
import io.logspool.event.EventWriter;
import io.logspool.event.LogLevel;
import io.logspool.ship.AgentState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handle that takes the place of others gets their agent, with the spool open and its own settings; others do not. */
class LogAgentReloadTest {

    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();

    @Test
    void a_handle_in_the_place_of_all_others_brings_its_settings() {
        LogAgent first = start();
        LogAgent second = start();
        first.log("one", LogAgentReloadTest::map);
        try (LogAgent next = inPlaceOf(List.of(first, second), "mask.word=one", "fields.team=blue")) {
            assertThat(next.config().fields()).containsEntry("team", "blue");
            assertThat(next.log("two", LogAgentReloadTest::map)).isEqualTo(LogResult.ACCEPTED);
            assertThat(second.log("three", LogAgentReloadTest::map)).isEqualTo(LogResult.ACCEPTED);
            first.close();
            second.close();
            assertThat(next.stats().accepted()).isEqualTo(3);
            assertThat(next.stats().state()).isNotEqualTo(AgentState.CLOSED);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void one_that_would_leave_another_with_settings_that_are_not_its_own_is_refused() {
        try (LogAgent stays = start();
                LogAgent leaves = start()) {
            assertThatThrownBy(() -> inPlaceOf(List.of(leaves), "fields.team=blue"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("fields.team = blue");
            assertThat(stays.config().fields()).isEmpty();
        }
    }

    @Test
    void of_two_in_the_place_of_one_the_second_has_to_agree_with_the_first() {
        LogAgent before = start();
        try (LogAgent first = inPlaceOf(List.of(before), "fields.team=blue", "spool.max-bytes=2GiB");
                LogAgent same = inPlaceOf(List.of(before), "fields.team=blue", "spool.max-bytes=2GiB")) {
            assertThatThrownBy(() -> inPlaceOf(List.of(before), "fields.team=red", "spool.max-bytes=2GiB"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("fields.team = red")
                    .hasMessageContaining("blue");
            assertThat(same.config().fields()).isEqualTo(first.config().fields());
        }
        before.close();
    }

    @Test
    void what_only_a_start_reads_stays_and_that_is_said() {
        LogAgent before = start();
        try (LogAgent next = inPlaceOf(List.of(before), "spool.max-bytes=2GiB", "service.version=7", "fields.a=b")) {
            before.close();
            assertThat(next.config().spoolMaxBytes()).isEqualTo(1L << 30);
            assertThat(next.config().serviceVersion()).isNull();
            assertThat(next.config().fields()).containsEntry("a", "b");
        }
        assertThat(said)
                .anyMatch(text -> text.contains("spool.max-bytes = 1GiB (default)")
                        && text.contains(
                                "spool.max-bytes = 2GiB (the appender's own setting) is read at the next start"))
                .anyMatch(text -> text.contains("service.version = no value") && text.contains("service.version = 7"))
                .hasSize(2);
    }

    @Test
    void new_settings_that_do_not_go_together_with_what_stays_wait_for_the_next_start_as_a_whole() {
        LogAgent before = start();
        try (LogAgent next = inPlaceOf(
                List.of(before), "spool.max-event-bytes=16KiB", "ship.max-in-flight-bytes=64KiB", "fields.a=b")) {
            before.close();
            assertThat(next.config().fields()).isEmpty();
            assertThat(next.log("goes on", LogAgentReloadTest::map)).isEqualTo(LogResult.ACCEPTED);
        }
        assertThat(said).singleElement().asString().contains("next start", "ship.max-in-flight-bytes = 64KiB");
    }

    @Test
    void a_ledger_that_was_off_while_events_were_shipped_waits_for_the_next_start_and_that_is_said() {
        String noBroker = "kafka.bootstrap.servers=127.0.0.1:1";
        LogAgent before = inPlaceOf(List.of(), "ship.enabled=true", "ship.ledger-interval=0", noBroker);
        try (LogAgent next = inPlaceOf(
                List.of(before), "ship.enabled=true", "ship.close-timeout=0s", noBroker, "ship.ledger-topic=other")) {
            before.close();
            assertThat(next.log("goes on", LogAgentReloadTest::map)).isEqualTo(LogResult.ACCEPTED);
        }
        assertThat(said)
                .anyMatch(text -> text.contains("goes on without a ledger")
                        && text.contains("ship.ledger-interval = 30s (default) is read at the next start"));
    }

    @Test
    void an_agent_that_is_handed_over_takes_events_and_waits_for_its_next_handle() {
        LogAgent before = start();
        before.log("one", LogAgentReloadTest::map);
        before.handOver();
        assertThat(before.log("two", LogAgentReloadTest::map)).isEqualTo(LogResult.ACCEPTED);
        try (LogAgent next = inPlaceOf(List.of(), "fields.team=blue")) {
            before.close();
            next.log("three", LogAgentReloadTest::map);
            assertThat(next.stats().accepted()).isEqualTo(3);
            assertThat(next.config().fields()).containsEntry("team", "blue");
        }
        assertThat(before.stats().state()).isEqualTo(AgentState.CLOSED);
    }

    @Test
    void an_agent_that_is_handed_over_to_nobody_closes() {
        LogAgent before = start();
        before.handOver();
        assertThat(before.stats().state()).isNotEqualTo(AgentState.CLOSED);
        before.close();
        assertThat(before.stats().state()).isEqualTo(AgentState.CLOSED);

        LogAgent forgotten = start();
        forgotten.handOver();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (forgotten.stats().state() != AgentState.CLOSED) {
            assertThat(System.nanoTime()).as("closes by itself").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void of_several_handles_the_last_one_that_is_handed_over_waits() {
        LogAgent first = start();
        LogAgent second = start();
        first.handOver();
        first.close();
        assertThat(second.log("one", LogAgentReloadTest::map)).isEqualTo(LogResult.ACCEPTED);
        second.close();
        assertThat(second.stats().state()).isEqualTo(AgentState.CLOSED);
    }

    private LogAgent start() {
        return LogAgent.start(config().build());
    }

    private LogAgent inPlaceOf(List<LogAgent> leaving, String... settings) {
        LogAgentConfig.Builder config = config();
        for (String setting : settings) {
            config.setting(setting);
        }
        return LogAgent.startInPlaceOf(leaving, config.build(), new RecordingListener(said));
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
}
