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
package io.logspool.testing.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/**
 * Several brokers, numbered from 1. The first is the controller too: the others may be killed, and the cluster goes on.
 * Transactions and positions are replicated to all. Not thread-safe.
 */
public final class KafkaCluster implements AutoCloseable {
    private static final long ADMIN_TIMEOUT_SECONDS = 30;

    private final List<KafkaBroker> brokers = new ArrayList<>();

    private KafkaCluster() {}

    /** Starts so many brokers and returns when all of them take requests. */
    public static KafkaCluster start(int count) {
        KafkaCluster cluster = new KafkaCluster();
        boolean started = false;
        try {
            String id = Uuid.randomUuid().toString();
            int controllerPort = BrokerPorts.findFree(0);
            for (int node = 1; node <= count; node++) {
                cluster.brokers.add(cluster.startNode(node, id, controllerPort, count));
            }
            started = true;
            return cluster;
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    private KafkaBroker startNode(int node, String id, int controllerPort, int count) {
        int port = BrokerPorts.findFree(controllerPort);
        KafkaBroker.Builder builder = KafkaBroker.builder()
                .port(port)
                .formatArguments("--cluster-id", id)
                .property("default.replication.factor", Integer.toString(count))
                .property("min.insync.replicas", "2")
                .property("transaction.state.log.replication.factor", Integer.toString(count))
                .property("transaction.state.log.min.isr", "2");
        if (node == 1) {
            builder.controllerPort(controllerPort);
        } else {
            builder.property("process.roles", "broker")
                    .property("node.id", Integer.toString(node))
                    .property("controller.quorum.voters", "1@" + BrokerPorts.HOST + ":" + controllerPort)
                    .property("listeners", "PLAINTEXT://" + BrokerPorts.HOST + ":" + port);
        }
        return builder.start();
    }

    /** All of them, for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    /** One of them, by its number. */
    public KafkaBroker broker(int node) {
        return brokers.get(node - 1);
    }

    /** Creates a topic on all brokers, with leaders other than the controller: those that may be killed. */
    public void createTopic(String name, int partitions) {
        Map<Integer, List<Integer>> replicas = new java.util.TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            List<Integer> nodes = new ArrayList<>();
            for (int i = 0; i < brokers.size(); i++) {
                nodes.add(1 + (1 + partition + i) % brokers.size());
            }
            replicas.put(partition, nodes);
        }
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, replicas)))
                    .all()
                    .get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaBrokerException("Topic " + name + " could not be created: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaBrokerException("Interrupted while topic " + name + " was being created.", e);
        }
    }

    /** The number of the broker that leads a partition. */
    public int leader(String topic, int partition) {
        try (Admin admin = admin()) {
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(topic);
            if (description == null) {
                throw new KafkaBrokerException("There is no topic " + topic + ".");
            }
            return description.partitions().get(partition).leader().id();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaBrokerException("Topic " + topic + " could not be described: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaBrokerException("Interrupted while topic " + topic + " was being described.", e);
        }
    }

    @Override
    public void close() {
        brokers.forEach(KafkaBroker::close);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }
}
