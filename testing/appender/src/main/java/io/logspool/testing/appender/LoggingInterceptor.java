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
package io.logspool.testing.appender;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Code of an application that Kafka's client calls for each record, on two of the agent's threads, and that logs. */
public final class LoggingInterceptor implements ProducerInterceptor<byte[], byte[]> {

    static final String LOGGER = "interceptor";

    private static final AtomicInteger SENT = new AtomicInteger();
    private static final AtomicInteger ACKNOWLEDGED = new AtomicInteger();
    private static volatile Runnable statement = () -> {};

    /** Kafka's client makes one by its name. */
    public LoggingInterceptor() {}

    /** What it is to do each time. */
    static void logWith(Runnable logStatement) {
        SENT.set(0);
        ACKNOWLEDGED.set(0);
        statement = logStatement;
    }

    /** How often it has logged before a record was sent. */
    static int sent() {
        return SENT.get();
    }

    /** How often it has logged when a record was acknowledged. */
    static int acknowledged() {
        return ACKNOWLEDGED.get();
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> producerRecord) {
        statement.run();
        SENT.incrementAndGet();
        return producerRecord;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        statement.run();
        ACKNOWLEDGED.incrementAndGet();
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
