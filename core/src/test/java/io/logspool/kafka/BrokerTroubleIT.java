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
import io.logspool.testing.kafka.SlowProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract: a topic that goes away and comes back, a permission too, and a slow way to the broker cost no event. */
class BrokerTroubleIT {

    private static KafkaBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.builder()
                .property("auto.create.topics.enable", "false")
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("allow.everyone.if.no.acl.found", "true")
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_topic_that_is_deleted_and_made_again_gets_what_follows(boolean exactlyOnce) throws Exception {
        String topic = "again-" + exactlyOnce;
        broker.createTopic(topic, 1);
        try (KafkaRig rig = rig(topic, exactlyOnce)) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
            try (Admin admin = admin()) {
                admin.deleteTopics(List.of(topic)).all().get();
            }
            rig.appendRange(100, 200);
            rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("events are kept on disk")));
            broker.createTopic(topic, 1);
            rig.awaitAcknowledged(200);
            assertThat(Numbers.committed(broker.bootstrapServers(), topic))
                    .extracting(Numbers::of)
                    .contains(100, 199);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_permission_that_is_taken_away_is_said_and_waited_for(boolean exactlyOnce) throws Exception {
        String topic = "forbidden-" + exactlyOnce;
        broker.createTopic(topic, 1);
        AclBinding denial = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY));
        AclBinding rest = new AclBinding(
                denial.pattern(), new AccessControlEntry("User:*", "*", AclOperation.READ, AclPermissionType.ALLOW));
        try (KafkaRig rig = rig(topic, exactlyOnce);
                Admin admin = admin()) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
            admin.createAcls(List.of(denial, rest)).all().get();
            rig.appendRange(100, 200);
            rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("no permission to write")));
            admin.deleteAcls(List.of(denial.toFilter(), rest.toFilter())).all().get();
            rig.awaitAcknowledged(200);
            assertThat(rig.stats().deadLettered()).isZero();
        }
        Numbers.assertOnceInOrder(broker.bootstrapServers(), topic, 200);
    }

    @Test
    void a_slow_way_to_the_broker_only_takes_longer() throws Exception {
        try (SlowProxy proxy = SlowProxy.listen(Duration.ofMillis(150));
                KafkaBroker far = KafkaBroker.builder()
                        .property("advertised.listeners", "PLAINTEXT://" + proxy.address())
                        .start()) {
            proxy.target(Integer.parseInt(far.bootstrapServers().split(":", 2)[1]));
            far.createTopic("slow", 1);
            try (KafkaRig rig = new KafkaRig(
                    directory, Map.of("bootstrap.servers", proxy.address()), "slow", far::logTail, "slow-positions")) {
                rig.appendRange(0, 5000);
                rig.awaitAcknowledged(5000);
                rig.appendRange(5000, 6000);
                long start = System.nanoTime();
                assertThat(rig.closeShipper(Duration.ofSeconds(10))).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            }
            Numbers.assertOnceInOrder(far.bootstrapServers(), "slow", 6000);
        }
    }

    private KafkaRig rig(String topic, boolean exactlyOnce) throws Exception {
        return new KafkaRig(
                directory,
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                topic,
                broker::logTail,
                exactlyOnce ? topic + "-positions" : null);
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
