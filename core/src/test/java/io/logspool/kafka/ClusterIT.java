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

import io.logspool.ship.AgentState;
import io.logspool.testing.kafka.KafkaCluster;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, with three brokers, of which two must have a record: whichever dies, every event arrives once, in order. */
class ClusterIT {

    private static KafkaCluster cluster;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startCluster() {
        cluster = KafkaCluster.start(3);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void haveAllBrokers() {
        for (int node = 2; node <= 3; node++) {
            if (!cluster.broker(node).isRunning()) {
                cluster.broker(node).restart();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_leader_that_is_killed_costs_nothing(boolean exactlyOnce) throws Exception {
        String topic = "leader-" + exactlyOnce;
        cluster.createTopic(topic, 3);
        try (KafkaRig rig = rig(topic, exactlyOnce)) {
            rig.appendRange(0, 10_000);
            rig.await("some arrive", () -> rig.stats().acknowledged() > 0);
            cluster.broker(cluster.leader(topic, 0)).kill();
            rig.appendRange(10_000, 20_000);
            rig.awaitAcknowledged(20_000);
        }
        Numbers.assertOnceInOrder(cluster.bootstrapServers(), topic, 20_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void two_of_three_that_are_killed_are_waited_for(boolean exactlyOnce) throws Exception {
        String topic = "few-" + exactlyOnce;
        cluster.createTopic(topic, 3);
        try (KafkaRig rig = rig(topic, exactlyOnce)) {
            rig.appendRange(0, 1000);
            rig.awaitAcknowledged(1000);
            rig.appendRange(1000, 2000);
            cluster.broker(2).kill();
            cluster.broker(3).kill();
            rig.appendRange(2000, 3000);
            rig.await("waiting", () -> rig.stats().state() == AgentState.WAITING_FOR_BROKER);
            rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("events are kept on disk")));
            assertThat(rig.stats().acknowledged()).isLessThan(3000);
            cluster.broker(2).restart();
            cluster.broker(3).restart();
            rig.awaitAcknowledged(3000);
            rig.await("said", () -> rig.said().contains("events are shipped again"));
            assertThat(rig.stats().deadLettered()).isZero();
        }
        Numbers.assertOnceInOrder(cluster.bootstrapServers(), topic, 3000);
    }

    private KafkaRig rig(String topic, boolean exactlyOnce) throws Exception {
        return new KafkaRig(
                directory,
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                topic,
                () -> cluster.broker(1).logTail(),
                exactlyOnce ? topic + "-positions" : null);
    }
}
