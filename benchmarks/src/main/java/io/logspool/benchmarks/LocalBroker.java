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
package io.logspool.benchmarks;

import io.logspool.testing.kafka.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Kafka broker on this machine, in a process of its own: with a heap of 1 GiB and all of the JVM's compilers, where the
 * tests' broker is small and quick to start.
 */
final class LocalBroker implements AutoCloseable {

    private final KafkaBroker broker;
    private final AtomicInteger topics = new AtomicInteger();

    LocalBroker() {
        broker = KafkaBroker.builder()
                .jvmOptions("-Xms1g", "-Xmx1g", "-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC")
                .start();
        // Made before it is needed: an agent says so if its ledger's topic is not there at once.
        broker.createTopic("logspool-ledger", 1);
    }

    String servers() {
        return broker.bootstrapServers();
    }

    /** For stopping, pausing and killing it. */
    KafkaBroker process() {
        return broker;
    }

    /** A new topic; the newest records of it are kept, up to 256 MiB for a partition. */
    String newTopic(int partitions) {
        String name = "benchmark-" + topics.incrementAndGet();
        broker.createTopic(name, partitions, Map.of("retention.bytes", "268435456", "segment.bytes", "67108864"));
        return name;
    }

    /** Gives its disk back. */
    void deleteTopic(String name) {
        try (Admin admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers()))) {
            admin.deleteTopics(List.of(name)).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("topic " + name + " cannot be deleted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Processor time of the broker so far. */
    Duration cpu() {
        return ProcessHandle.of(broker.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        broker.close();
    }
}
