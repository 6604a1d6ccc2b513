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

import io.logspool.ship.Remedy;
import io.logspool.ship.Sink;
import io.logspool.ship.SinkFailure;
import io.logspool.ship.SinkRecord;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends records with an idempotent Kafka producer.
 *
 * <p>The producer is made by the first {@link #send}, on the calling thread: its network thread then belongs to the
 * caller's thread group. A producer that cannot be made (no such host yet) is a record that cannot be sent yet.
 */
public final class KafkaSink implements Sink {

    private final KafkaSettings settings;

    // The shipper's thread only.
    private @Nullable Producer<byte[], byte[]> producer;

    /** Does nothing but remember the settings. */
    public KafkaSink(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public @Nullable SinkFailure send(SinkRecord record, Completion completion) {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            try {
                current = Producers.create(settings.toProducerConfig());
            } catch (RuntimeException e) {
                return KafkaErrors.ofCreation(e);
            }
            producer = current;
        }
        Delivery delivery = new Delivery(completion);
        try {
            // The future tells nothing that the callback does not.
            Future<RecordMetadata> unused = current.send(Producers.toKafka(record), delivery);
        } catch (RuntimeException e) {
            return KafkaErrors.ofRefusal(e);
        } finally {
            delivery.sender = null;
        }
        Exception refusal = delivery.refusal;
        return refusal == null ? null : KafkaErrors.ofRefusal(refusal);
    }

    /** The producer tries for ever what it has taken for a topic that is deleted then. */
    @Override
    public @Nullable SinkFailure lookUp(String topic) {
        Producer<byte[], byte[]> current = producer;
        try {
            boolean known = current == null || !current.partitionsFor(topic).isEmpty();
            return known ? null : new SinkFailure(Remedy.TOPIC_MISSING, "topic " + topic + " has no partitions");
        } catch (RuntimeException e) {
            return KafkaErrors.ofRefusal(e);
        }
    }

    @Override
    public void reset() {
        drop(Duration.ZERO, Producers.LONGEST_END);
    }

    @Override
    public void close(Duration timeout) {
        drop(timeout.dividedBy(2), timeout);
    }

    private void drop(Duration graceful, Duration longest) {
        Producer<byte[], byte[]> dropped = producer;
        producer = null;
        Producers.drop(dropped, graceful, longest);
    }

    /**
     * Tells a refusal from a failed delivery: {@code KafkaProducer.doSend} calls the callback itself, before it returns,
     * for a record that it does not take.
     */
    private static final class Delivery implements Callback {

        private final Completion completion;

        /** The thread that is inside {@code send} with this; only that thread sees itself here. */
        private @Nullable Thread sender = Thread.currentThread();

        private @Nullable Exception refusal;

        Delivery(Completion completion) {
            this.completion = completion;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
            if (Thread.currentThread() == sender) {
                refusal = exception;
            } else {
                completion.completed(exception == null ? null : KafkaErrors.ofDelivery(exception));
            }
        }
    }
}
