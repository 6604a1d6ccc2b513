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

import io.logspool.ship.ShipperOptions;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.SlowProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

    /** After a refusal, before the next try. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

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
        try (KafkaRig rig = rig(topic, exactlyOnce);
                Admin admin = admin()) {
            rig.appendRange(0, 100);
            rig.awaitAcknowledged(100);
            forbid(admin, topic);
            rig.appendRange(100, 200);
            rig.await("said", () -> rig.said().stream().anyMatch(text -> text.contains("no permission to write")));
            allow(admin, topic);
            rig.awaitAcknowledged(200);
            assertThat(rig.stats().deadLettered()).isZero();
        }
        Numbers.assertOnceInOrder(broker.bootstrapServers(), topic, 200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_topic_made_from_the_event_waits_a_minute_for_its_permission_before_its_events_are_dead_letters(
            boolean exactlyOnce) throws Exception {
        String topic = "made-" + exactlyOnce;
        String made = topic + "-b";
        broker.createTopic(topic + "-a", 1);
        broker.createTopic(made, 1);
        JumpingClock clock = new JumpingClock();
        try (KafkaRig rig = new KafkaRig(
                        directory,
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        topic,
                        broker::logTail,
                        exactlyOnce ? topic + "-positions" : null,
                        new ShipperOptions(1 << 20, true, null),
                        clock);
                Admin admin = admin()) {
            forbid(admin, made);
            append(rig, "b", 0, 10);
            rig.await("said", () -> timesGivenAMinute(rig) == 1);
            allow(admin, made);
            clock.jump(LONGEST_PAUSE);
            rig.awaitAcknowledged(10);
            assertThat(rig.stats().deadLettered()).isZero();

            forbid(admin, made);
            append(rig, "b", 10, 20);
            rig.await("said again", () -> timesGivenAMinute(rig) == 2);
            if (!exactlyOnce) {
                append(rig, "a", 20, 30);
                rig.await(
                        "others go on",
                        () -> Numbers.committed(broker.bootstrapServers(), topic + "-a")
                                        .size()
                                == 10);
            }
            for (int round = 0; round < 2; round++) {
                long tries = rig.stats().shipped();
                clock.jump(LONGEST_PAUSE);
                rig.await(
                        "tried again",
                        () -> rig.stats().shipped() > tries || rig.stats().deadLettered() > 0);
                assertThat(rig.stats().deadLettered()).isZero();
            }
            clock.jump(Duration.ofSeconds(30));
            rig.await("given up", () -> clock.runs() && rig.stats().deadLettered() == 10);
            if (exactlyOnce) {
                append(rig, "a", 20, 30);
            }
            rig.await("others arrive", () -> clock.runs() && rig.stats().acknowledged() == 20);
            assertThat(Files.readAllLines(rig.deadLetters()))
                    .hasSize(10)
                    .allSatisfy(line -> assertThat(line).contains(made, "no permission to write to the topic"));

            allow(admin, made);
            clock.jump(Duration.ofSeconds(60));
            append(rig, "b", 30, 40);
            rig.await("there again", () -> clock.runs() && rig.stats().acknowledged() == 30);
            assertThat(rig.stats().deadLettered()).isEqualTo(10);
        }
        assertThat(Numbers.committed(broker.bootstrapServers(), made))
                .extracting(Numbers::of)
                .containsExactly(IntStream.concat(IntStream.range(0, 10), IntStream.range(30, 40))
                        .boxed()
                        .toArray(Integer[]::new));
        assertThat(Numbers.committed(broker.bootstrapServers(), topic + "-a"))
                .extracting(Numbers::of)
                .containsExactly(IntStream.range(20, 30).boxed().toArray(Integer[]::new));
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

    private static void append(KafkaRig rig, String key, int from, int to) {
        for (int number = from; number < to; number++) {
            rig.append(key, number);
        }
    }

    private static long timesGivenAMinute(KafkaRig rig) {
        return rig.said().stream()
                .filter(text -> text.contains("dead letters if that lasts for 60 s"))
                .count();
    }

    /** It may be seen and read, and not written to. */
    private static void forbid(Admin admin, String topic) throws Exception {
        admin.createAcls(acls(topic)).all().get();
    }

    private static void allow(Admin admin, String topic) throws Exception {
        admin.deleteAcls(acls(topic).stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
    }

    private static List<AclBinding> acls(String topic) {
        ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        return List.of(
                new AclBinding(
                        pattern, new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY)),
                new AclBinding(
                        pattern, new AccessControlEntry("User:*", "*", AclOperation.READ, AclPermissionType.ALLOW)));
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
