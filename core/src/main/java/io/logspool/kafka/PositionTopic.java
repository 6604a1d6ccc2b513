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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic that keeps the positions of all slots. Blocks; one thread.
 *
 * <p>A topic that is missing is made, with the brokers' own number of partitions and replicas. One that would forget is
 * set to compaction if we may; if not, that is said, and shipping goes on: what a restart repeats is then bounded by what
 * was in flight when the process died.
 */
final class PositionTopic {

    /**
     * What Kafka has.
     *
     * @param next   by incarnation id, see {@link Positions}
     * @param writer who wrote the newest record; null if there is none
     */
    record Found(Map<String, Long> next, @Nullable String writer) {}

    private static final Duration POLL = Duration.ofMillis(200);

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

    PositionTopic(KafkaSettings settings, String topic, StatusListener listener) {
        this.settings = settings;
        this.topic = topic;
        this.listener = listener;
    }

    /** As {@link #read}, on a thread of its own, which belongs to the thread group of the caller's. */
    Future<Found> start(String identity) {
        FutureTask<Found> task = new FutureTask<>(() -> read(identity));
        Thread thread = new Thread(task, "logspool-position");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /**
     * Reads the position of a slot. The slot's own transactions must be over: initialising its producer sees to that.
     *
     * @throws ExecutionException with what Kafka's admin client has to say
     * @throws IOException if a record under the slot's key is no position
     */
    Found read(String identity) throws ExecutionException, InterruptedException, IOException {
        Map<TopicPartition, ListOffsetsResultInfo> ends;
        try (Admin admin = Admin.create(settings.toAdminConfig())) {
            ends = ends(admin, partitions(admin));
        }
        Found found = new Found(new LinkedHashMap<>(), null);
        byte[] key = key(identity);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings.toConsumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (!isAt(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (Arrays.equals(record.key(), key) && record.value() != null) {
                        found = merged(found, PositionRecord.parse(record.value()));
                    }
                }
            }
        }
        return found;
    }

    static byte[] key(String identity) {
        return identity.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Of all partitions: a topic that got more of them has the older records of a key in another one. */
    private Collection<TopicPartition> partitions(Admin admin) throws ExecutionException, InterruptedException {
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

    private void create(Admin admin) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty()).configs(SETTINGS)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void keepForEver(Admin admin) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get();
            ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (policy != null && TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
                return;
            }
            AlterConfigOp compact = new AlterConfigOp(
                    new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT),
                    AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(compact)))
                    .all()
                    .get();
            listener.info(
                    "topic " + topic + " was not kept for ever; it has cleanup.policy=compact now, because it keeps"
                            + " the positions for ship.delivery=exactly-once");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            listener.warn("topic " + topic
                    + " must have cleanup.policy=compact, or ship.delivery=exactly-once holds only"
                    + " for as long as it keeps its records; the agent may not see or change that (" + e.getCause()
                    + ")");
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

    private static boolean isAt(Consumer<byte[], byte[]> consumer, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            if (consumer.position(end.getKey()) < end.getValue().offset()) {
                return false;
            }
        }
        return true;
    }

    /** The furthest of each incarnation, whatever the order: partitions are read in any. What came last is at the end. */
    static Found merged(Found before, PositionRecord record) {
        Map<String, Long> next = before.next();
        record.next().forEach((incarnation, sequence) -> {
            Long known = next.remove(incarnation);
            next.put(incarnation, known == null ? sequence : Math.max(known, sequence));
        });
        return new Found(next, record.writer());
    }
}
