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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.LogAgent;
import io.logspool.kafka.KafkaSettings;
import io.logspool.kafka.KafkaSink;
import io.logspool.ship.SinkRecord;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit finds a single record that is missing, twice or out of order, and passes what is whole, though the process
 * that logged it was killed.
 */
class AuditCommandIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int EVENTS = 3000;

    @TempDir
    private static Path directory;

    private static KafkaBroker broker;
    private static List<TopicRecord> whole;

    @BeforeAll
    static void logs_is_the_topic_of_an_application_that_was_killed_and_started_again() throws Exception {
        broker = KafkaBroker.builder().start();
        broker.createTopic("logs", 1);
        Path spool = directory.resolve("spool");
        Process killed = TestAgent.program(spool, broker.bootstrapServers(), EVENTS);
        killed.destroyForcibly().waitFor();
        try (LogAgent next = TestAgent.start(spool, broker.bootstrapServers())) {
            TestAgent.log(next, 0, EVENTS);
            TestAgent.await(() -> next.stats().backlogBytes() == 0);
        }
        whole = broker.read("logs", DEADLINE);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void a_topic_that_is_whole_passes() {
        Run run = audit("logs");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.lines()).anyMatch(line -> line.startsWith("all: accepted 6,000, received 6,000, missing 0"));
        assertThat(run.out()).contains("(ended)", "(closed)");
    }

    @Test
    void a_single_record_taken_out_of_the_middle_is_found() throws Exception {
        List<TopicRecord> holey = new ArrayList<>(whole);
        String id = id(holey.remove(holey.size() - EVENTS / 2));
        copy(holey, "holey");
        Run run = audit("holey", "--json");
        assertThat(run.exitCode()).isEqualTo(1);
        String sequence = id.substring(id.indexOf('-') + 1);
        assertThat(run.out())
                .contains("\"missing\":1,", "\"missing_ranges\":[[" + sequence + "," + sequence + "]]")
                .contains("\"incarnation\":\"" + id.substring(0, id.indexOf('-')) + "\"");
    }

    @Test
    void the_last_record_is_missed_as_well() throws Exception {
        copy(whole.subList(0, whole.size() - 1), "short");
        Run run = audit("short");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("    sequence " + EVENTS + "\n");
    }

    @Test
    void records_out_of_order_are_counted_and_so_are_duplicates_which_are_allowed() throws Exception {
        List<TopicRecord> swapped = new ArrayList<>(whole);
        TopicRecord early = swapped.remove(swapped.size() - 2);
        swapped.add(early);
        copy(swapped, "swapped");
        Run run = audit("swapped");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("missing 0,", "out of order 1\n");

        List<TopicRecord> twice = new ArrayList<>(whole);
        twice.addAll(whole.subList(whole.size() - 10, whole.size()));
        copy(twice, "twice");
        Run allowed = audit("twice");
        assertThat(allowed.exitCode()).as(allowed.out()).isZero();
        assertThat(audit("twice", "--no-duplicates").exitCode()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_done_is_told_from_what_is_wrong() {
        Run missing = audit("nowhere");
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.err()).contains("topic nowhere does not exist");
        assertThat(Run.of("audit").exitCode()).isEqualTo(2);
        assertThat(Run.of("audit", "--topic", "logs", "--set", "ship.topik=a").exitCode())
                .isEqualTo(2);
        Run nobody = Run.of("audit", "--topic", "logs", "--bootstrap", "127.0.0.1:1");
        assertThat(nobody.exitCode()).isEqualTo(3);
    }

    private static Run audit(String topic, String... options) {
        List<String> args =
                new ArrayList<>(List.of("audit", "--topic", topic, "--bootstrap", broker.bootstrapServers()));
        args.addAll(List.of(options));
        return Run.of(args.toArray(String[]::new));
    }

    private static String id(TopicRecord record) {
        return Objects.requireNonNull(record.header("logspool.id"));
    }

    private static void copy(List<TopicRecord> records, String topic) throws Exception {
        broker.createTopic(topic, 1);
        KafkaSink sink = new KafkaSink(
                KafkaSettings.of(Map.of("bootstrap.servers", broker.bootstrapServers()), 1 << 20, "copy"));
        AtomicInteger arrived = new AtomicInteger();
        for (TopicRecord record : records) {
            SinkRecord copy = SinkRecord.of(
                    topic, null, "{}".getBytes(UTF_8), System.currentTimeMillis(), id(record), "application/json");
            assertThat(sink.send(copy, failure -> arrived.incrementAndGet())).isNull();
        }
        TestAgent.await(() -> arrived.get() == records.size());
        sink.close(Duration.ofSeconds(5));
    }
}
