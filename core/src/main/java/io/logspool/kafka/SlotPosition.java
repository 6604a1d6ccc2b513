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

import io.logspool.ship.ShipClock;
import io.logspool.ship.SinkRecord;
import io.logspool.ship.StatusListener;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far a slot is in Kafka: what the position topic said, and what was committed since. Tells when that does not go
 * together with what is in the slot. The shipper's thread only.
 */
final class SlotPosition {

    private static final long TWIN_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Path slotDirectory;
    private final String topic;
    private final ShipClock clock;
    private final StatusListener listener;
    private final String writer = SlotIdentity.random();

    private final Set<String> begun = new HashSet<>();
    private final Set<String> reported = new HashSet<>();
    private Map<String, Long> found = Map.of();
    private Positions committed = new Positions();
    private boolean hasCommitted;
    private @Nullable Long twinSeenNanos;

    /**
     * @param topic {@code ship.position-topic}
     */
    SlotPosition(Path slotDirectory, String topic, ShipClock clock, StatusListener listener) {
        this.slotDirectory = slotDirectory;
        this.topic = topic;
        this.clock = clock;
        this.listener = listener;
    }

    /** What Kafka has, when nobody else can write for this slot any more. */
    void read(PositionReader.Found position) {
        noteTwin(position.writer());
        found = position.next();
        committed.merge(found);
        begun.clear();
    }

    /** Whether the event is in Kafka. Tells of a gap before it. */
    boolean covers(SinkRecord record) {
        String incarnation = record.incarnationId();
        long sequence = record.sequence();
        if (committed.cover(incarnation, sequence)) {
            return true;
        }
        if (begun.add(incarnation) && !found.isEmpty()) {
            noteGap(incarnation, sequence);
        }
        return false;
    }

    /** {@code ship.position-topic}. */
    String topic() {
        return topic;
    }

    /** What is in Kafka. */
    Positions committed() {
        return committed;
    }

    /** A transaction is over, and well. */
    void committed(Positions after) {
        committed = after;
        hasCommitted = true;
    }

    /** What says in Kafka how far the slot is. */
    ProducerRecord<byte[], byte[]> record(String identity, Positions after) {
        return new ProducerRecord<>(
                topic, PositionRecord.key(identity), new PositionRecord(writer, after.recent()).toBytes());
    }

    private void noteTwin(@Nullable String lastWriter) {
        long now = clock.nanoTime();
        boolean isNews = twinSeenNanos == null || now - twinSeenNanos >= TWIN_INTERVAL_NANOS;
        if (hasCommitted && lastWriter != null && !lastWriter.equals(writer) && isNews) {
            twinSeenNanos = now;
            listener.warn("another process sends the events of " + slotDirectory + ", or of a copy of it, to the same"
                    + " brokers: the two fence each other, and take turns. Stop one; if a directory is a copy, delete the"
                    + " file " + SlotIdentity.FILE_NAME + " in it");
        }
    }

    /**
     * Where the first event of an incarnation is that Kafka does not have, some before it may be in neither place. Of an
     * incarnation that is not in the position, though others are, all before it.
     */
    private void noteGap(String incarnation, long sequence) {
        long next = found.getOrDefault(incarnation, 1L);
        if (sequence > next && reported.add(incarnation)) {
            listener.warn("events " + next + " to " + (sequence - 1) + " of incarnation " + incarnation
                    + " are behind the checkpoint of " + slotDirectory + ", and by topic " + topic
                    + " not in Kafka: dead letters, sent in another delivery mode or"
                    + " to other brokers, damaged, evicted, or lost by the brokers");
        }
    }
}
