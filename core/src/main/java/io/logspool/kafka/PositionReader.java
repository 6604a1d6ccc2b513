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

import static java.util.Objects.requireNonNull;

import io.logspool.ship.StatusListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the position of a slot from the topic that keeps them, to its end, also where brokers have forgotten to end the
 * slot's last transaction: brokers that are killed may do so (seen with 4.3: a coordinator that starts before its broker is
 * unfenced takes the partitions for deleted, and skips their markers). Blocks; one thread.
 */
final class PositionReader {

    /**
     * What Kafka has.
     *
     * @param next   by incarnation id, see {@link Positions}
     * @param writer who wrote the newest record; null if there is none
     * @param hanging where the slot's last transaction is decided, and not ended
     */
    record Found(Map<String, Long> next, @Nullable String writer, List<TopicPartition> hanging) {

        /** Nothing. */
        static Found none() {
            return new Found(new LinkedHashMap<>(), null, new ArrayList<>());
        }

        /** The furthest of each incarnation, whatever the order: partitions are read in any. What came last is at the end. */
        Found merged(PositionRecord record) {
            record.next().forEach((incarnation, sequence) -> {
                Long known = next.remove(incarnation);
                next.put(incarnation, known == null ? sequence : Math.max(known, sequence));
            });
            return new Found(next, record.writer(), hanging);
        }

        PositionRecord position() {
            return new PositionRecord(writer == null ? "" : writer, next);
        }
    }

    private static final Duration POLL = Duration.ofMillis(200);

    /** Without a record for this long, what is not read for a transaction that is open is looked at. */
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    /** Without a record for this long, a reader is given up, and another one begins. */
    private static final long STALL_NANOS = Duration.ofMinutes(1).toNanos();

    private final KafkaSettings settings;
    private final PositionTopic topic;
    private final StatusListener listener;

    PositionReader(KafkaSettings settings, PositionTopic topic, StatusListener listener) {
        this.settings = settings;
        this.topic = topic;
        this.listener = listener;
    }

    /**
     * How the last transaction of that id was decided, or will be once a producer is initialised. Null if nobody knows:
     * there was none yet, or a producer was initialised after it.
     */
    @Nullable
    LastTransaction lastTransaction(String transactionalId) throws ExecutionException, InterruptedException {
        try (BriefAdmin admin = new BriefAdmin(settings)) {
            TransactionDescription last = admin.get()
                    .describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get();
            return switch (last.state()) {
                case COMPLETE_COMMIT, PREPARE_COMMIT ->
                    new LastTransaction(last.producerId(), last.producerEpoch(), true);
                case COMPLETE_ABORT, PREPARE_ABORT, PREPARE_EPOCH_FENCE, ONGOING ->
                    new LastTransaction(last.producerId(), last.producerEpoch(), false);
                default -> null;
            };
        }
    }

    /**
     * Reads the position of a slot. The slot's own transactions must be over: initialising its producer sees to that.
     *
     * @param last how the last one was decided; null if that is not known
     * @throws ExecutionException with what Kafka's admin client has to say
     * @throws IOException if a record under the slot's key is no position, or the topic is missing and cannot be made
     * @throws TimeoutException if it cannot be read to its end, for a minute
     */
    Found read(String identity, @Nullable LastTransaction last)
            throws ExecutionException, InterruptedException, IOException {
        Map<TopicPartition, ListOffsetsResultInfo> ends;
        try (BriefAdmin admin = new BriefAdmin(settings)) {
            ends = new HashMap<>(ends(admin.get(), topic.partitions(admin.get())));
        }
        Found found = Found.none();
        if (last != null && last.position() != null) {
            found = found.merged(last.position());
        }
        byte[] key = PositionRecord.key(identity);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings.toConsumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            long moved = System.nanoTime();
            long looked = moved;
            for (long before = left(consumer, ends); before > 0; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (Arrays.equals(record.key(), key) && record.value() != null) {
                        found = found.merged(PositionRecord.parse(record.value()));
                    }
                }
                long now = System.nanoTime();
                long left = left(consumer, ends);
                if (left < before) {
                    moved = now;
                    looked = now;
                } else if (now - moved > STALL_NANOS) {
                    throw new TimeoutException("its last " + left + " records cannot be read");
                } else if (last != null && now - looked > LOOK_NANOS) {
                    found = passHanging(consumer, last, ends, key, found);
                    looked = System.nanoTime();
                    left = left(consumer, ends);
                }
                before = left;
            }
        }
        return found;
    }

    /** Leaves out what cannot be read because of the slot's own last transaction; takes its position if it is committed. */
    private Found passHanging(
            Consumer<byte[], byte[]> committed,
            LastTransaction last,
            Map<TopicPartition, ListOffsetsResultInfo> ends,
            byte[] key,
            Found before)
            throws ExecutionException, InterruptedException, IOException {
        Found found = before;
        try (BriefAdmin admin = new BriefAdmin(settings)) {
            for (TopicPartition partition : List.copyOf(ends.keySet())) {
                OptionalLong open = openedAt(admin.get(), partition, last);
                if (open.isEmpty()) {
                    continue;
                }
                if (last.isCommitted()) {
                    long end = requireNonNull(ends.get(partition)).offset();
                    found = readUncommitted(partition, open.getAsLong(), end, key, found);
                } else if (readableEnd(committed, partition) < open.getAsLong()) {
                    continue; // somebody else's is before it, and perhaps a committed position of this slot
                }
                found.hanging().add(partition);
                ends.remove(partition);
                listener.warn("a transaction of this slot was not ended by the brokers in " + partition + ": it was "
                        + (last.isCommitted() ? "committed" : "aborted") + ", and the agent ends it so");
            }
        }
        return found;
    }

    /** With what is there for the slot from an offset on, also if no marker says that it is committed. */
    private Found readUncommitted(TopicPartition partition, long from, long end, byte[] key, Found before)
            throws IOException {
        Found found = before;
        Map<String, Object> config = settings.toConsumerConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long begin = System.nanoTime();
            while (consumer.position(partition) < end) {
                if (System.nanoTime() - begin > STALL_NANOS) {
                    throw new TimeoutException(partition + " cannot be read from " + from + " to " + end);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (Arrays.equals(record.key(), key) && record.value() != null) {
                        found = found.merged(PositionRecord.parse(record.value()));
                    }
                }
            }
        }
        return found;
    }

    /** Where the first transaction begins that is open there, anybody's. */
    private static long readableEnd(Consumer<byte[], byte[]> committed, TopicPartition partition) {
        return requireNonNull(committed.endOffsets(List.of(partition)).get(partition));
    }

    /** Not what was begun since: that may be of another process with a copy of the slot, and is not decided. */
    private static OptionalLong openedAt(Admin admin, TopicPartition partition, LastTransaction last)
            throws ExecutionException, InterruptedException {
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                .filter(producer ->
                        producer.producerId() == last.producerId() && producer.producerEpoch() <= last.producerEpoch())
                .map(ProducerState::currentTransactionStartOffset)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /**
     * The ends that hide nothing. A reader of committed records comes no further than the oldest open transaction,
     * anybody's, and what this slot committed behind that must be seen all the same: so it is waited for.
     */
    private static Map<TopicPartition, ListOffsetsResultInfo> ends(Admin admin, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get();
    }

    /** How many offsets are before the ends. */
    private static long left(Consumer<byte[], byte[]> consumer, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        long left = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            left += Math.max(0, end.getValue().offset() - consumer.position(end.getKey()));
        }
        return left;
    }
}
