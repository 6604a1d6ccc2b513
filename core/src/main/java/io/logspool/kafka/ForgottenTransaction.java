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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Ends a transaction that the brokers have forgotten to end in some partitions, the way it was decided: the marker of the
 * next transaction of its producer there is the marker of both. The shipper's thread; does not wait.
 */
final class ForgottenTransaction {

    private final Producer<byte[], byte[]> producer;
    private final boolean isCommitted;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    /** Begins a transaction with a record in each of the partitions, which the producer must know. */
    ForgottenTransaction(
            Producer<byte[], byte[]> producer,
            boolean isCommitted,
            List<TopicPartition> partitions,
            ProducerRecord<byte[], byte[]> record) {
        this.producer = producer;
        this.isCommitted = isCommitted;
        producer.beginTransaction();
        for (TopicPartition partition : partitions) {
            sent.add(producer.send(
                    new ProducerRecord<>(partition.topic(), partition.partition(), record.key(), record.value())));
        }
    }

    /**
     * Ends it, once its records have arrived: a client that has sent nothing ends nothing, and does not tell.
     *
     * @return whether it is over; false: try again
     * @throws ExecutionException if a record has not arrived; then nothing is ended
     */
    boolean end() throws ExecutionException, InterruptedException {
        for (Future<RecordMetadata> record : sent) {
            if (!record.isDone()) {
                return false;
            }
            RecordMetadata unused = record.get();
        }
        try {
            if (isCommitted) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        } catch (TimeoutException e) {
            return false;
        }
        return true;
    }
}
