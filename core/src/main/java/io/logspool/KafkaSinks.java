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
package io.logspool;

import io.logspool.config.ConfigKeys;
import io.logspool.kafka.KafkaSettings;
import io.logspool.kafka.KafkaSink;
import io.logspool.kafka.TransactionalSink;
import io.logspool.ship.ShipClock;
import io.logspool.ship.Sink;
import io.logspool.ship.StatusListener;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The sink that a configuration asks for. */
final class KafkaSinks {

    /**
     * Of a request with events of usual size, while Kafka's own limit is four times as much: a client that has no answer in
     * {@code kafka.request.timeout.ms} sends the same request again, and a line that never carries one in that time would
     * never carry anything.
     */
    private static final long REQUEST_BYTES = 256 << 10;

    private KafkaSinks() {}

    /**
     * A sink for the entries of one slot. Uses no network yet.
     *
     * @param slotDirectory keeps the slot's identity, with {@code exactly-once}
     */
    static Sink of(LogAgentConfig config, Path slotDirectory, StatusListener listener) {
        KafkaSettings settings = settings(config);
        return switch (config.shipDelivery()) {
            case AT_LEAST_ONCE -> new KafkaSink(settings);
            case EXACTLY_ONCE ->
                new TransactionalSink(
                        settings,
                        slotDirectory,
                        config.shipPositionTopic(),
                        config.shipCommitInterval(),
                        ShipClock.SYSTEM,
                        listener);
        };
    }

    /** A sink that knows of no slot, and so delivers at least once. */
    static Sink plain(LogAgentConfig config) {
        return new KafkaSink(settings(config));
    }

    private static KafkaSettings settings(LogAgentConfig config) {
        long event = config.spoolMaxEventBytes();
        // A key may be nearly all that an event has, and is in its record twice.
        long record = config.shipKey().equals("none") ? event : 2 * event;
        long request = Math.max(REQUEST_BYTES, record) + ConfigKeys.RECORD_OVERHEAD_BYTES;
        return KafkaSettings.of(
                () -> {
                    Map<String, String> settings = new HashMap<>(config.kafkaNow());
                    settings.putIfAbsent("max.request.size", Long.toString(request));
                    return settings;
                },
                config.shipMaxInFlightBytes(),
                "logspool-" + config.serviceName());
    }
}
