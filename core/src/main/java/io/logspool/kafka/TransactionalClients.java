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
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;

/** What a sink with transactions needs of Kafka. Its methods do not wait. */
interface TransactionalClients {

    /** A producer for the transactions of a slot. */
    Producer<byte[], byte[]> producer(Map<String, Object> config);

    /** Its settings. */
    Map<String, Object> config(String identity);

    /** The producer id of the slot's last transaction if the brokers have decided to commit it, in the background. */
    Future<OptionalLong> committer(String identity);

    /**
     * Reads the position of a slot, in the background.
     *
     * @param committer what {@link #committer} found
     */
    Future<PositionTopic.Found> position(String identity, OptionalLong committer);

    /** After which the brokers abort a transaction. */
    Duration transactionTimeout();

    /** Those of a real cluster. */
    static TransactionalClients of(KafkaSettings settings, String positionTopic, StatusListener listener) {
        PositionTopic positions = new PositionTopic(settings, positionTopic, listener);
        return new TransactionalClients() {
            @Override
            public Producer<byte[], byte[]> producer(Map<String, Object> config) {
                return Producers.create(config);
            }

            @Override
            public Map<String, Object> config(String identity) {
                return settings.toTransactionalConfig(identity);
            }

            @Override
            public Future<OptionalLong> committer(String identity) {
                return Background.start(() -> positions.committer(settings.transactionalId(identity)));
            }

            @Override
            public Future<PositionTopic.Found> position(String identity, OptionalLong committer) {
                return Background.start(() -> positions.read(identity, committer));
            }

            @Override
            public Duration transactionTimeout() {
                return settings.transactionTimeout();
            }
        };
    }
}
