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

import io.logspool.ship.StatusListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic that keeps the positions of all slots. Blocks; one thread.
 *
 * <p>A topic that is missing is made, with the brokers' own number of partitions and replicas. One that would forget is
 * set to compaction if we may; if not, that is said, and shipping goes on: what a restart repeats is then bounded by what
 * was in flight when the process died. Compaction with deletion is somebody's choice, and stays.
 *
 * <p>Nothing is ever removed, not even with a slot: of a copy of the slot that comes back, nobody would know what of it is
 * in Kafka.
 */
final class PositionTopic {

    /**
     * What Kafka has.
     *
     * @param next   by incarnation id, see {@link Positions}
     * @param writer who wrote the newest record; null if there is none
     * @param hangs  whether the newest is of a transaction that is decided, and for this topic not ended
     */
    record Found(Map<String, Long> next, @Nullable String writer, boolean hangs) {

        /** Nothing. */
        static Found none() {
            return new Found(new LinkedHashMap<>(), null, false);
        }

        private Found hanging() {
            return new Found(next, writer, true);
        }
    }

    private static final Duration POLL = Duration.ofMillis(200);

    /** Without a record for this long, what is not read for a transaction that is open is looked at. */
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    /** Without a record for this long, a reader is given up, and another one begins. */
    private static final long STALL_NANOS = Duration.ofMinutes(1).toNanos();

    private static final String COMPACT = TopicConfig.CLEANUP_POLICY_CONFIG + "=" + TopicConfig.CLEANUP_POLICY_COMPACT;

    /** Small segments, soon compacted: all of them are read at each start. */
    private static final Map<String, String> SETTINGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(16 << 20),
            TopicConfig.SEGMENT_MS_CONFIG,
            Long.toString(Duration.ofHours(1).toMillis()),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.1");

    private final KafkaSettings settings;
    private final String topic;
    private final StatusListener listener;

    /** What was said of the topic's settings, which are looked at again and again. */
    private String said = "";

    PositionTopic(KafkaSettings settings, String topic, StatusListener listener) {
        this.settings = settings;
        this.topic = topic;
        this.listener = listener;
    }

    /** The producer id of the last transaction of that id, unless it is or will be aborted. */
    OptionalLong committer(String transactionalId) throws ExecutionException, InterruptedException {
        Admin admin = Admin.create(settings.toAdminConfig());
        try {
            TransactionDescription last = admin.describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get();
            boolean committed = switch (last.state()) {
                case COMPLETE_COMMIT, PREPARE_COMMIT -> true;
                // A process that died since has let the coordinator forget; what hangs with a position is as good as
                // always
                // committed, because the position is sent when all else was.
                case EMPTY -> true;
                default -> false;
            };
            return committed ? OptionalLong.of(last.producerId()) : OptionalLong.empty();
        } finally {
            admin.close(Duration.ZERO); // and not when brokers that may be gone have answered
        }
    }

    /**
     * Reads the position of a slot. The slot's own transactions must be over: initialising its producer sees to that.
     *
     * @param committer whose last transaction is committed, also where it seems to be open
     * @throws ExecutionException with what Kafka's admin client has to say
     * @throws IOException if a record under the slot's key is no position, or the topic is missing and cannot be made
     * @throws TimeoutException if it cannot be read to its end, for a minute
     */
    Found read(String identity, OptionalLong committer) throws ExecutionException, InterruptedException, IOException {
        Map<TopicPartition, ListOffsetsResultInfo> ends;
        try (Admin admin = Admin.create(settings.toAdminConfig())) {
            ends = new HashMap<>(ends(admin, partitions(admin)));
        }
        Found found = Found.none();
        byte[] key = key(identity);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings.toConsumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            long left = left(consumer, ends);
            long looked = System.nanoTime();
            for (long since = System.nanoTime(); left > 0; left = left(consumer, ends)) {
                long before = left;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (Arrays.equals(record.key(), key) && record.value() != null) {
                        found = merged(found, PositionRecord.parse(record.value()));
                    }
                }
                if (left(consumer, ends) < before) {
                    since = System.nanoTime();
                } else if (committer.isPresent() && System.nanoTime() - Math.max(since, looked) > LOOK_NANOS) {
                    looked = System.nanoTime();
                    found = hanging(committer.getAsLong(), ends, key, found);
                } else if (System.nanoTime() - since > STALL_NANOS) {
                    throw new TimeoutException("its last " + before + " records cannot be read");
                }
            }
        }
        return found;
    }

    /**
     * Takes the slot's own transaction for committed that its coordinator has committed, and that is still open here.
     * Brokers that are killed may forget to end it (seen with 4.3: a coordinator that starts before its broker is unfenced
     * takes the partitions for deleted, and skips their markers). It ends with the next transaction of its producer.
     */
    private Found hanging(long committer, Map<TopicPartition, ListOffsetsResultInfo> ends, byte[] key, Found before)
            throws ExecutionException, InterruptedException, IOException {
        Found found = before;
        Map<String, Object> config = settings.toConsumerConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (Admin admin = Admin.create(settings.toAdminConfig());
                Consumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (TopicPartition partition : List.copyOf(ends.keySet())) {
                OptionalLong open = openedAt(admin, partition, committer);
                if (open.isEmpty()) {
                    continue;
                }
                consumer.assign(List.of(partition));
                consumer.seek(partition, open.getAsLong());
                long begin = System.nanoTime();
                while (consumer.position(partition) == open.getAsLong() && System.nanoTime() - begin < LOOK_NANOS) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        if (record.offset() == open.getAsLong()
                                && Arrays.equals(record.key(), key)
                                && record.value() != null) {
                            found = merged(found, PositionRecord.parse(record.value()))
                                    .hanging();
                            ends.remove(partition);
                            listener.warn(
                                    "a transaction of this slot, which is committed, was not ended by the brokers in"
                                            + " topic " + topic + ": it is ended with the next one");
                        }
                    }
                }
            }
        }
        return found;
    }

    private static OptionalLong openedAt(Admin admin, TopicPartition partition, long producerId)
            throws ExecutionException, InterruptedException {
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                .filter(producer -> producer.producerId() == producerId)
                .map(ProducerState::currentTransactionStartOffset)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    static byte[] key(String identity) {
        return identity.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Of all partitions: a topic that got more of them has the older records of a key in another one. */
    private Collection<TopicPartition> partitions(Admin admin)
            throws ExecutionException, InterruptedException, IOException {
        TopicDescription description;
        try {
            description = describe(admin);
            keepForEver(admin);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
            create(admin);
            description = describe(admin);
        }
        return description.partitions().stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private TopicDescription describe(Admin admin) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .get();
    }

    /** Managed clusters allow some of the settings only; one is necessary. */
    private void create(Admin admin) throws ExecutionException, InterruptedException, IOException {
        if (!tryCreate(admin, SETTINGS, false)) {
            boolean unused = tryCreate(
                    admin, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT), true);
        }
    }

    /**
     * False if the brokers do not want it so.
     *
     * @param last whether that is the end of it
     */
    private boolean tryCreate(Admin admin, Map<String, String> configs, boolean last)
            throws ExecutionException, InterruptedException, IOException {
        try {
            admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty()).configs(configs)))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return true;
            }
            if (!isRefusal(e)) {
                throw e;
            }
            if (last) {
                throw new IOException(
                        "it does not exist, and the brokers do not let the agent make it; make it by hand, with "
                                + COMPACT + " (" + e.getCause() + ")",
                        e);
            }
            return false;
        }
    }

    private void keepForEver(Admin admin) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get();
            ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                if (policy.value().contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
                    ConfigEntry retention = config.get(TopicConfig.RETENTION_MS_CONFIG);
                    tell("topic " + topic + " forgets the position of a slot that is not shipped for longer than its "
                            + TopicConfig.RETENTION_MS_CONFIG + (retention == null ? "" : "=" + retention.value())
                            + ": ship.delivery=exactly-once holds for shorter stops");
                }
                return;
            }
            AlterConfigOp compact = new AlterConfigOp(
                    new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT),
                    AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(compact)))
                    .all()
                    .get();
            listener.info("topic " + topic + " was not kept for ever; it has " + COMPACT
                    + " now, because it keeps the positions for ship.delivery=exactly-once");
        } catch (ExecutionException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            tell("topic " + topic + " must have " + COMPACT + ", or ship.delivery=exactly-once holds only"
                    + " for as long as it keeps its records; the agent may not see or change that (" + e.getCause()
                    + ")");
        }
    }

    /** Whether trying again as it is has no point. */
    private static boolean isRefusal(ExecutionException error) {
        return error.getCause() instanceof ApiException
                && !(error.getCause() instanceof RetriableException)
                && !(error.getCause() instanceof AuthenticationException);
    }

    private void tell(String news) {
        if (!news.equals(said)) {
            said = news;
            listener.warn(news);
        }
    }

    /**
     * The ends that hide nothing. A reader of committed records comes no further than the oldest open transaction,
     * anybody's, and what this slot committed behind that must be seen all the same: so it is waited for.
     */
    private static Map<TopicPartition, ListOffsetsResultInfo> ends(Admin admin, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get();
    }

    /** How many offsets are before the ends. */
    private static long left(Consumer<byte[], byte[]> consumer, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        long left = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            left += Math.max(0, end.getValue().offset() - consumer.position(end.getKey()));
        }
        return left;
    }

    /** The furthest of each incarnation, whatever the order: partitions are read in any. What came last is at the end. */
    static Found merged(Found before, PositionRecord record) {
        Map<String, Long> next = before.next();
        record.next().forEach((incarnation, sequence) -> {
            Long known = next.remove(incarnation);
            next.put(incarnation, known == null ? sequence : Math.max(known, sequence));
        });
        return new Found(next, record.writer(), before.hangs());
    }
}
