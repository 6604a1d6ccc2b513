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
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The compacted topic that keeps the positions of all slots. Blocks; one thread at a time.
 *
 * <p>A topic that is missing is made, with the brokers' own number of partitions and replicas. One that would forget is
 * set to compaction if we may; if not, that is said, and shipping goes on: what a restart repeats is then bounded by what
 * was in flight when the process died. Compaction with deletion is somebody's choice, and stays.
 *
 * <p>Nothing is ever removed, not even with a slot: of a copy of the slot that comes back, nobody would know what of it is
 * in Kafka.
 */
final class PositionTopic {

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

    private final String topic;
    private final StatusListener listener;

    /** What was said of the topic's settings, which are looked at again and again. */
    private String said = "";

    PositionTopic(String topic, StatusListener listener) {
        this.topic = topic;
        this.listener = listener;
    }

    /**
     * Its partitions, all of which count: a topic that got more of them has the older records of a key in another one.
     *
     * @throws ExecutionException with what Kafka's admin client has to say
     * @throws IOException if it is missing and cannot be made
     */
    Collection<TopicPartition> partitions(Admin admin) throws ExecutionException, InterruptedException, IOException {
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
}
