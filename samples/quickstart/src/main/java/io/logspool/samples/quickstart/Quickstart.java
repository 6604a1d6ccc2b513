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
package io.logspool.samples.quickstart;

import io.logspool.LogAgentStats;
import io.logspool.samples.quickstart.shop.Shop;
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.KafkaBrokerException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TopicExistsException;

/** The program: starts everything, watches it, and says how many events were logged, arrived and are missing. */
public final class Quickstart {
    private static final int COMPLETE = 0;
    private static final int INCOMPLETE = 1;
    private static final int BAD_USAGE = 2;
    private static final int NOT_RUN = 3;

    private static final String TOPIC = "logs";
    private static final int PARTITIONS = 3;
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final int REQUESTS_PER_SECOND = 400;

    /** How much of the load, apart from the outage itself, comes before the outage. */
    private static final double SHARE_BEFORE_OUTAGE = 0.4;

    /** After the load, how long nothing may arrive before it is called missing. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int SAMPLE_CHARACTERS = 1_500;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Cleanup cleanup = new Cleanup();
    private final Display display = new Display(out);
    private final Options options;

    private Quickstart(Options options) {
        this.options = options;
    }

    /** Runs the quickstart; ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                System.out.print(Options.HELP);
                return COMPLETE;
            }
            return new Quickstart(options).runAndCleanUp();
        } catch (UsageException e) {
            System.err.println("quickstart: " + e.getMessage() + "; see --help");
            return BAD_USAGE;
        } catch (IOException | KafkaBrokerException | QuickstartException e) {
            System.err.println("quickstart: " + e.getMessage());
            return NOT_RUN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_RUN;
        } catch (RuntimeException | Error e) { // of Kafka's client or Tomcat, and no word on what is missing
            System.err.println("quickstart: could not be run to its end, so nothing is known of missing events: " + e);
            return NOT_RUN;
        }
    }

    private int runAndCleanUp() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted, "quickstart-cleanup"));
        try {
            return run();
        } finally {
            cleanup.run();
        }
    }

    /** On Ctrl-C; after a normal end nothing is left to do. */
    private void interrupted() {
        if (!cleanup.hasBegun()) {
            System.err.println("\nquickstart: interrupted, ending all that was started");
            cleanup.run();
        }
    }

    private int run() throws IOException, InterruptedException {
        requireFreeShopPort();
        RunDirectory directory = cleanup.add(RunDirectory.create(options));
        out.println("Everything is in " + directory.path() + (directory.temporary() ? ", deleted at the end" : ""));
        KafkaBroker broker = cleanup.add(KafkaBroker.builder()
                .directory(directory.path().resolve("kafka"))
                .port(options.kafkaPort())
                .withoutShutdownHook()
                .start());
        out.println("Kafka broker on " + broker.bootstrapServers() + ", process " + broker.pid());
        String node = "shop-" + UUID.randomUUID();
        Logging logging = cleanup.add(Logging.start(directory.path(), node, broker.bootstrapServers()));
        createTopic(broker);
        Arrivals arrivals = new Arrivals(node);
        TopicFollower reader = new TopicFollower(broker.bootstrapServers(), TOPIC, arrivals);
        Shop shop = cleanup.add(Shop.start(options.port(), directory.path().resolve("tomcat")));
        out.println("Shop on " + shop.address() + ", logging through SLF4J and Logback");

        Duration calm = Duration.ofMillis(1000L * options.requests() / REQUESTS_PER_SECOND);
        Duration beforeOutage = Duration.ofMillis((long) (calm.toMillis() * SHARE_BEFORE_OUTAGE));
        Outage outage = cleanup.add(Outage.plan(broker, beforeOutage, options.outage()));
        Load load = cleanup.add(Load.start(shop.address(), options.requests(), calm.plus(options.outage())));
        while (!load.await(GLANCE)) {
            reader.check();
            show(logging, arrivals, outage);
        }
        shop.close();
        outage.await();
        awaitArrival(logging, arrivals, reader, outage);
        logging.close();
        reader.finish();
        return cleanup.hasBegun() ? NOT_RUN : report(logging, arrivals, load);
    }

    private void show(Logging logging, Arrivals arrivals, Outage outage) {
        if (!cleanup.hasBegun()) {
            // From the end of an event's way to its beginning, so that no number overtakes the one before it.
            long arrived = arrivals.arrived();
            LogAgentStats agent = logging.agent();
            display.show(logging.logged(), agent, arrived, outage.state());
        }
    }

    /** Until everything is there, or nothing has come for so long that it will not. */
    private void awaitArrival(Logging logging, Arrivals arrivals, TopicFollower reader, Outage outage)
            throws InterruptedException {
        long last = -1;
        long lastChange = System.nanoTime();
        while (arrivals.missing(logging.logged()) > 0 && System.nanoTime() - lastChange < PATIENCE.toNanos()) {
            if (arrivals.arrived() != last) {
                last = arrivals.arrived();
                lastChange = System.nanoTime();
            }
            reader.check();
            show(logging, arrivals, outage);
            TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
        }
        show(logging, arrivals, outage);
    }

    private int report(Logging logging, Arrivals arrivals, Load load) {
        display.end();
        out.println(load.answered() + " requests answered, " + load.unanswered() + " not");
        out.println("Three of the events, as they arrived:");
        for (String sample : arrivals.samples()) {
            int more = sample.length() - SAMPLE_CHARACTERS;
            out.println(
                    more <= 0 ? sample : sample.substring(0, SAMPLE_CHARACTERS) + "... " + more + " characters more");
        }
        long logged = logging.logged();
        long arrived = arrivals.arrived();
        long missing = arrivals.missing(logged);
        if (missing != 0 || arrived != logged) {
            System.err.println(logging.problems());
        }
        out.println("logged " + logged + ", arrived " + arrived + ", missing " + missing + ", duplicates "
                + arrivals.duplicates());
        return missing == 0 && arrived == logged ? COMPLETE : INCOMPLETE;
    }

    /** After logging was set up, because Kafka's client logs. */
    private static void createTopic(KafkaBroker broker) {
        try {
            broker.createTopic(TOPIC, PARTITIONS);
        } catch (KafkaBrokerException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void requireFreeShopPort() {
        if (options.port() == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), options.port()));
        } catch (IOException e) {
            throw new QuickstartException("Port " + options.port() + " (the shop's) is in use on 127.0.0.1: choose"
                    + " another one with --port, or stop the program that listens there.");
        }
    }
}
