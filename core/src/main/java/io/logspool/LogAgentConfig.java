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
import io.logspool.config.ConfigSources;
import io.logspool.config.MdcSelection;
import io.logspool.config.ProducerRules;
import io.logspool.config.ResolvedConfig;
import io.logspool.encode.Encoding;
import io.logspool.encode.KeyValuePlacement;
import io.logspool.event.LogLevel;
import io.logspool.event.Masks;
import io.logspool.kafka.KafkaProducerRules;
import io.logspool.ship.DeliveryMode;
import io.logspool.ship.RecordKey;
import io.logspool.ship.Routing;
import io.logspool.ship.ShipperOptions;
import io.logspool.ship.TopicTemplate;
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.SpoolOptions;
import io.logspool.spool.SyncMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an agent. Immutable; any thread. {@code docs/configuration.md} says what the keys mean; sizes are
 * bytes. {@link #toString()} hides secrets, {@link #kafka()} and {@link #fields()} hold them as they are.
 */
public final class LogAgentConfig {

    /**
     * What makes two configurations mean the same agent.
     *
     * @param serviceName    {@code service.name}
     * @param spoolDirectory {@code spool.dir}, absolute
     */
    public record Identity(String serviceName, Path spoolDirectory) {

        // By hand, because the start of each application needs them: a record's own are made of some sixty classes.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity that
                    && serviceName.equals(that.serviceName)
                    && spoolDirectory.equals(that.spoolDirectory);
        }

        @Override
        public int hashCode() {
            return 31 * serviceName.hashCode() + spoolDirectory.hashCode();
        }
    }

    private final ResolvedConfig values;

    private LogAgentConfig(ResolvedConfig values) {
        this.values = values;
    }

    /** Starts with nothing set: all comes from system properties, environment, file and defaults. */
    public static Builder builder() {
        return new Builder();
    }

    public String serviceName() {
        return values.get(ConfigKeys.SERVICE_NAME);
    }

    public @Nullable String serviceVersion() {
        return values.find(ConfigKeys.SERVICE_VERSION);
    }

    public @Nullable String serviceEnvironment() {
        return values.find(ConfigKeys.SERVICE_ENVIRONMENT);
    }

    public @Nullable String serviceNodeName() {
        return values.find(ConfigKeys.SERVICE_NODE_NAME);
    }

    /** Constant fields by name, without {@code fields.}; unmodifiable. */
    public Map<String, String> fields() {
        return values.family(ConfigKeys.FIELDS);
    }

    /** Absolute. Holds a directory for each service. */
    public Path spoolDirectory() {
        return values.get(ConfigKeys.SPOOL_DIR);
    }

    public long spoolMaxBytes() {
        return values.get(ConfigKeys.SPOOL_MAX_BYTES);
    }

    /** A multiple of 4096. */
    public int spoolSegmentBytes() {
        return Math.toIntExact(values.get(ConfigKeys.SPOOL_SEGMENT_BYTES));
    }

    /** As given, or computed from the size of the volume when this configuration was built. */
    public long spoolMinFreeBytes() {
        return values.get(ConfigKeys.SPOOL_MIN_FREE_BYTES);
    }

    public OverflowPolicy spoolOverflow() {
        return values.get(ConfigKeys.SPOOL_OVERFLOW);
    }

    public Duration spoolBlockTimeout() {
        return values.get(ConfigKeys.SPOOL_BLOCK_TIMEOUT);
    }

    public LogLevel spoolReserveLevel() {
        return values.get(ConfigKeys.SPOOL_RESERVE_LEVEL);
    }

    /** 0 to 90. */
    public int spoolReservePercent() {
        return Math.toIntExact(values.get(ConfigKeys.SPOOL_RESERVE_PERCENT));
    }

    public SyncMode spoolSync() {
        return values.get(ConfigKeys.SPOOL_SYNC);
    }

    public Duration spoolSyncInterval() {
        return values.get(ConfigKeys.SPOOL_SYNC_INTERVAL);
    }

    /** Bounds the entry in the spool and the value of the Kafka record. */
    public int spoolMaxEventBytes() {
        return Math.toIntExact(values.get(ConfigKeys.SPOOL_MAX_EVENT_BYTES));
    }

    public boolean shipEnabled() {
        return values.get(ConfigKeys.SHIP_ENABLED);
    }

    public String shipTopic() {
        return values.get(ConfigKeys.SHIP_TOPIC);
    }

    public String shipKey() {
        return values.get(ConfigKeys.SHIP_KEY);
    }

    public @Nullable String shipDeadLetterTopic() {
        return values.find(ConfigKeys.SHIP_DEAD_LETTER_TOPIC);
    }

    /** Of the file in the slot. */
    public long shipDeadLetterMaxBytes() {
        return values.get(ConfigKeys.SHIP_DEAD_LETTER_MAX_BYTES);
    }

    /** {@link #shipTopic()} and {@link #shipKey()}, ready for use. */
    public Routing shipRouting() {
        return new Routing(TopicTemplate.parse(shipTopic()), RecordKey.parse(shipKey()));
    }

    SpoolOptions spoolOptions() {
        return new SpoolOptions(
                spoolDirectory().resolve(ServiceDirectory.name(serviceName())),
                spoolMaxBytes(),
                spoolSegmentBytes(),
                spoolMinFreeBytes(),
                spoolMaxEventBytes(),
                spoolOverflow(),
                spoolBlockTimeout(),
                spoolReserveLevel().code(),
                spoolReservePercent(),
                spoolSync(),
                spoolSyncInterval());
    }

    /** What the shipper has to know of these. */
    ShipperOptions shipperOptions() {
        return new ShipperOptions(shipMaxInFlightBytes(), !shipRouting().topic().isFixed(), shipDeadLetterTopic());
    }

    public Encoding shipEncoding() {
        return values.get(ConfigKeys.SHIP_ENCODING);
    }

    public DeliveryMode shipDelivery() {
        return values.get(ConfigKeys.SHIP_DELIVERY);
    }

    public String shipPositionTopic() {
        return values.get(ConfigKeys.SHIP_POSITION_TOPIC);
    }

    public Duration shipCommitInterval() {
        return values.get(ConfigKeys.SHIP_COMMIT_INTERVAL);
    }

    public long shipMaxInFlightBytes() {
        return values.get(ConfigKeys.SHIP_MAX_IN_FLIGHT_BYTES);
    }

    public String shipLedgerTopic() {
        return values.get(ConfigKeys.SHIP_LEDGER_TOPIC);
    }

    /** Zero: there is no ledger. */
    public Duration shipLedgerInterval() {
        return values.get(ConfigKeys.SHIP_LEDGER_INTERVAL);
    }

    public Duration shipCloseTimeout() {
        return values.get(ConfigKeys.SHIP_CLOSE_TIMEOUT);
    }

    /** What must not reach the disk; null if nothing is masked. Compiled with each call. */
    public @Nullable Masks masks() {
        return Masks.of(values.family(ConfigKeys.MASK).values());
    }

    public boolean captureCaller() {
        return values.get(ConfigKeys.CAPTURE_CALLER);
    }

    public MdcSelection captureMdc() {
        return values.get(ConfigKeys.CAPTURE_MDC);
    }

    public boolean captureTemplate() {
        return values.get(ConfigKeys.CAPTURE_TEMPLATE);
    }

    public KeyValuePlacement captureKeyValues() {
        return values.get(ConfigKeys.CAPTURE_KEY_VALUES);
    }

    /** Producer settings by Kafka's own names, our defaults included; unmodifiable. Holds secrets: not to be logged. */
    public Map<String, String> kafka() {
        return values.family(ConfigKeys.KAFKA);
    }

    /** As {@link #kafka()}, with files that it names by {@code %{file:...}} read again. */
    public Map<String, String> kafkaNow() {
        return values.familyNow(ConfigKeys.KAFKA);
    }

    /** What is odd about it, but no error: for the framework's status channel. Holds no secrets. */
    public List<String> warnings() {
        return values.warnings();
    }

    /** Values with where they came from, for tools. */
    public ResolvedConfig values() {
        return values;
    }

    public Identity identity() {
        return new Identity(serviceName(), spoolDirectory());
    }

    /**
     * The keys with different values, without those that each appender has for itself: what it captures of an event. Empty if the
     * two may share an agent.
     */
    public List<String> differences(LogAgentConfig other) {
        return values.differences(other.values);
    }

    /**
     * What a reload with this configuration makes of an agent that runs with the other one: that has its own values of the
     * keys that only a start reads, and ours of all others.
     *
     * @throws io.logspool.config.ConfigException if these do not go together
     */
    LogAgentConfig over(LogAgentConfig running) {
        return new LogAgentConfig(values.over(running.values));
    }

    /** One {@code key = value (origin)} a line; secrets as {@code ***}. */
    @Override
    public String toString() {
        return values.toString();
    }

    /** Collects the appender's own settings. One thread. */
    public static final class Builder {

        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<String> malformed = new ArrayList<>();
        private @Nullable String configFile;
        private @Nullable Map<String, String> systemProperties;
        private @Nullable Map<String, String> environment;
        private ProducerRules producerRules = new KafkaProducerRules();

        private Builder() {}

        /** Sets any key; the last one counts, null is the empty text. Nothing is checked before {@link #build()}. */
        public Builder set(String key, @Nullable String value) {
            settings.put(key.strip(), value == null ? "" : value);
            return this;
        }

        /** Sets a key from {@code key=value}, as users write it in XML. */
        public Builder setting(String assignment) {
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                malformed.add(assignment.strip());
                return this;
            }
            return set(assignment.substring(0, equals), assignment.substring(equals + 1));
        }

        /** The properties file: a path, or {@code classpath:} and a resource. It has to be there. */
        public Builder configFile(String location) {
            this.configFile = location;
            return this;
        }

        /** Instead of those of the process. */
        public Builder systemProperties(Map<String, String> properties) {
            this.systemProperties = new LinkedHashMap<>(properties);
            return this;
        }

        /** Instead of that of the process. */
        public Builder environment(Map<String, String> variables) {
            this.environment = new LinkedHashMap<>(variables);
            return this;
        }

        /** Instead of what Kafka's producer says of its settings. */
        Builder producerRules(ProducerRules rules) {
            this.producerRules = rules;
            return this;
        }

        /**
         * Reads all layers. An interrupted thread may do so, and stays interrupted.
         *
         * @throws io.logspool.config.ConfigException with everything that is wrong
         */
        public LogAgentConfig build() {
            return new LogAgentConfig(Uninterrupted.call(() -> ResolvedConfig.resolve(sources())));
        }

        private ConfigSources sources() {
            return new ConfigSources(
                    systemProperties == null ? processProperties() : systemProperties,
                    environment == null ? System.getenv() : environment,
                    settings,
                    malformed,
                    configFile,
                    producerRules,
                    ConfigSources::volumeBytes);
        }

        private static Map<String, String> processProperties() {
            Properties properties = System.getProperties();
            Map<String, String> texts = new LinkedHashMap<>();
            for (String name : properties.stringPropertyNames()) {
                texts.put(name, properties.getProperty(name, ""));
            }
            return texts;
        }
    }
}
