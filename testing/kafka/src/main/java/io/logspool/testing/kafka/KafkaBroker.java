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
package io.logspool.testing.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, one node, loopback only) in a process of its own, which can be stopped, killed, paused
 * and started again on the same ports and data.
 *
 * <p>Thread-safe. Every method that changes the process returns when the change is done; one that fails throws
 * {@link KafkaBrokerException}. Ending this JVM in any way ends the broker too.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final long ADMIN_TIMEOUT_SECONDS = 30;

    private final Path directory;
    private final boolean deleteDirectory;
    private final int port;
    private final int controllerPort;
    private final int securePort;
    private final Path properties;
    private final List<String> jvmOptions;
    private final List<Path> library;
    private final List<String> formatArguments;
    private final Duration startTimeout;
    private final boolean hooked;
    private final Thread shutdownHook = new Thread(this::killAndDelete, "kafka-broker-shutdown");

    /** Volatile for the shutdown hook, which must not wait for a start that is under way. */
    private volatile @Nullable BrokerProcess process;

    private boolean closed;

    private KafkaBroker(Builder builder) {
        directory = builder.createDirectory();
        deleteDirectory = builder.directory == null;
        port = builder.port != 0 ? builder.port : BrokerPorts.findFree(builder.controllerPort);
        controllerPort = builder.controllerPort != 0 ? builder.controllerPort : BrokerPorts.findFree(port);
        securePort = builder.secureProtocol == null ? 0 : BrokerPorts.findFree(port);
        properties = directory.resolve("server.properties");
        jvmOptions = List.copyOf(builder.jvmOptions);
        library = List.copyOf(builder.library);
        formatArguments = List.copyOf(builder.formatArguments);
        startTimeout = builder.startTimeout;
        hooked = builder.shutdownHook;
        writeProperties(builder);
        if (hooked) {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        }
    }

    /** A broker with free ports and a temporary directory, until told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Host and port for {@code bootstrap.servers}; the same for the life of this object. */
    public String bootstrapServers() {
        return BrokerPorts.HOST + ":" + port;
    }

    /** Host and port of the {@link Builder#secureListener}. */
    public String secureServers() {
        return BrokerPorts.HOST + ":" + securePort;
    }

    /** Where the broker keeps its data, its configuration and its logs {@code broker.log} and {@code broker.err}. */
    public Path directory() {
        return directory;
    }

    /** The last lines of the broker's own log: for the message of a test that waited in vain. */
    public String logTail() {
        return BrokerProcess.tail(directory.resolve(BrokerProcess.LOG_FILE));
    }

    /** The process id of the running broker. */
    public synchronized long pid() {
        return running().pid();
    }

    /** Whether the broker's process is there, paused or not. */
    public boolean isRunning() {
        BrokerProcess current = process;
        return current != null && current.isAlive();
    }

    /** Shuts the broker down in order; without effect if it is not running. */
    public synchronized void stop() {
        BrokerProcess current = process;
        if (current != null && current.isAlive()) {
            current.stop(STOP_TIMEOUT);
        }
    }

    /** Kills the broker with SIGKILL, paused or not; without effect if it is not running. */
    public synchronized void kill() {
        BrokerProcess current = process;
        if (current != null) {
            current.kill();
        }
    }

    /**
     * Starts the broker again on the same ports and data, after an orderly stop if it is still running.
     *
     * @throws KafkaBrokerException if another program took one of the ports meanwhile, or the broker does not start
     */
    public synchronized void restart() {
        stop();
        start();
    }

    /** Stops the broker's process where it stands (SIGSTOP): connections stay open, and nothing answers. */
    public synchronized void pause() {
        running().pause();
    }

    /** Lets a paused broker go on (SIGCONT). */
    public synchronized void resume() {
        running().resume();
    }

    /** Creates a topic with the broker's defaults. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** Creates a topic with settings of its own, for example {@code max.message.bytes}. */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        Map<String, Object> configuration = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        try (Admin admin = Admin.create(configuration)) {
            NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
            admin.createTopics(List.of(topic)).all().get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaBrokerException("Topic " + name + " could not be created: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaBrokerException(
                    "Topic " + name + " was not created within " + ADMIN_TIMEOUT_SECONDS + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaBrokerException("Interrupted while topic " + name + " was being created.", e);
        }
    }

    /**
     * All records the topic holds now, committed or not.
     *
     * @see TopicReader
     */
    public List<TopicRecord> read(String topic, Duration deadline) {
        return TopicReader.builder(bootstrapServers(), topic).deadline(deadline).readAll();
    }

    /** Kills the broker, and deletes its directory if it is a temporary one. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        killAndDelete();
        if (!hooked) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down already, and the hook finds nothing left to do.
            return;
        }
    }

    private KafkaBroker start() {
        if (closed) {
            throw new KafkaBrokerException("The broker is closed.");
        }
        BrokerPorts.requireFree(port, "the broker's");
        BrokerPorts.requireFree(controllerPort, "the broker's controller");
        List<String> options = new ArrayList<>(jvmOptions);
        if (deleteDirectory) {
            options.add("-D" + BrokerMain.DELETE_PROPERTY + "=" + directory);
        }
        process = BrokerProcess.start(directory, properties, options, library, formatArguments, startTimeout);
        return this;
    }

    private BrokerProcess running() {
        BrokerProcess current = process;
        if (current == null || !current.isAlive()) {
            throw new KafkaBrokerException("The broker is not running.");
        }
        return current;
    }

    private void killAndDelete() {
        BrokerProcess current = process;
        if (current != null) {
            current.kill();
        }
        if (!deleteDirectory) {
            return;
        }
        try {
            DirectoryTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeProperties(Builder builder) {
        Properties lines = new Properties();
        lines.putAll(BrokerProperties.of(port, controllerPort, directory.resolve("data")));
        String protocol = builder.secureProtocol;
        if (protocol != null) {
            BrokerProperties.addListener(lines, protocol, securePort);
        }
        lines.putAll(builder.properties);
        try (Writer writer = Files.newBufferedWriter(properties, StandardCharsets.UTF_8)) {
            lines.store(writer, null);
        } catch (IOException e) {
            throw new KafkaBrokerException("Not writable: " + properties, e);
        }
    }

    /** What a broker is to be like; not thread-safe. */
    public static final class Builder {
        private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private final List<Path> library = new ArrayList<>();
        private final List<String> formatArguments = new ArrayList<>();
        private @Nullable Path directory;
        private int port;
        private int controllerPort;
        private @Nullable String secureProtocol;
        private Duration startTimeout = DEFAULT_START_TIMEOUT;
        private boolean shutdownHook = true;

        private Builder() {}

        /**
         * Where the broker keeps its files, created if it is not there. A directory that a broker used before keeps its
         * data. Default: a temporary one, deleted at {@link KafkaBroker#close()}.
         */
        public Builder directory(Path value) {
            directory = value.toAbsolutePath();
            return this;
        }

        /** The port clients connect to; 0, the default, for a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** The port the broker talks to itself on; 0, the default, for a free one. */
        public Builder controllerPort(int value) {
            controllerPort = value;
            return this;
        }

        /**
         * A further listener, at {@link KafkaBroker#secureServers()}; that at {@link KafkaBroker#bootstrapServers()} stays
         * as it is. What the protocol needs is for {@link #property}.
         *
         * @param protocol {@code SSL}, {@code SASL_SSL} or {@code SASL_PLAINTEXT}
         */
        public Builder secureListener(String protocol) {
            secureProtocol = protocol;
            return this;
        }

        /** A line of {@code server.properties}, which wins over the line this class would write. */
        public Builder property(String key, String value) {
            properties.put(key, value);
            return this;
        }

        /** Options of the broker's JVM, which win over those of this class (512 MB of heap, C1 only). */
        public Builder jvmOptions(String... values) {
            jvmOptions.addAll(Arrays.asList(values));
            return this;
        }

        /** Jars and directories that come on the broker's class path behind its own, for example an appender's. */
        public Builder library(List<Path> elements) {
            library.addAll(elements);
            return this;
        }

        /** Arguments for formatting the storage, for example {@code --add-scram} and its value. */
        public Builder formatArguments(String... values) {
            formatArguments.addAll(Arrays.asList(values));
            return this;
        }

        /** How long a start may take before it is a failure; 60 s if not set. */
        public Builder startTimeout(Duration value) {
            startTimeout = value;
            return this;
        }

        /**
         * No shutdown hook of the broker's own, for a program that has one which still needs the broker and then closes
         * it. The broker ends with this JVM all the same, but a temporary directory stays.
         */
        public Builder withoutShutdownHook() {
            shutdownHook = false;
            return this;
        }

        /**
         * Starts the broker and returns when it takes requests.
         *
         * @throws KafkaBrokerException if a port is in use, which the message names, or the broker does not come up; the
         *     message then has the end of its log
         */
        public KafkaBroker start() {
            KafkaBroker broker = new KafkaBroker(this);
            boolean started = false;
            try {
                broker.start();
                started = true;
                return broker;
            } finally {
                if (!started) {
                    broker.close();
                }
            }
        }

        private Path createDirectory() {
            try {
                return directory == null
                        ? Files.createTempDirectory("logspool-kafka-")
                        : Files.createDirectories(directory);
            } catch (IOException e) {
                throw new KafkaBrokerException("The broker's directory could not be created: " + e, e);
            }
        }
    }
}
