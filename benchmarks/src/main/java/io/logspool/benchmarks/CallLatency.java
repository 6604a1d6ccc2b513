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
package io.logspool.benchmarks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.logspool.LogAgent;
import io.logspool.LogAgentStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * How long single log calls take at a fixed rate, with a Kafka that is well, one that hangs (SIGSTOP), and none; beside the
 * same loop that does nothing, alone and while another thread logs as much, an appender that does nothing, and
 * logback-kafka-appender with a Kafka that is well.
 *
 * <pre>java -cp benchmarks.jar io.logspool.benchmarks.CallLatency [rounds] [seconds] [rate] [directory]</pre>
 *
 * <p>A call's time counts from when it was due (no coordinated omission). All take turns in one JVM, one round of each
 * warms up; medians of the rounds. Three arguments, two MDC entries; nothing is dropped.
 */
public final class CallLatency {

    private static final String NOBODY_LISTENS = "127.0.0.1:1";
    private static final int FIRST_EVENTS = 1000;

    /** Of the table and of the picture; the last is the longest call. */
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 99.99, 99.999, 100.0);

    /** What takes turns. */
    enum Kind {
        LOOP("empty loop", ""),
        BESIDE("empty loop, as much shipped beside", "shipping"),
        NOTHING("does nothing", "nothing"),
        HEALTHY("broker well", "shipping"),
        HUNG("hangs", "shipping"),
        DOWN("none", "shipping"),
        PEER("logback-kafka-appender, well", "kafka-logstash");

        final String title;
        private final String row;

        Kind(String title, String row) {
            this.title = title;
            this.row = row;
        }
    }

    /** All rounds. */
    record Results(int rate, Map<Kind, List<PacedRound>> rounds) {

        double median(Kind kind, ToDoubleFunction<PacedRound> value) {
            return Median.of(rounds.getOrDefault(kind, List.of()), value);
        }

        /** How far apart well, hung and none are: the largest by the smallest. */
        double spread(double percentile) {
            double smallest = Double.POSITIVE_INFINITY;
            double largest = 0;
            for (Kind kind : List.of(Kind.HEALTHY, Kind.HUNG, Kind.DOWN)) {
                double nanos = median(kind, round -> round.nanosAt(percentile));
                smallest = Math.min(smallest, nanos);
                largest = Math.max(largest, nanos);
            }
            return largest / smallest;
        }

        /** Calls over 20 µs beside those of an appender that does nothing. */
        double slowRatio() {
            return median(Kind.HEALTHY, round -> round.perMillionOver(20_000))
                    / median(Kind.NOTHING, round -> round.perMillionOver(20_000));
        }
    }

    private CallLatency() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 5;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        print(measure(rounds, seconds, rate, args.length > 3 ? args[3] : ""));
    }

    static Results measure(int rounds, double seconds, int rate, String directory) throws IOException {
        PacedLoop loop = new PacedLoop(rate, seconds);
        Map<Kind, List<PacedRound>> all = new EnumMap<>(Kind.class);
        try (LocalBroker broker = new LocalBroker()) {
            for (int i = 0; i <= rounds; i++) {
                for (Kind kind : Kind.values()) {
                    PacedRound round =
                            kind == Kind.LOOP ? loop.run(() -> {}, () -> 0L) : round(kind, loop, broker, directory);
                    if (i > 0) {
                        all.computeIfAbsent(kind, key -> new ArrayList<>()).add(round);
                    }
                }
            }
        }
        return new Results(rate, all);
    }

    private static PacedRound round(Kind kind, PacedLoop loop, LocalBroker broker, String directory)
            throws IOException {
        String topic = broker.newTopic(1);
        try (WorkDirectory work = WorkDirectory.create(directory)) {
            String servers = kind == Kind.DOWN ? NOBODY_LISTENS : broker.servers();
            LoggerContext context = LogbackUnderTest.configure(kind.row, new Place(work.path(), servers, topic));
            Random random = new Random(1);
            for (int i = 0; i < FIRST_EVENTS; i++) {
                Statement.ARGUMENTS.log(random);
            }
            Object ours = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL");
            LogAgent agent = ours == null ? null : AgentUnderTest.agentOf(ours);
            if (agent != null && kind != Kind.DOWN) {
                AgentWait.acknowledged(agent, FIRST_EVENTS);
            }
            if (kind == Kind.HUNG) {
                broker.process().pause();
            }
            org.slf4j.Logger log = LoggerFactory.getLogger(Order.LOGGER);
            Order order = new Order();
            Runnable call = () -> log.info(Order.PLACED, order.number++, order.items, order.customer);
            PacedRound round;
            if (kind == Kind.BESIDE) {
                SteadyLoad beside = new SteadyLoad(loop.perSecond(), call);
                round = loop.run(() -> {}, () -> 0L);
                beside.end();
            } else {
                round = loop.run(call, () -> 0L);
            }
            LogAgentStats stats = agent == null ? null : agent.stats();
            if (kind == Kind.HUNG) {
                broker.process().resume();
            }
            context.stop();
            MDC.clear();
            if (stats != null && stats.droppedTotal() > 0) {
                throw new IllegalStateException("this run does not count: " + stats);
            }
            return round;
        } finally {
            broker.deleteTopic(topic);
        }
    }

    private static void print(Results results) {
        System.out.printf(
                Locale.ROOT,
                "%,d calls per second, %d rounds; medians of the rounds%n%n",
                results.rate(),
                results.rounds().getOrDefault(Kind.LOOP, List.of()).size());
        StringBuilder line = new StringBuilder("| |");
        for (Kind kind : Kind.values()) {
            line.append(' ').append(kind.title).append(" |");
        }
        System.out.println(line);
        System.out.println("|---|" + "---|".repeat(Kind.values().length));
        for (double percentile : PERCENTILES) {
            String name = percentile == 100
                    ? "longest"
                    : "p" + String.valueOf(percentile).replaceAll("\\.0$", "");
            print(name + ", µs", results, round -> round.nanosAt(percentile) / 1e3);
        }
        print("over 20 µs, of a million", results, round -> round.perMillionOver(20_000));
        print("over 1 ms, of a million", results, round -> round.perMillionOver(1_000_000));
        System.out.printf(
                Locale.ROOT,
                "%nwell, hung, none: within %.2f at p50, %.2f at p99 (at most 1.2); over 20 µs: %.2f of an appender that"
                        + " does nothing (at most 1.5)%n",
                results.spread(50),
                results.spread(99),
                results.slowRatio());
    }

    private static void print(String name, Results results, ToDoubleFunction<PacedRound> value) {
        StringBuilder line = new StringBuilder("| ").append(name).append(" |");
        for (Kind kind : Kind.values()) {
            line.append(String.format(Locale.ROOT, " %,.2f |", results.median(kind, value)));
        }
        System.out.println(line);
    }
}
