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

import io.logspool.RecordingListener;
import io.logspool.ship.DeadLetterFile;
import io.logspool.ship.ShipClock;
import io.logspool.ship.Shipper;
import io.logspool.ship.ShipperOptions;
import io.logspool.ship.ShipperStats;
import io.logspool.ship.Sink;
import io.logspool.ship.SinkRecord;
import io.logspool.ship.StatusListener;
import io.logspool.spool.Cursor;
import io.logspool.spool.DutyCycleRunner;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolOptions;
import io.logspool.testing.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A spool, its threads, a shipper and a Kafka sink. An entry is {@code <millis> <key> <number or text>}. */
final class KafkaRig implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KEYS = 7;
    private static final long MAX_IN_FLIGHT_BYTES = 8 << 20;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Spool spool;
    private final Shipper shipper;
    private final DeadLetterFile letters;
    private final DutyCycleRunner spoolThread;
    private final DutyCycleRunner shipperThread;
    private final Supplier<String> brokerLog;
    private long backMillis;
    private long lastTimestamp;

    KafkaRig(Path directory, KafkaBroker broker, String topic) throws IOException {
        this(directory, Map.of("bootstrap.servers", broker.bootstrapServers()), topic, broker::logTail, null);
    }

    /** With transactions. */
    static KafkaRig exactlyOnce(Path directory, KafkaBroker broker, String topic, String positionTopic)
            throws IOException {
        return new KafkaRig(
                directory,
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                topic,
                broker::logTail,
                positionTopic);
    }

    KafkaRig(Path directory, Map<String, String> producer, String topic) throws IOException {
        this(directory, producer, topic, () -> "", null);
    }

    KafkaRig(
            Path directory,
            Map<String, String> producer,
            String topic,
            Supplier<String> brokerLog,
            @Nullable String positionTopic)
            throws IOException {
        this(
                directory,
                producer,
                topic,
                brokerLog,
                positionTopic,
                ShipperOptions.of(MAX_IN_FLIGHT_BYTES),
                ShipClock.SYSTEM);
    }

    /** If the options say that topics are made from events, an event's is the given one, {@code -}, and its key. */
    KafkaRig(
            Path directory,
            Map<String, String> producer,
            String topic,
            Supplier<String> brokerLog,
            @Nullable String positionTopic,
            ShipperOptions options,
            ShipClock clock)
            throws IOException {
        this.brokerLog = brokerLog;
        spool = Spool.open(options(directory), new byte[0]);
        letters = new DeadLetterFile(spool.slotDirectory(), 1 << 20, clock);
        Map<String, String> settings = new java.util.HashMap<>(Map.of(
                "acks",
                "all",
                "enable.idempotence",
                "true",
                "compression.type",
                "lz4",
                "linger.ms",
                "20",
                "delivery.timeout.ms",
                "2147483647",
                "max.block.ms",
                "10"));
        settings.putAll(producer);
        KafkaSettings all = KafkaSettings.of(settings, options.maxInFlightBytes(), "rig-" + topic);
        StatusListener listener = new RecordingListener(said);
        Sink sink = positionTopic == null
                ? new KafkaSink(all)
                : new TransactionalSink(
                        all, spool.slotDirectory(), positionTopic, Duration.ofMillis(20), clock, listener);
        shipper = new Shipper(
                spool,
                (entry, id, created) -> map(entry, id, topic, options.routed()),
                sink,
                letters,
                options,
                clock,
                listener);
        spoolThread = new DutyCycleRunner("spool", spool, Duration.ofMillis(5), e -> said.add(e.toString()));
        shipperThread = new DutyCycleRunner("shipper", shipper, Duration.ofMillis(5), e -> said.add(e.toString()));
        spoolThread.start();
        shipperThread.start();
    }

    /** The defaults, with time to wait: none of these tests is about a busy machine. */
    private static SpoolOptions options(Path directory) {
        SpoolOptions of = SpoolOptions.of(directory);
        return new SpoolOptions(
                directory,
                of.maxBytes(),
                of.segmentBytes(),
                of.minFreeBytes(),
                of.maxEntryBytes(),
                of.overflow(),
                Duration.ofSeconds(30),
                of.reserveTag(),
                of.reservePercent(),
                of.sync(),
                of.syncInterval());
    }

    /** Numbers as events; the key follows from the number. */
    void appendRange(int from, int to) {
        for (int i = from; i < to; i++) {
            append("k" + i % KEYS, i);
        }
    }

    void append(String key, Object text) {
        lastTimestamp = System.currentTimeMillis() - backMillis;
        byte[] bytes = (lastTimestamp + " " + key + " " + text).getBytes(StandardCharsets.UTF_8);
        if (spool.append(bytes, 0, bytes.length, 3) < 0) {
            throw new IllegalStateException("the spool did not take it");
        }
    }

    /** Events from now on are as old as that. */
    void backdate(Duration age) {
        backMillis = age.toMillis();
    }

    long lastTimestamp() {
        return lastTimestamp;
    }

    String incarnationId() {
        return spool.incarnation().id();
    }

    Path deadLetters() {
        return spool.slotDirectory().resolve(DeadLetterFile.NAME);
    }

    List<String> said() {
        return said;
    }

    ShipperStats stats() {
        return shipper.stats();
    }

    void awaitAcknowledged(long count) {
        await(count + " acknowledged", () -> stats().acknowledged() >= count);
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not in " + PATIENCE + ": " + what + "; " + stats() + "; " + said
                        + "; the broker's log ends with\n" + brokerLog.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    boolean closeShipper(Duration timeout) {
        shipper.beginClose(timeout);
        shipperThread.wakeUp();
        return shipper.awaitClosed(timeout);
    }

    @Override
    public void close() throws IOException {
        closeShipper(Duration.ofSeconds(1));
        shipperThread.close(Duration.ofSeconds(10));
        spoolThread.close(Duration.ofSeconds(10));
        letters.close();
        spool.close();
    }

    private static SinkRecord map(Cursor entry, String id, String topic, boolean routed) {
        String text = new String(entry.array(), entry.offset(), entry.length(), StandardCharsets.UTF_8);
        String[] words = text.split(" ", 3);
        byte[] key = words[1].getBytes(StandardCharsets.UTF_8);
        byte[] value = (words[1] + " " + words[2]).getBytes(StandardCharsets.UTF_8);
        String target = routed ? topic + "-" + words[1] : topic;
        return SinkRecord.of(target, key, value, Long.parseLong(words[0]), id, "text/plain");
    }
}
