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

import io.logspool.kafka.KafkaSettings;
import io.logspool.kafka.KafkaSink;
import io.logspool.ledger.LedgerRecord;
import io.logspool.ship.SinkFailure;
import io.logspool.ship.SinkRecord;
import io.logspool.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An audit of a large topic shows how far it is, and its memory does not grow with the topic: a few megabytes of heap are
 * enough. {@code -Daudit.records=2000000} makes it large.
 */
class LargeAuditIT {

    private static final long RECORDS = Long.getLong("audit.records", 400_000);
    private static final long HOLE = RECORDS / 2 + 1;
    /** Less than there would be if anything was kept of each record, beside what Kafka's client takes. */
    private static final String HEAP = "20m";

    private static final int PARTITIONS = 4;
    private static final String INCARNATION = "0123456789abcdef0123456789abcdef";
    private static final byte[] VALUE =
            "{\"message\":\"an event as they are, of a hundred bytes or a few more\"}".getBytes(UTF_8);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static KafkaBroker broker;

    @BeforeAll
    static void fill() throws IOException {
        broker = KafkaBroker.builder().start();
        broker.createTopic("large", PARTITIONS);
        broker.createTopic("logspool-ledger", 1);
        KafkaSink sink = new KafkaSink(
                KafkaSettings.of(Map.of("bootstrap.servers", broker.bootstrapServers()), 8 << 20, "fill"));
        AtomicLong arrived = new AtomicLong();
        long sent = 0;
        for (long sequence = 1; sequence <= RECORDS; sequence++) {
            if (sequence != HOLE) {
                String id = INCARNATION + "-" + sequence;
                byte[] key = Long.toString(sequence % 100).getBytes(UTF_8);
                send(sink, SinkRecord.of("large", key, VALUE, System.currentTimeMillis(), id, "text/plain"), arrived);
                sent++;
            }
        }
        LedgerRecord said = new LedgerRecord(
                System.currentTimeMillis(),
                INCARNATION,
                "orders",
                "host-1",
                "0",
                1,
                LedgerRecord.State.CLOSED,
                1,
                2,
                RECORDS,
                RECORDS,
                List.of(),
                List.of(),
                List.of(),
                0,
                Map.of(),
                0,
                0,
                1);
        send(
                sink,
                SinkRecord.of(
                        "logspool-ledger",
                        INCARNATION.getBytes(UTF_8),
                        said.toJson(),
                        said.time(),
                        Map.of(LedgerRecord.KIND_HEADER, LedgerRecord.KIND)),
                arrived);
        long all = sent + 1;
        TestAgent.await(() -> arrived.get() == all);
        sink.close(Duration.ofSeconds(5));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void a_person_who_watches_sees_how_far_it_is() {
        Run run = Run.of(true, "audit", "--topic", "large", "--bootstrap", broker.bootstrapServers());
        assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
        assertThat(run.out()).contains("missing       1\n    sequence " + HOLE + "\n", "out of order  0");
        assertThat(run.err()).startsWith("\r[").contains("########] 100 %").endsWith("\r\033[K");
        List<Integer> percents = new ArrayList<>();
        for (String bar : run.err().split("\r", -1)) {
            if (bar.endsWith("%")) {
                assertThat(bar).matches("\\[#*\\.*] +\\d+ %").hasSize(48);
                percents.add(Integer.parseInt(bar.substring(43, 46).strip()));
            }
        }
        assertThat(percents).as("grows").hasSizeGreaterThan(2).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_small_heap_is_enough() throws Exception {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xlog:gc:stderr",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Logspool.class.getName(),
                        "audit",
                        "--topic",
                        "large",
                        "--kafka",
                        "fetch.max.bytes=1048576",
                        "--bootstrap",
                        broker.bootstrapServers())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(process.waitFor()).as(out).isEqualTo(1);
        assertThat(out).contains("missing       1\n    sequence " + HOLE + "\n");
        System.out.printf(
                Locale.ROOT,
                "audit of %,d records in %.1f s with -Xmx%s: %,.0f records/s, start of the JVM included; last collection: %s%n",
                RECORDS,
                seconds,
                HEAP,
                RECORDS / seconds,
                out.lines().filter(line -> line.contains("Pause")).reduce("none", (a, b) -> b));
    }

    private static void send(KafkaSink sink, SinkRecord record, AtomicLong arrived) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        @Nullable SinkFailure refusal;
        do {
            refusal = sink.send(record, failure -> arrived.incrementAndGet());
            assertThat(System.nanoTime()).isLessThan(end);
        } while (refusal != null);
    }
}
