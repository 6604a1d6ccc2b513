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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stat} and {@code verify} tell what is in a slot and what is wrong with it, also by their exit code. */
class StatAndVerifyTest {

    @TempDir
    private Path directory;

    @Test
    void stat_tells_owner_backlog_and_times() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            for (int i = 10; i > 0; i--) {
                spool.log(Duration.ofMinutes(i), LogLevel.INFO, "a", "event");
            }
            spool.acknowledge(4);
            Run run = run("stat");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.lines().get(0)).isEqualTo(spool.slot().toString());
            assertThat(run.out())
                    .contains("  owner       process " + ProcessHandle.current().pid() + "\n")
                    .contains("  shipper     process " + ProcessHandle.current().pid() + "\n")
                    .containsPattern("  segments    \\d, file size \\d+\\.\\d [KM]iB\n")
                    .contains("  events      10\n")
                    .containsPattern("  backlog     6 events, \\d+ bytes, oldest 6m 0s ago\n")
                    .contains("  oldest      2026-11-21T11:50:00.000000Z\n")
                    .contains("  newest      2026-11-21T11:59:00.000000Z\n")
                    .containsPattern("  checkpoint  1:\\d+\n")
                    .contains("  dropped     none\n")
                    .contains("  evicted     none\n")
                    .contains("  damage      none\n");
        }
    }

    @Test
    void stat_in_json_has_the_same_numbers() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.log(Duration.ofMinutes(2), LogLevel.INFO, "a", "event");
            spool.log(Duration.ofMinutes(1), LogLevel.INFO, "a", "event");
            spool.acknowledge(1);
            assertThat(run("stat", "--json").lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("{\"slot\":\"" + spool.slot() + "\",\"owner\":{\"state\":\"held\",\"pid\":"
                                    + ProcessHandle.current().pid() + "}")
                            .contains(",\"shipper\":{\"state\":\"held\",", ",\"dropped\":{},\"evicted\":0,")
                            .containsPattern(",\"segments\":\\d,\"file_bytes\":\\d+,")
                            .contains("\"events\":2,\"backlog\":{\"events\":1,")
                            .contains("\"age_ms\":60000}")
                            .contains("\"oldest\":\"2026-11-21T11:58:00Z\",\"newest\":\"2026-11-21T11:59:00Z\"")
                            .endsWith("\"damage\":{\"ranges\":0,\"bytes\":0,\"events_lost\":0,\"checkpoint\":false}}"));
        }
    }

    @Test
    void stat_tells_what_was_dropped_since_the_slot_was_made() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.refuse(3);
        }
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            spool.log(Duration.ofMinutes(1), LogLevel.INFO, "a", "event");
            assertThat(run("stat").out()).contains("  dropped     3 events: too-large 3\n");
            assertThat(run("stat", "--json").out()).contains(",\"dropped\":{\"too-large\":3},");
        }
    }

    @Test
    void a_slot_with_no_events_is_described_too() throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            Run run = run("stat");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("  backlog     0 events, 0 bytes\n").contains("  oldest      -\n");
            assertThat(run("verify").out())
                    .startsWith(spool.slot() + ": 1 segment, ")
                    .endsWith(" 0 entries: whole\n");
        }
    }

    @Test
    void verify_names_segment_bytes_and_lost_entries() throws IOException {
        Path slot = writeAndClose(1000);
        assertThat(run("verify").exitCode()).isZero();
        assertThat(run("verify").out()).startsWith(slot + ": 1 segment, ").endsWith(" 1,000 entries: whole\n");
        TestSpool.flip(slot, 5000);
        Run run = run("verify");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0)).endsWith(" 999 entries: DAMAGED");
        assertThat(run.lines().get(1)).matches("  damaged    segment 1, bytes \\d+ to \\d+ \\(\\d\\d\\)");
        assertThat(run.lines().get(2))
                .matches("  lost       1 entry, sequence (\\d+) to \\1 of incarnation [0-9a-f]{32}");
        assertThat(run("verify", "--json").out())
                .contains("\"whole\":false")
                .contains("\"entries\":999,\"entries_lost\":1,")
                .contains("\"damaged\":[{\"segment\":1,\"from\":");
        assertThat(run("stat").exitCode()).isEqualTo(1);
        assertThat(run("stat").out()).containsPattern("  damage      1 range, \\d\\d bytes, 1 event lost\n");
    }

    @Test
    void progress_is_shown_to_people_only_and_wiped() throws IOException {
        writeAndClose(10);
        Run watched = Run.of(true, "verify", "--spool", directory.toString());
        assertThat(watched.err()).contains("100 %").endsWith("\r\033[K");
        assertThat(watched.out()).isEqualTo(run("verify").out()).doesNotContain("%");
        assertThat(run("verify").err()).isEmpty();
    }

    private Path writeAndClose(int events) throws IOException {
        try (TestSpool spool = new TestSpool(directory, "orders")) {
            for (int i = 0; i < events; i++) {
                spool.log(Duration.ofMinutes(1), LogLevel.INFO, "a", "event");
            }
            return spool.slot();
        }
    }

    private Run run(String command, String... options) {
        return Run.on(directory, command, options);
    }
}
