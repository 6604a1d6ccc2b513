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
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * How long single log calls take at fixed rates: Logspool with a reader that discards, and with a Kafka that is well, one
 * that hangs (SIGSTOP), and none; beside an empty loop, alone and while another thread logs as much, an appender that does
 * nothing, FileAppender, and logback-kafka-appender.
 *
 * <pre>
 *   java -cp benchmarks.jar io.logspool.benchmarks.CallLatency [rounds] [seconds] [rate,rate...] [directory]
 *                                                              [--results=FILE]
 * </pre>
 *
 * <p>A call's time counts from when it was due (no coordinated omission). All take turns in one JVM, beside a broker that
 * has nothing to do while it is none of theirs; a round of each warms up; medians of the rounds, with the collections and the
 * segments begun in them. Three arguments, two MDC entries. Where the calls cannot be made as often as they should, they are
 * late one after the other, and the table says so; a peer then has no further rounds at that rate. What a round dropped is in
 * the table too. The file is for {@code docs/pictures/Benchmarks.java}.
 */
public final class CallLatency {

    private static final String NOBODY_LISTENS = "127.0.0.1:1";
    private static final String RESULTS = "--results=";
    private static final int FIRST_EVENTS = 1000;

    /** Less does not warm up. */
    private static final int WARM_UP_RATE = 100_000;

    private CallLatency() {}

    public static void main(String[] args) throws IOException {
        List<String> given =
                Stream.of(args).filter(arg -> !arg.startsWith(RESULTS)).toList();
        int rounds = given.size() > 0 ? Integer.parseInt(given.get(0)) : 7;
        double seconds = given.size() > 1 ? Double.parseDouble(given.get(1)) : 5;
        List<Integer> rates = Stream.of((given.size() > 2 ? given.get(2) : "100000").split(","))
                .map(Integer::valueOf)
                .toList();
        List<LatencyResults> all =
                measure(rounds, seconds, rates, given.size() > 3 ? given.get(3) : "", EnumSet.allOf(LatencyKind.class));
        print(all, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        for (String arg : args) {
            if (arg.startsWith(RESULTS)) {
                curves(all).write(Path.of(arg.substring(RESULTS.length())));
            }
        }
    }

    /** Rounds of each kind at each rate. */
    static List<LatencyResults> measure(
            int rounds, double seconds, List<Integer> rates, String directory, Collection<LatencyKind> kinds)
            throws IOException {
        List<LatencyResults> all = new ArrayList<>();
        try (LocalBroker broker = new LocalBroker()) {
            PacedLoop warmUp = new PacedLoop(Math.max(rates.get(0), WARM_UP_RATE), seconds);
            for (LatencyKind kind : kinds) {
                round(kind, warmUp, broker, directory);
            }
            for (int rate : rates) {
                LatencyResults results = new LatencyResults(rate);
                PacedLoop loop = new PacedLoop(rate, seconds);
                List<LatencyKind> able = new ArrayList<>(kinds);
                for (int i = 0; i < rounds; i++) {
                    for (LatencyKind kind : List.copyOf(able)) {
                        LatencyResults.Round round = round(kind, loop, broker, directory);
                        results.add(kind, round);
                        if (kind.isPeer() && !round.isKept(rate)) {
                            able.remove(kind);
                        }
                    }
                }
                all.add(results);
            }
        }
        return all;
    }

    private static LatencyResults.Round round(LatencyKind kind, PacedLoop loop, LocalBroker broker, String directory)
            throws IOException {
        if (kind == LatencyKind.LOOP) {
            return new LatencyResults.Round(loop.run(() -> {}, () -> 0L), 0);
        }
        String topic = kind.hasBroker() ? broker.newTopic(1) : "nowhere";
        try (WorkDirectory work = WorkDirectory.create(directory)) {
            String servers = kind.hasBroker() ? broker.servers() : NOBODY_LISTENS;
            LoggerContext context = LogbackUnderTest.configure(kind.row, new Place(work.path(), servers, topic));
            Object ours = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL");
            AgentUnderTest agent = ours == null ? null : new AgentUnderTest(ours, kind.row.equals("shipping"));
            LatencyResults.Round round = round(kind, loop, agent, broker);
            if (agent != null) {
                agent.close();
            }
            context.stop();
            MDC.clear();
            return round;
        } finally {
            if (kind.hasBroker()) {
                broker.deleteTopic(topic);
            }
        }
    }

    private static LatencyResults.Round round(
            LatencyKind kind, PacedLoop loop, @Nullable AgentUnderTest agent, LocalBroker broker) {
        Random random = new Random(1);
        for (int i = 0; i < FIRST_EVENTS; i++) {
            Statement.ARGUMENTS.log(random);
        }
        if (agent != null && kind.hasBroker()) {
            AgentWait.acknowledged(agent.agent(), FIRST_EVENTS);
        }
        if (kind == LatencyKind.HUNG) {
            broker.process().pause();
        }
        org.slf4j.Logger log = LoggerFactory.getLogger(Order.LOGGER);
        Order order = new Order();
        Runnable call = () -> log.info(Order.PLACED, order.number++, order.items, order.customer);
        LongSupplier segment = agent == null ? () -> 0L : agent::newestSegment;
        PacedRound round;
        if (kind == LatencyKind.BESIDE) {
            SteadyLoad beside = new SteadyLoad(loop.perSecond(), call);
            round = loop.run(() -> {}, segment);
            beside.end();
        } else {
            round = loop.run(call, segment);
        }
        long refused = agent == null ? 0 : agent.agent().stats().droppedTotal();
        if (kind == LatencyKind.HUNG) {
            broker.process().resume();
        }
        return new LatencyResults.Round(round, refused);
    }

    private static void print(List<LatencyResults> all, PrintStream out) {
        StringBuilder head = new StringBuilder("| calls/s | |");
        for (double percentile : LatencyResults.PERCENTILES) {
            String name = String.valueOf(percentile).replaceAll("\\.0$", "");
            head.append(percentile == 100 ? " longest, µs |" : " p" + name + " |");
        }
        out.println(head + " over 20 µs, of a million | collections | segments begun | dropped | rate kept |");
        out.println("|---|---|" + "---|".repeat(LatencyResults.PERCENTILES.size() + 5));
        for (LatencyResults results : all) {
            for (LatencyKind kind : results.kinds()) {
                StringBuilder line = new StringBuilder("| ");
                line.append(String.format(Locale.ROOT, "%,d | %s |", results.rate(), kind.title));
                for (double percentile : LatencyResults.PERCENTILES) {
                    double micros = results.micros(kind, percentile);
                    line.append(String.format(Locale.ROOT, micros < 100 ? " %.2f |" : " %,.0f |", micros));
                }
                double perSecond = results.median(kind, PacedRound::perSecond);
                out.printf(
                        Locale.ROOT,
                        "%s %,.0f | %.0f | %.0f | %,d | %s |%n",
                        line,
                        results.slow(kind),
                        results.median(kind, PacedRound::collections),
                        results.median(kind, PacedRound::rolls),
                        results.refused(kind),
                        results.isKept(kind) ? "yes" : String.format(Locale.ROOT, "no, %,.0f", perSecond));
            }
        }
        for (LatencyResults results : all) {
            out.printf(
                    Locale.ROOT,
                    "%n%,d a second: broker well, hung, none within %.2f at p50, %.2f at p99 (at most 1.2); over 20 µs,"
                            + " to an appender that does nothing: %.2f with nothing shipped, %.2f with the broker well"
                            + " (at most 1.5)%n",
                    results.rate(),
                    results.spread(50),
                    results.spread(99),
                    results.slowRatio(LatencyKind.DISCARDING),
                    results.slowRatio(LatencyKind.HEALTHY));
        }
    }

    private static Findings curves(List<LatencyResults> all) {
        Findings findings = new Findings();
        for (LatencyResults results : all) {
            for (LatencyKind kind : results.kinds()) {
                findings.curve(
                        String.format(Locale.ROOT, "%,d a second: %s", results.rate(), kind.title),
                        results.curve(kind));
            }
        }
        return findings;
    }
}
