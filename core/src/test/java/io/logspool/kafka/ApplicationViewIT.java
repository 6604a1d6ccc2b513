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

import io.logspool.testing.kafka.KafkaBroker;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract: whatever the broker does, the application logs on, in a small heap that does not grow with what waits, and
 * with no more threads. How long its calls take is printed. {@code -Dfault.seconds=60} makes each fault last that long.
 */
class ApplicationViewIT {

    private static final long PHASE_MILLIS = 1000 * Long.getLong("fault.seconds", 3);
    private static final String TOPIC = "viewed";

    /** What is in flight, encoded and in the producer's buffers; and a little that Kafka's client keeps for itself. */
    private static final double BOUND_MEGABYTES =
            (ViewedApplication.IN_FLIGHT_BYTES + ViewedApplication.PRODUCER_BYTES) / 1e6 + 1;

    /** For a thread or two that Kafka starts on demand. */
    private static final int MORE_THREADS = 3;

    @TempDir
    private Path directory;

    private double healthyHeap;
    private int healthyThreads;
    private long logged;

    @Test
    void faults_of_the_broker_cost_the_application_neither_events_nor_memory_nor_threads() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder()
                .property("auto.create.topics.enable", "false")
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("allow.everyone.if.no.acl.found", "true")
                .start()) {
            broker.createTopic(TOPIC, 1);
            broker.createTopic("logspool-ledger", 1);
            Process application = start(broker);
            try (BufferedWriter commands = application.outputWriter();
                    BufferedReader answers = application.inputReader()) {
                System.out.println("fault        events  p50 us  p99 us  p99.99 us  heap MB  threads  state");
                phase(commands, answers, "warm-up");
                healthyThreads = 0;
                phase(commands, answers, "healthy");
                broker.pause();
                phase(commands, answers, "hung");
                broker.resume();
                phase(commands, answers, "resumed");
                broker.kill();
                phase(commands, answers, "killed");
                broker.restart();
                phase(commands, answers, "restarted");
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                    AclBinding denial = new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, TOPIC, PatternType.LITERAL),
                            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY));
                    admin.createAcls(List.of(denial)).all().get();
                    phase(commands, answers, "forbidden");
                    admin.deleteAcls(List.of(denial.toFilter())).all().get();
                    phase(commands, answers, "allowed");
                }
                commands.write("end\n");
                commands.flush();
                assertThat(answers.readLine()).isEqualTo("accepted " + logged);
                assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                application.destroyForcibly();
            }
            AtomicLong arrived = new AtomicLong();
            new TopicScanner(Map.of("bootstrap.servers", broker.bootstrapServers()), true)
                    .scan(List.of(TOPIC), false, (entry, partition) -> arrived.incrementAndGet());
            assertThat(arrived.get()).isGreaterThanOrEqualTo(logged);
        }
    }

    private void phase(BufferedWriter commands, BufferedReader answers, String name) throws IOException {
        commands.write(name + " " + PHASE_MILLIS + "\n");
        commands.flush();
        String answer = answers.readLine();
        assertThat(answer).as("the application goes on").startsWith(name);
        String[] words = answer.split(" ", 9);
        System.out.printf(
                Locale.ROOT,
                "%-10s %8s %7s %7s %10s %8s %8s  %s%n",
                words[0],
                words[1],
                words[3],
                words[4],
                words[5],
                words[6],
                words[7],
                words[8]);
        logged += Long.parseLong(words[1]);
        assertThat(words[2]).as("refused events, %s", name).isEqualTo("0");
        double heap = Double.parseDouble(words[6]);
        int threads = Integer.parseInt(words[7]);
        if (healthyThreads == 0) {
            healthyHeap = heap;
            healthyThreads = threads;
        }
        assertThat(heap).as("heap, %s", name).isLessThan(healthyHeap + BOUND_MEGABYTES);
        assertThat(threads).as("threads, %s", name).isLessThanOrEqualTo(healthyThreads + MORE_THREADS);
    }

    private Process start(KafkaBroker broker) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx80m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ViewedApplication.class.getName(),
                        directory.resolve("spool").toString(),
                        broker.bootstrapServers(),
                        TOPIC)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
