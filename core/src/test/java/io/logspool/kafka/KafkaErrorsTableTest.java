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

import io.logspool.ship.Remedy;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;

/**
 * The contract: every exception that the Kafka client has is sorted on purpose. A class that a new version brings fails
 * this test until it is put in the table; until then it is waited for, and gives up nothing.
 */
class KafkaErrorsTableTest {

    /** What follows from an exception that comes for a record that was taken; names without {@code Exception}. */
    private static final Map<Remedy, String> DELIVERY = Map.ofEntries(
            Map.entry(Remedy.RESTAMP, """
                    InvalidTimestamp
                    """),
            Map.entry(Remedy.DEAD_LETTER, """
                    InvalidRecord InvalidTopic RecordBatchTooLarge RecordTooLarge
                    """),
            Map.entry(Remedy.RETRY, """
                    TransactionAbortable TransactionAborted
                    """),
            Map.entry(Remedy.TOPIC_FORBIDDEN, """
                    TopicAuthorization
                    """),
            Map.entry(Remedy.REBUILD, """
                    NoBatchedFindCoordinators NoBatchedOffsetFetchRequest
                    Authentication AuthorizerNotReady BufferExhausted ClusterAuthorization
                    ConcurrentTransactions CoordinatorLoadInProgress CoordinatorNotAvailable CorruptRecord
                    DelayedResponseAuthentication Disconnect ElectionNotNeeded EligibleLeadersNotAvailable
                    FencedInstanceId FencedLeaderEpoch FetchSessionIdNotFound FetchSessionTopicId
                    IllegalGeneration IllegalSaslState InconsistentTopicId InvalidFetchSessionEpoch
                    InvalidPidMapping InvalidProducerEpoch InvalidShareSessionEpoch InvalidTxnState
                    KafkaStorage LeaderNotAvailable ListenerNotFound Network NoAvailableBrokers
                    NotController NotCoordinator NotEnoughReplicas NotEnoughReplicasAfterAppend
                    NotLeaderOrFollower OffsetNotAvailable OutOfOrderSequence PreferredLeaderNotAvailable
                    ProducerFenced RebootstrapRequired ReplicaNotAvailable RetriableCommitFailed
                    SaslAuthentication ShareSessionLimitReached ShareSessionNotFound SslAuthentication
                    StaleMetadata ThrottlingQuotaExceeded Timeout TransactionCoordinatorFenced
                    TransactionalIdAuthorization TransactionalIdNotFound UnjoinedGroup UnknownLeaderEpoch
                    UnknownMemberId UnknownProducerId UnknownTopicId UnknownTopicOrPartition
                    UnstableOffsetCommit UnsupportedSaslMechanism UnsupportedVersion
                    """),
            Map.entry(Remedy.WAIT, """
                    ApiException Authorization BrokerIdNotRegistered BrokerNotAvailable ControllerMoved
                    DelegationTokenAuthorization DelegationTokenDisabled DelegationTokenExpired
                    DelegationTokenNotFound DelegationTokenOwnerMismatch DuplicateBrokerRegistration
                    DuplicateResource DuplicateSequence DuplicateVoter FeatureUpdateFailed FencedMemberEpoch
                    FencedStateEpoch GroupAuthorization GroupIdNotFound GroupMaxSizeReached GroupNotEmpty
                    GroupSubscribedToTopic InconsistentClusterId InconsistentGroupProtocol
                    InconsistentVoterSet IneligibleReplica InvalidCommitOffsetSize InvalidConfiguration
                    InvalidFetchSize InvalidGroupId InvalidOffset InvalidPartitions InvalidPrincipalType
                    InvalidRecordState InvalidRegistration InvalidReplicaAssignment InvalidReplicationFactor
                    InvalidRequest InvalidRequiredAcks InvalidSessionTimeout InvalidTxnTimeout
                    InvalidUpdateVersion InvalidVoterKey LogDirNotFound MemberIdRequired
                    MismatchedEndpointType NewLeaderElected
                    NoReassignmentInProgress OffsetMovedToTieredStorage
                    OffsetOutOfRange OperationNotAttempted PolicyViolation PositionOutOfRange
                    PrincipalDeserialization ReassignmentInProgress RebalanceInProgress ResourceNotFound
                    SecurityDisabled SnapshotNotFound StaleBrokerEpoch StaleMemberEpoch
                    StreamsInvalidTopology StreamsInvalidTopologyEpoch StreamsTopologyFenced
                    TelemetryTooLarge TopicDeletionDisabled TopicExists UnacceptableCredential
                    UnknownControllerId UnknownServer UnknownSubscriptionId UnreleasedInstanceId
                    UnsupportedAssignor UnsupportedByAuthentication UnsupportedCompressionType
                    UnsupportedEndpointType UnsupportedForMessageFormat VoterNotFound
                    """));

    @Test
    void every_exception_of_the_client_is_sorted_on_purpose() throws Exception {
        Map<Remedy, Set<String>> sorted = new EnumMap<>(Remedy.class);
        for (Exception error : all()) {
            sorted.computeIfAbsent(KafkaErrors.ofDelivery(error).remedy(), remedy -> new TreeSet<>())
                    .add(name(error));
        }
        for (Remedy remedy : Remedy.values()) {
            assertThat(sorted.getOrDefault(remedy, Set.of()))
                    .as("%s", remedy)
                    .containsExactlyInAnyOrderElementsOf(words(DELIVERY.getOrDefault(remedy, "")));
        }
    }

    @Test
    void what_send_refuses_is_asked_for_again_if_it_passes_by_itself_and_else_as_in_a_delivery() throws Exception {
        for (Exception error : all()) {
            Remedy delivery = KafkaErrors.ofDelivery(error).remedy();
            boolean passes = error instanceof RetriableException;
            if (!passes && delivery != Remedy.RETRY && !name(error).equals("InvalidRecord")) {
                assertThat(KafkaErrors.ofRefusal(error).remedy())
                        .as(name(error))
                        .isEqualTo(delivery);
            } else if (passes) {
                assertThat(KafkaErrors.ofRefusal(error).remedy())
                        .as(name(error))
                        .isEqualTo(name(error).equals("BufferExhausted") ? Remedy.BUSY : Remedy.RETRY);
            }
        }
    }

    @Test
    void an_exception_that_nobody_knows_is_waited_for() {
        ApiException unknown = new ApiException("from a version to come") {
            private static final long serialVersionUID = 1;
        };

        assertThat(KafkaErrors.ofDelivery(unknown).remedy()).isEqualTo(Remedy.WAIT);
        assertThat(KafkaErrors.ofRefusal(unknown).remedy()).isEqualTo(Remedy.WAIT);
    }

    private static String name(Exception error) {
        String name = error.getClass().getSimpleName();
        return name.equals("ApiException") ? name : name.replace("Exception", "");
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    private static List<Exception> all() throws Exception {
        Path jar = Path.of(ApiException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Map<String, Exception> errors = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().endsWith("Exception.class")) {
                    add(entry.getName().replace('/', '.').replace(".class", ""), errors);
                }
            }
        }
        assertThat(errors).hasSizeGreaterThan(100);
        return List.copyOf(errors.values());
    }

    private static void add(String className, Map<String, Exception> errors) throws Exception {
        Class<?> type = Class.forName(className, false, ApiException.class.getClassLoader());
        if (ApiException.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
            errors.put(className, (Exception) make(type));
        }
    }

    private static Object make(Class<?> type) throws Exception {
        ReflectiveOperationException last = null;
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            constructor.setAccessible(true);
            try {
                return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                        .map(KafkaErrorsTableTest::argument)
                        .toArray());
            } catch (ReflectiveOperationException e) {
                last = e;
            }
        }
        throw new IOException("no constructor of " + type + " works", last);
    }

    private static Object argument(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == Throwable.class) {
            return new IllegalStateException("cause");
        }
        if (type == Set.class) {
            return Set.of("topic");
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == TopicPartition.class) {
            return new TopicPartition("topic", 0);
        }
        return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : List.of();
    }
}
