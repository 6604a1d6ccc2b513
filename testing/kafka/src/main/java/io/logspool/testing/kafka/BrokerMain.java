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
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * What runs in the child process: formats the storage if that is not done yet, and runs the broker. From its first
 * moment on it obeys its standard input, one byte a command; the end of that input means that the parent is gone,
 * whatever ended it.
 *
 * <p>Arguments: the properties file, then further arguments of Kafka's own {@code format} command.
 */
final class BrokerMain {
    /** The line on standard output that says the broker takes requests. */
    static final String READY = "ready";

    /** The command that shuts the broker down in order. */
    static final int STOP = 's';

    /** System property with the temporary directory that is to go when the parent is gone. */
    static final String DELETE_PROPERTY = "testing.broker.delete";

    private static final int DELETE_ATTEMPTS = 5;

    private BrokerMain() {}

    /** Runs until told to stop, or until the standard input ends. */
    public static void main(String[] arguments) {
        PrintStream parent = System.out;
        // Whatever the broker prints goes where errors go: standard output is for the parent alone.
        System.setOut(System.err);
        AtomicReference<KafkaRaftServer> running = new AtomicReference<>();
        Thread watch = new Thread(() -> obey(System.in, running), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Path file = Path.of(arguments[0]);
            Properties properties = load(file);
            format(file, properties, Arrays.asList(arguments).subList(1, arguments.length));
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
            server.startup();
            running.set(server);
            parent.println(READY);
            server.awaitShutdown();
        } catch (Throwable t) {
            t.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void obey(InputStream commands, AtomicReference<KafkaRaftServer> running) {
        int code = 1;
        try {
            if (commands.read() == STOP) {
                KafkaRaftServer server = running.get();
                if (server != null) {
                    server.shutdown();
                    server.awaitShutdown();
                }
                code = 0;
            } else {
                deleteDirectory();
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("The broker did not stop in order: " + e);
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    /** More than once, because the broker goes on writing until the very end. */
    private static void deleteDirectory() throws IOException {
        String directory = System.getProperty(DELETE_PROPERTY);
        if (directory == null) {
            return;
        }
        for (int left = DELETE_ATTEMPTS; left > 0; left--) {
            try {
                DirectoryTree.delete(Path.of(directory));
                return;
            } catch (IOException e) {
                if (left == 1) {
                    throw e;
                }
            }
        }
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void format(Path file, Properties properties, List<String> more) throws IOException {
        Path done = Path.of(properties.getProperty("log.dirs")).resolve("meta.properties");
        if (Files.exists(done)) {
            return;
        }
        List<String> arguments = new ArrayList<>(
                List.of("format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()));
        arguments.addAll(more);
        int code = StorageTool.execute(arguments.toArray(new String[0]), System.err);
        if (code != 0) {
            throw new IOException("Kafka's storage tool ended with " + code + " for " + arguments);
        }
    }
}
