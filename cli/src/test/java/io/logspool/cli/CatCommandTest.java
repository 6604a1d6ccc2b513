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

import io.logspool.event.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cat} prints each event on disk that is asked for, once, in order, and as text one line of it. */
class CatCommandTest {

    @TempDir
    private Path directory;

    @Test
    void an_event_is_one_line_with_its_context_and_then_its_stack_trace() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.append(spool.event(Duration.ofMinutes(1), LogLevel.WARN)
                    .logger("com.acme.Orders")
                    .thread("http-1", 12)
                    .message("took\ntwo lines\u001b[31m")
                    .keyValue("id", 7)
                    .mdc("user", "ann")
                    .mdc("tenant", null)
                    .marker("AUDIT")
                    .throwable(new IllegalStateException("no stock")));
            Run run = cat();
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.lines().get(0))
                    .isEqualTo("2026-11-21T11:59:00.000000Z WARN  [http-1] com.acme.Orders:"
                            + " took\\ntwo lines\\u001b[31m id=7 {user=ann, tenant=null} #AUDIT");
            assertThat(run.lines().get(1)).isEqualTo("java.lang.IllegalStateException: no stock");
            assertThat(run.lines().get(2)).startsWith("\tat io.logspool.cli.CatCommandTest.");
        }
    }

    @Test
    void json_is_what_would_be_shipped_with_the_process_that_logged_it() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.log(Duration.ofMinutes(1), LogLevel.INFO, "com.acme.Orders", "hello");
            assertThat(cat("--json").out())
                    .startsWith(
                            "{\"@timestamp\":\"2026-11-21T11:59:00.000Z\",\"log.level\":\"INFO\",\"message\":\"hello\"")
                    .contains("-1\",\"event.sequence\":1,\"event.created\":\"2026-11-21T12:00:00.000Z\"")
                    .contains("\"service.name\":\"orders\",\"service.version\":\"1.2\"")
                    .contains("\"host.name\":\"host-1\",\"process.pid\":4711")
                    .endsWith("}\n");
        }
    }

    @Test
    void filters_leave_what_meets_all_of_them() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.log(Duration.ofHours(2), LogLevel.ERROR, "com.acme.Orders", "two hours");
            spool.log(Duration.ofMinutes(20), LogLevel.ERROR, "com.acme.Orders", "twenty minutes");
            spool.log(Duration.ofMinutes(5), LogLevel.WARN, "com.other.Thing", "five minutes");
            spool.log(Duration.ofMinutes(1), LogLevel.INFO, "com.acme.Orders", "one minute");
            assertThat(messages("--level", "warn")).containsExactly("two hours", "twenty minutes", "five minutes");
            assertThat(messages("--logger", "com.acme")).containsExactly("two hours", "twenty minutes", "one minute");
            assertThat(messages("--since", "1h")).containsExactly("twenty minutes", "five minutes", "one minute");
            assertThat(messages("--until", "2026-11-21T11:40:00Z")).containsExactly("two hours");
            assertThat(messages("--since", "2026-11-21T12:40:00+01:00", "--until", "5m"))
                    .containsExactly("twenty minutes");
            assertThat(messages("--grep", "^t.*s$")).containsExactly("two hours", "twenty minutes");
            assertThat(messages("--level", "ERROR", "--since", "1h", "--logger", "com.acme", "--grep", "min"))
                    .containsExactly("twenty minutes");
        }
    }

    @Test
    void the_backlog_is_what_is_not_acknowledged() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            for (int i = 1; i <= 5; i++) {
                spool.log(Duration.ofMinutes(1), LogLevel.INFO, "a", "event " + i);
            }
            spool.acknowledge(3);
            assertThat(messages()).hasSize(5);
            assertThat(messages("--backlog")).containsExactly("event 4", "event 5");
        }
    }

    @Test
    void events_of_several_slots_are_merged_by_time_and_say_their_slot() throws IOException {
        try (TestSpool orders = new TestSpool(directory, "orders");
                TestSpool second = new TestSpool(directory, "orders");
                TestSpool billing = new TestSpool(directory, "billing")) {
            orders.log(Duration.ofMinutes(9), LogLevel.INFO, "a", "1");
            billing.log(Duration.ofMinutes(8), LogLevel.INFO, "a", "2");
            second.log(Duration.ofMinutes(7), LogLevel.INFO, "a", "3");
            orders.log(Duration.ofMinutes(6), LogLevel.INFO, "a", "4");
            assertThat(messages()).containsExactly("1", "2", "3", "4");
            assertThat(cat().lines())
                    .extracting(line -> line.substring(0, line.indexOf(' ')))
                    .containsExactly("orders/0", "billing/0", "orders/1", "orders/0");
        }
    }

    @Test
    void damage_is_passed_over_and_said_and_the_exit_code_tells() throws IOException {
        Path slot;
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            slot = spool.slot();
            spool.log(Duration.ofMinutes(3), LogLevel.INFO, "a", "first");
            spool.log(Duration.ofMinutes(2), LogLevel.INFO, "a", "second");
        }
        TestSpool.flip(slot, 8);
        Run run = cat();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines()).hasSize(1);
        assertThat(run.err()).contains(slot.toString()).contains("1 damaged range");
    }

    private Run cat(String... options) {
        return Run.on(directory, "cat", options);
    }

    private List<String> messages(String... options) {
        return cat(options).lines().stream()
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .toList();
    }
}
