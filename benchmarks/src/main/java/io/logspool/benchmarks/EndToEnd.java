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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * From an application to Kafka and back to a consumer: ours, logback-kafka-appender, Log4j's KafkaAppender, and a file that
 * rsyslog tails.
 *
 * <pre>java -Xms2g -Xmx2g -XX:+AlwaysPreTouch -cp benchmarks.jar io.logspool.benchmarks.EndToEnd \
 *      [events] [rounds] [seconds] [directory]</pre>
 *
 * <p>First as fast as each takes them, from 1, 2 and 4 threads; the time is from the first call to the arrival of the last
 * event. Then at {@value #RATE} a second from one thread; the time is from when a call was due to the arrival of its event.
 * All take turns in one JVM, one burst of each warms up; medians of the rounds. Three arguments, two entries in the context.
 */
public final class EndToEnd {

    private static final int[] WRITERS = {1, 2, 4};

    /** Which let each find the topic, and ours begin. */
    private static final int FIRST_EVENTS = 1_000;

    private static final int RATE = 20_000;
    private static final long LONGEST_NANOS = 60_000_000_000L;

    /**
     * A round.
     *
     * @param perSecond  events, from the first call to the last arrival
     * @param callNanos  of a call, mean of all
     * @param cpuSeconds for a million events, of the application and what runs beside it; not the consumer's, not the broker's
     */
    private record Burst(double perSecond, double callNanos, double cpuSeconds, int missing) {}

    /**
     * A round at a rate.
     *
     * @param arrival nanoseconds from when a call was due to the arrival of its event
     * @param call    nanoseconds of a call
     */
    record Paced(Histogram arrival, Histogram call, int missing) {

        double arrivalMillis(double percentile) {
            return arrival.getValueAtPercentile(percentile) / 1e6;
        }
    }

    private final LocalBroker broker;
    private final String directory;

    private EndToEnd(LocalBroker broker, String directory) {
        this.broker = broker;
        this.directory = directory;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 300_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 5;
        List<KafkaRoute> routes = new ArrayList<>(List.of(KafkaRoute.values()));
        if (!Sidecar.isInstalled()) {
            routes.remove(KafkaRoute.SIDECAR);
            System.out.println("Without a sidecar: it takes Debian's packages rsyslog and rsyslog-kafka.\n");
        }
        try (LocalBroker broker = new LocalBroker()) {
            EndToEnd all = new EndToEnd(broker, args.length > 3 ? args[3] : "");
            for (KafkaRoute route : routes) {
                all.burst(route, 1, events);
            }
            System.out.println(
                    "| | threads | events/s | µs for a call | CPU s for a million, beside included | missing |");
            System.out.println("|---|---|---|---|---|---|");
            for (int writers : WRITERS) {
                all.bursts(routes, writers, events, rounds);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%n%,d a second:%n%n| | µs for a call, mean | p99 | until it arrives, ms, p50 | p99 | longest | missing |%n",
                    RATE);
            System.out.println("|---|---|---|---|---|---|---|");
            print(all.paced(routes, rounds, seconds));
        }
    }

    private void bursts(List<KafkaRoute> routes, int writers, int events, int rounds)
            throws IOException, InterruptedException {
        Map<KafkaRoute, List<Burst>> all = new EnumMap<>(KafkaRoute.class);
        for (int i = 0; i < rounds; i++) {
            for (KafkaRoute route : routes) {
                all.computeIfAbsent(route, key -> new ArrayList<>()).add(burst(route, writers, events / writers));
            }
        }
        all.forEach((route, list) -> System.out.printf(
                Locale.ROOT,
                "| %s | %d | %,.0f | %.2f | %.2f | %,.0f |%n",
                route.title,
                writers,
                Median.of(list, Burst::perSecond),
                Median.of(list, burst -> burst.callNanos() / 1e3),
                Median.of(list, Burst::cpuSeconds),
                Median.of(list, Burst::missing)));
    }

    private Burst burst(KafkaRoute route, int writers, int each) throws IOException, InterruptedException {
        int events = writers * each;
        String topic = broker.newTopic(1);
        try (WorkDirectory work = WorkDirectory.create(directory);
                Arrivals arrivals = new Arrivals(broker.servers(), topic, FIRST_EVENTS + events)) {
            KafkaRoute.Application application = start(route, work, topic, arrivals);
            AtomicLong callNanos = new AtomicLong();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int first = FIRST_EVENTS + i * each;
                threads.add(new Thread(() -> callNanos.addAndGet(write(application, first, each)), "writer-" + i));
            }
            long cpuBefore = cpuNanos(application, arrivals);
            long begin = System.nanoTime();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            arrivals.await(FIRST_EVENTS + events);
            long cpu = cpuNanos(application, arrivals) - cpuBefore;
            application.stop();
            return new Burst(
                    1e9 * events / (arrivals.lastNanos() - begin),
                    (double) callNanos.get() / events,
                    1e-3 * cpu / events,
                    arrivals.missing());
        } finally {
            broker.deleteTopic(topic);
        }
    }

    private KafkaRoute.Application start(KafkaRoute route, WorkDirectory work, String topic, Arrivals arrivals)
            throws IOException {
        KafkaRoute.Application application = route.start(new Place(work.path(), broker.servers(), topic));
        write(application, 0, FIRST_EVENTS);
        arrivals.await(FIRST_EVENTS);
        return application;
    }

    private static long write(KafkaRoute.Application application, int first, int count) {
        application.context("requestId", "7c9e6679f425b40d");
        application.context("tenant", "acme");
        long begin = System.nanoTime();
        for (int number = first; number < first + count; number++) {
            application.log(number);
        }
        return System.nanoTime() - begin;
    }

    private static long cpuNanos(KafkaRoute.Application application, Arrivals arrivals) {
        return Transfer.processCpuNanos()
                - arrivals.cpuNanos()
                + application.besideCpu().toNanos();
    }

    /** The mean time of a call of each, in nanoseconds, at {@value #RATE} a second. */
    static Map<KafkaRoute, Double> pacedCallNanos(List<KafkaRoute> routes, int rounds, double seconds)
            throws IOException, InterruptedException {
        try (LocalBroker broker = new LocalBroker()) {
            EndToEnd all = new EndToEnd(broker, "");
            for (KafkaRoute route : routes) {
                all.paced(route, seconds); // warms up
            }
            Map<KafkaRoute, Double> means = new EnumMap<>(KafkaRoute.class);
            all.paced(routes, rounds, seconds)
                    .forEach((route, list) -> means.put(
                            route, Median.of(list, paced -> paced.call().getMean())));
            return means;
        }
    }

    private Map<KafkaRoute, List<Paced>> paced(List<KafkaRoute> routes, int rounds, double seconds)
            throws IOException, InterruptedException {
        Map<KafkaRoute, List<Paced>> all = new EnumMap<>(KafkaRoute.class);
        for (int i = 0; i < rounds; i++) {
            for (KafkaRoute route : routes) {
                all.computeIfAbsent(route, key -> new ArrayList<>()).add(paced(route, seconds));
            }
        }
        return all;
    }

    private static void print(Map<KafkaRoute, List<Paced>> all) {
        all.forEach((route, list) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.1f | %.1f | %.1f | %,.0f |%n",
                route.title,
                Median.of(list, paced -> paced.call().getMean() / 1e3),
                Median.of(list, paced -> paced.call().getValueAtPercentile(99) / 1e3),
                Median.of(list, paced -> paced.arrivalMillis(50)),
                Median.of(list, paced -> paced.arrivalMillis(99)),
                Median.of(list, paced -> paced.arrivalMillis(100)),
                Median.of(list, Paced::missing)));
    }

    private Paced paced(KafkaRoute route, double seconds) throws IOException, InterruptedException {
        int events = (int) (RATE * seconds);
        long interval = TimeUnit.SECONDS.toNanos(1) / RATE;
        long[] due = new long[events];
        Histogram call = new Histogram(LONGEST_NANOS, 3);
        String topic = broker.newTopic(1);
        try (WorkDirectory work = WorkDirectory.create(directory);
                Arrivals arrivals = new Arrivals(broker.servers(), topic, FIRST_EVENTS + events)) {
            KafkaRoute.Application application = start(route, work, topic, arrivals);
            long begin = System.nanoTime();
            for (int number = 0; number < events; number++) {
                due[number] = begin + number * interval;
                while (System.nanoTime() - due[number] < 0) {
                    LockSupport.parkNanos(interval);
                }
                long before = System.nanoTime();
                application.log(FIRST_EVENTS + number);
                call.recordValue(Math.min(System.nanoTime() - before, LONGEST_NANOS));
            }
            arrivals.await(FIRST_EVENTS + events);
            application.stop();
            Histogram arrival = new Histogram(LONGEST_NANOS, 3);
            Arrays.setAll(due, number -> arrivals.nanosOf(FIRST_EVENTS + number) - due[number]);
            for (long nanos : due) {
                if (nanos > 0) { // not of those that are missing
                    arrival.recordValue(Math.min(nanos, LONGEST_NANOS));
                }
            }
            return new Paced(arrival, call, arrivals.missing());
        } finally {
            broker.deleteTopic(topic);
        }
    }
}
