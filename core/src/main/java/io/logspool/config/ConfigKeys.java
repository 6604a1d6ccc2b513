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
package io.logspool.config;

import io.logspool.encode.Encoding;
import io.logspool.encode.KeyValuePlacement;
import io.logspool.event.LogLevel;
import io.logspool.ship.DeliveryMode;
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.SpoolOptions;
import io.logspool.spool.SyncMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The table of keys: the one place that names them, with type, default, limits and documentation. A new key is one row
 * here and an accessor where it is read.
 *
 * <p>An exact row comes before the family it would belong to: so the producer settings that we have a say in have rows of
 * their own, and the rest is {@link #KAFKA}.
 */
public final class ConfigKeys {

    /**
     * What a Kafka record may need beside its value: key, headers, timestamps, and the head of its batch. So a value of
     * {@code spool.max-event-bytes} fits a request of {@value} bytes more.
     */
    public static final int RECORD_OVERHEAD_BYTES = 4096;

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** Filled by the rows below, so it has to stand above them. */
    private static final List<ConfigKey<?>> ALL = new ArrayList<>();

    // service

    public static final ConfigKey<String> SERVICE_NAME = row(
            "service.name",
            ValueTypes.serviceName(),
            "unknown_service:java",
            "Who logs. Also the name of a directory under `spool.dir`.");

    public static final ConfigKey<String> SERVICE_VERSION =
            row("service.version", ValueTypes.text(), null, "The version of the service.");

    public static final ConfigKey<String> SERVICE_ENVIRONMENT =
            row("service.environment", ValueTypes.text(), null, "Where it runs: `production`, `staging`.");

    public static final ConfigKey<String> SERVICE_NODE_NAME =
            row("service.node.name", ValueTypes.text(), null, "Which of several instances of the service this is.");

    // fields

    public static final ConfigKey<String> FIELDS =
            row("fields.<name>", ValueTypes.text(), null, "A constant field on every event.");

    // spool

    public static final ConfigKey<Path> SPOOL_DIR = row(
            "spool.dir",
            ValueTypes.directory(),
            "logspool",
            "Where events are kept until the brokers have them. Any number of processes and services may share it.");

    public static final ConfigKey<Long> SPOOL_MAX_BYTES = row(
            "spool.max-bytes",
            ValueTypes.size(2L * SpoolOptions.MIN_SEGMENT_BYTES, 1024 * TIB),
            "1GiB",
            "Disk that one process may take, prepared segments and metadata included. At least twice"
                    + " `spool.segment-bytes`: one segment is written to while the next is prepared.");

    public static final ConfigKey<Long> SPOOL_SEGMENT_BYTES = row(
            "spool.segment-bytes",
            ValueTypes.pages(SpoolOptions.MIN_SEGMENT_BYTES, SpoolOptions.MAX_SEGMENT_BYTES),
            "16MiB",
            "Size of one segment; disk is given back a segment at a time. Smaller ones cost more preparation for each"
                    + " event, larger ones hold on to disk for longer.");

    public static final ConfigKey<Long> SPOOL_MIN_FREE_BYTES = computed(
            "spool.min-free-bytes",
            ValueTypes.size(0, 1024 * TIB),
            "`256MiB`, or a tenth of the volume if that is less",
            volumeBytes -> volumeBytes <= 0 ? 256 * MIB : Math.min(256 * MIB, volumeBytes / 10),
            "The spool stops growing when the file system has less than this left. Must be less than the size of the"
                    + " volume.");

    public static final ConfigKey<OverflowPolicy> SPOOL_OVERFLOW = row(
            "spool.overflow",
            ValueTypes.choice(OverflowPolicy.class),
            "drop-newest",
            "What happens to an event that finds the spool full: it is dropped; or the oldest segment is, with all its"
                    + " events, which are counted by level and listed by range; or its thread waits for room, for"
                    + " `spool.block-timeout` at most. With `drop-oldest` there is no reserve.");

    public static final ConfigKey<Duration> SPOOL_BLOCK_TIMEOUT = row(
            "spool.block-timeout",
            ValueTypes.duration(Duration.ZERO, Duration.ofMinutes(1)),
            "100ms",
            "Longest wait of one log call: for room, with `block`; with any policy, for a segment that is still being"
                    + " prepared though there is room, or for a thread that lost its processor while it wrote. Then the"
                    + " event is dropped.");

    public static final ConfigKey<LogLevel> SPOOL_RESERVE_LEVEL = row(
            "spool.reserve-level",
            ValueTypes.constant(LogLevel.class),
            "WARN",
            "The last part of the spool takes only this level and above.");

    public static final ConfigKey<Long> SPOOL_RESERVE_PERCENT = row(
            "spool.reserve-percent",
            ValueTypes.whole(0, 90, ""),
            "10",
            "How much of `spool.max-bytes` that last part is. `0`: every level may fill the spool.");

    public static final ConfigKey<SyncMode> SPOOL_SYNC = row(
            "spool.sync",
            ValueTypes.choice(SyncMode.class),
            "none",
            "When events are forced to the storage device. `none` survives the death of the process; `interval` and"
                    + " `always` survive power loss too, less the interval. With `always` the log call waits for the"
                    + " device.");

    public static final ConfigKey<Duration> SPOOL_SYNC_INTERVAL = row(
            "spool.sync-interval",
            ValueTypes.duration(Duration.ofMillis(10), Duration.ofHours(1)),
            "1s",
            "With `spool.sync=interval`: what power loss may take.");

    public static final ConfigKey<Long> SPOOL_MAX_EVENT_BYTES = row(
            "spool.max-event-bytes",
            ValueTypes.size(16 * KIB, 64 * MIB),
            "256KiB",
            "Larger events are cut, marked and counted. Bounds the encoded record as well. At most a quarter of"
                    + " `spool.segment-bytes`, and 4KiB less than `kafka.max.request.size`.");

    // ship

    public static final ConfigKey<Boolean> SHIP_ENABLED =
            row("ship.enabled", ValueTypes.flag(), "true", "`false`: events are kept in the spool, and not sent.");

    public static final ConfigKey<String> SHIP_TOPIC = row(
            "ship.topic",
            ValueTypes.topicTemplate(),
            "logs",
            "The topic that events are sent to. May be made from the event, with `{service.name}`, `{level}` (in lower"
                    + " case), `{logger}`, `{mdc:NAME}` and `{marker}` (the first): other characters than a topic's"
                    + " become `-`, and what is missing is `none`. [delivery.md](delivery.md#topics-keys-and-order)");

    public static final ConfigKey<String> SHIP_KEY = row(
            "ship.key",
            ValueTypes.recordKey(),
            "none",
            "The key of a record; events with the same key are in one partition, in the order they were logged. `none`:"
                    + " they are spread. An event that does not have it has no key.");

    public static final ConfigKey<Encoding> SHIP_ENCODING = row(
            "ship.encoding",
            ValueTypes.choice(Encoding.class),
            "ecs",
            "The JSON that a record holds: the Elastic Common Schema, the fields of logstash-logback-encoder, Graylog's"
                    + " GELF 1.1, or OpenTelemetry's OTLP. One record of each: [encodings.md](encodings.md).");

    public static final ConfigKey<DeliveryMode> SHIP_DELIVERY = row(
            "ship.delivery",
            ValueTypes.choice(DeliveryMode.class),
            "at-least-once",
            "After a crash, what was in flight may come twice with the same id; or, with `exactly-once`, all is sent in"
                    + " transactions, and who reads with `isolation.level=read_committed` sees every event once:"
                    + " [delivery.md](delivery.md#exactly-once).");

    public static final ConfigKey<String> SHIP_POSITION_TOPIC = row(
            "ship.position-topic",
            ValueTypes.topic(),
            "logspool-positions",
            "With `exactly-once`: the compacted topic that says how far each slot is. Made if it is missing.");

    public static final ConfigKey<Duration> SHIP_COMMIT_INTERVAL = row(
            "ship.commit-interval",
            ValueTypes.duration(Duration.ofMillis(1), Duration.ofSeconds(10)),
            "100ms",
            "With `exactly-once`: the age at which a transaction is committed, unless `ship.max-in-flight-bytes` comes"
                    + " first. Readers see its events then.");

    public static final ConfigKey<String> SHIP_DEAD_LETTER_TOPIC = row(
            "ship.dead-letter-topic",
            ValueTypes.topic(),
            null,
            "Where events go that the brokers will never take, with headers for the reason and the topic. Without it, and"
                    + " if it does not take them either, a file of the slot: `dead-letters.jsonl`.");

    public static final ConfigKey<Long> SHIP_DEAD_LETTER_MAX_BYTES = row(
            "ship.dead-letter-max-bytes",
            ValueTypes.size(0, GIB),
            "64MiB",
            "The largest size of that file, which is not counted in `spool.max-bytes`. What finds it full is lost, and"
                    + " counted.");

    public static final ConfigKey<Long> SHIP_MAX_IN_FLIGHT_BYTES = row(
            "ship.max-in-flight-bytes",
            ValueTypes.size(4 * KIB, GIB),
            "8MiB",
            "Sent and not yet acknowledged: bounds memory, and what may come twice after the process was killed. At"
                    + " least `spool.max-event-bytes`, at most `kafka.buffer.memory`.");

    public static final ConfigKey<String> SHIP_LEDGER_TOPIC = row(
            "ship.ledger-topic",
            ValueTypes.topic(),
            "logspool-ledger",
            "The topic of the ledger, with which `logspool audit` proves that no event is missing: [ledger.md](ledger.md).");

    public static final ConfigKey<Duration> SHIP_LEDGER_INTERVAL = row(
            "ship.ledger-interval",
            ValueTypes.duration(Duration.ZERO, Duration.ofHours(24)),
            "30s",
            "How often the ledger is written; `0`: there is none. It holds up no event.");

    public static final ConfigKey<Duration> SHIP_CLOSE_TIMEOUT = row(
            "ship.close-timeout",
            ValueTypes.duration(Duration.ZERO, Duration.ofHours(1)),
            "5s",
            "Longest wait at shutdown; what is left stays in the spool for the next start.");

    // mask

    public static final ConfigKey<String> MASK = row(
            "mask.<name>",
            ValueTypes.expression(),
            null,
            "What matches becomes `***` before anything reaches the disk: in the message and its template, in thread"
                    + " names, markers, messages of throwables, and in names and values of MDC and key-value pairs. A text"
                    + " that takes too long to search becomes `***` as a whole.");

    // capture

    public static final ConfigKey<Boolean> CAPTURE_CALLER = row(
            "capture.caller",
            ValueTypes.flag(),
            "false",
            ConfigKey.Scope.APPENDER,
            "Class, method, file and line of the log call. Finding them is slow.");

    public static final ConfigKey<MdcSelection> CAPTURE_MDC = row(
            "capture.mdc",
            ValueTypes.mdc(),
            "*",
            ConfigKey.Scope.APPENDER,
            "The MDC keys that go into the event; `*` is all.");

    public static final ConfigKey<Boolean> CAPTURE_TEMPLATE = row(
            "capture.template",
            ValueTypes.flag(),
            "true",
            ConfigKey.Scope.APPENDER,
            "The message before its arguments went in, as a field of its own.");

    public static final ConfigKey<KeyValuePlacement> CAPTURE_KEY_VALUES = row(
            "capture.key-values",
            ValueTypes.choice(KeyValuePlacement.class),
            "top-level",
            "Where key-value pairs go: under their own names and with their types; or where the MDC's entries go, as"
                    + " texts, with `ecs` under `labels.`, so that values of changing types are no conflict in an index.");

    // kafka: what we have a say in, then all the rest

    public static final ConfigKey<String> KAFKA_BOOTSTRAP_SERVERS = row(
            "kafka.bootstrap.servers",
            ValueTypes.text(),
            "localhost:9092",
            "The brokers to ask first: `host:port,...`");

    public static final ConfigKey<String> KAFKA_ACKS = row(
            "kafka.acks",
            ValueTypes.only(
                    "nothing accepted is lost, and with less a broker that dies takes acknowledged events with it",
                    "all",
                    "-1"),
            "all",
            "");

    public static final ConfigKey<String> KAFKA_ENABLE_IDEMPOTENCE = row(
            "kafka.enable.idempotence",
            ValueTypes.only(
                    "events arrive in the order of the spool, and without it one that is sent again may come late or"
                            + " twice",
                    "true"),
            "true",
            "");

    public static final ConfigKey<String> KAFKA_COMPRESSION_TYPE = row(
            "kafka.compression.type",
            ValueTypes.text(),
            "lz4",
            "JSON compresses well, and `lz4` takes the least time.");

    public static final ConfigKey<Long> KAFKA_LINGER_MS = row(
            "kafka.linger.ms",
            ValueTypes.whole(0, Integer.MAX_VALUE, ""),
            "20",
            "Milliseconds that a batch may wait for more. The log call does not.");

    public static final ConfigKey<Long> KAFKA_DELIVERY_TIMEOUT_MS = row(
            "kafka.delivery.timeout.ms",
            ValueTypes.whole(
                    DAY_MILLIS,
                    Integer.MAX_VALUE,
                    " (a day and more): brokers gone for days lose no event, so time alone must not give one up"),
            Integer.toString(Integer.MAX_VALUE),
            "");

    public static final ConfigKey<Long> KAFKA_MAX_IN_FLIGHT_REQUESTS = row(
            "kafka.max.in.flight.requests.per.connection",
            ValueTypes.whole(
                    1, 5, ": events arrive in the order of the spool, which brokers can keep for 5 requests at most"),
            "1",
            "With more than one, brokers that do not have the fix of KAFKA-15591 may leave a new partition stuck.");

    public static final ConfigKey<Long> KAFKA_MAX_REQUEST_SIZE = row(
            "kafka.max.request.size",
            ValueTypes.whole(0, Integer.MAX_VALUE, ""),
            null,
            "Bytes. At least `spool.max-event-bytes` and 4KiB, or the largest event would never be sent; if not set, at"
                    + " least 260KiB, and as much as the largest event with its `ship.key` may need.");

    public static final ConfigKey<Long> KAFKA_BUFFER_MEMORY = row(
            "kafka.buffer.memory",
            ValueTypes.whole(0, Long.MAX_VALUE, ""),
            null,
            "Bytes. At least `ship.max-in-flight-bytes`, or sending would wait for memory.");

    public static final ConfigKey<Long> KAFKA_MAX_BLOCK_MS = row(
            "kafka.max.block.ms",
            ValueTypes.whole(0, 200, ": the agent closes within `ship.close-timeout`, and must not be held up longer"),
            "10",
            "");

    public static final ConfigKey<Long> KAFKA_TRANSACTION_TIMEOUT_MS = row(
            "kafka.transaction.timeout.ms",
            ValueTypes.whole(15_000, 900_000, ": longer than `ship.commit-interval`, and what brokers allow"),
            null,
            "`30000` with `exactly-once`: how long a transaction of a process that died holds up its readers.");

    public static final ConfigKey<String> KAFKA_RETRIES = row(
            "kafka.retries",
            ValueTypes.refused("nothing accepted is lost, so sending is tried again for as long as it takes"),
            null,
            "");

    public static final ConfigKey<String> KAFKA_KEY_SERIALIZER =
            row("kafka.key.serializer", ValueTypes.refused("records are made by `ship.encoding`, as bytes"), null, "");

    public static final ConfigKey<String> KAFKA_VALUE_SERIALIZER = row(
            "kafka.value.serializer", ValueTypes.refused("records are made by `ship.encoding`, as bytes"), null, "");

    public static final ConfigKey<String> KAFKA_TRANSACTIONAL_ID = row(
            "kafka.transactional.id",
            ValueTypes.refused("every event accepted reaches the readers, and a transaction that the agent did not"
                    + " begin is one that it does not commit"),
            null,
            "");

    public static final ConfigKey<String> KAFKA = row(
            "kafka.<producer setting>",
            ValueTypes.anything(),
            null,
            "Any other setting of Kafka's producer, passed through as it is.");

    private ConfigKeys() {}

    private static <T> ConfigKey<T> row(String name, ValueType<T> type, @Nullable String defaultText, String doc) {
        return row(name, type, defaultText, scopeOf(name), doc);
    }

    private static <T> ConfigKey<T> row(
            String name, ValueType<T> type, @Nullable String defaultText, ConfigKey.Scope scope, String doc) {
        return add(new ConfigKey<>(name, type, defaultText, null, scope, doc));
    }

    /** A default that depends on the size of the volume in bytes, 0 if that is not known. */
    private static <T> ConfigKey<T> computed(
            String name, ValueType<T> type, String defaultWords, LongFunction<T> computedDefault, String doc) {
        return add(new ConfigKey<>(name, type, defaultWords, computedDefault, scopeOf(name), doc));
    }

    /** Of a key that is not the appender's own: spool and ledger stay open, and each segment says who logs. */
    private static ConfigKey.Scope scopeOf(String name) {
        return name.startsWith("spool.") || name.startsWith("service.") ? ConfigKey.Scope.START : ConfigKey.Scope.AGENT;
    }

    private static <T> ConfigKey<T> add(ConfigKey<T> row) {
        ALL.add(row);
        return row;
    }

    /** All rows, in the order of the documentation. Unmodifiable. */
    public static List<ConfigKey<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** The row that a key belongs to; null if it is unknown. */
    public static @Nullable ConfigKey<?> of(String key) {
        ConfigKey<?> family = null;
        for (ConfigKey<?> row : ALL) {
            if (!row.isFamily() && row.key().equals(key)) {
                return row;
            }
            if (row.isFamily()
                    && key.startsWith(row.prefix())
                    && key.length() > row.prefix().length()) {
                family = row;
            }
        }
        return family;
    }
}
