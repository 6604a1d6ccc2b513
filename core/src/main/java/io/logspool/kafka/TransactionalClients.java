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
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** What a sink with transactions needs of Kafka. Its methods do not wait. */
interface TransactionalClients {

    /** A producer for the transactions of a slot. */
    Producer<byte[], byte[]> producer(Map<String, Object> config);

    /** Its settings. */
    Map<String, Object> config(String identity);

    /** See {@link PositionReader#lastTransaction}; in the background. */
    Future<@Nullable LastTransaction> lastTransaction(String identity);

    /** See {@link PositionReader#read}; in the background. */
    Future<PositionReader.Found> position(String identity, @Nullable LastTransaction last);

    /** After which the brokers abort a transaction. */
    Duration transactionTimeout();

    /** Those of a real cluster. */
    static TransactionalClients of(KafkaSettings settings, String positionTopic, StatusListener listener) {
        PositionReader positions = new PositionReader(settings, new PositionTopic(positionTopic, listener), listener);
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
            public Future<@Nullable LastTransaction> lastTransaction(String identity) {
                return Background.start(() -> positions.lastTransaction(settings.transactionalId(identity)));
            }

            @Override
            public Future<PositionReader.Found> position(String identity, @Nullable LastTransaction last) {
                return Background.start(() -> positions.read(identity, last));
            }

            @Override
            public Duration transactionTimeout() {
                return settings.transactionTimeout();
            }
        };
    }
}
