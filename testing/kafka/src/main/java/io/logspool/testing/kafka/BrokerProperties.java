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

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The {@code server.properties} of a broker that is its own controller, small and quick to start. */
final class BrokerProperties {
    private BrokerProperties() {}

    static Map<String, String> of(int port, int controllerPort, Path data) {
        String listener = "PLAINTEXT://" + BrokerPorts.HOST + ":" + port;
        String controller = BrokerPorts.HOST + ":" + controllerPort;
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("process.roles", "broker,controller");
        lines.put("node.id", "1");
        lines.put("controller.quorum.voters", "1@" + controller);
        lines.put("controller.listener.names", "CONTROLLER");
        lines.put("listeners", listener + ",CONTROLLER://" + controller);
        lines.put("advertised.listeners", listener);
        lines.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        lines.put("log.dirs", data.toString());
        lines.put("offsets.topic.replication.factor", "1");
        lines.put("offsets.topic.num.partitions", "1");
        lines.put("transaction.state.log.replication.factor", "1");
        lines.put("transaction.state.log.min.isr", "1");
        lines.put("transaction.state.log.num.partitions", "1");
        lines.put("share.coordinator.state.topic.replication.factor", "1");
        lines.put("share.coordinator.state.topic.min.isr", "1");
        lines.put("share.coordinator.state.topic.num.partitions", "1");
        lines.put("group.initial.rebalance.delay.ms", "0");
        lines.put("log.cleaner.dedupe.buffer.size", "2097152");
        // A killed broker registers again once its own old session is over; but shorter, a busy machine loses live
        // ones.
        lines.put("broker.session.timeout.ms", "4000");
        lines.put("broker.heartbeat.interval.ms", "500");
        return lines;
    }

    /** One more listener, named after its protocol; brokers go on talking to each other over the first. */
    static void addListener(Properties lines, String protocol, int port) {
        String listener = "," + protocol + "://" + BrokerPorts.HOST + ":" + port;
        lines.merge("listeners", listener, (all, one) -> all.toString() + one);
        lines.merge("advertised.listeners", listener, (all, one) -> all.toString() + one);
        lines.merge(
                "listener.security.protocol.map", "," + protocol + ":" + protocol, (all, one) -> all.toString() + one);
        lines.put("inter.broker.listener.name", "PLAINTEXT");
    }
}
