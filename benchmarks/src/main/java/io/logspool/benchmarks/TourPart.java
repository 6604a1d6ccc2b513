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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of the tour. Each has programs of its own, which measure longer and print more. */
enum TourPart {
    CALLERS("what a call costs under Logback and Log4j, by JMH") {
        @Override
        void measure(Findings findings) throws IOException {
            CallerTour.measure(findings);
        }
    },
    BYTES("what an event takes on disk (BytesPerEvent)") {
        @Override
        void measure(Findings findings) throws IOException {
            BytesPerEvent.Sizes sizes = BytesPerEvent.measure(Statement.ARGUMENTS, 50_000);
            findings.add(Finding.atMost(
                    title(),
                    "bytes per event on disk, to its JSON by Elastic's encoder",
                    sizes.disk() / sizes.elastic(),
                    0.25));
        }
    },
    LATENCY("how long single calls take, 100,000 per second (CallLatency)") {
        @Override
        void measure(Findings findings) throws IOException {
            EnumSet<LatencyKind> kinds = EnumSet.complementOf(EnumSet.of(LatencyKind.FILE));
            LatencyResults results =
                    CallLatency.measure(3, 2, List.of(100_000), "", kinds).get(0);
            results.requireNothingRefused();
            String slow = "calls over 20 µs, to an appender that does nothing, ";
            findings.add(Finding.atMost(title(), slow + "broker well", results.slowRatio(LatencyKind.HEALTHY), 1.5));
            findings.add(
                    Finding.atMost(title(), slow + "nothing shipped", results.slowRatio(LatencyKind.DISCARDING), 1.5));
            findings.add(Finding.atMost(title(), "broker well, hung, none: p50 within", results.spread(50), 1.2));
            findings.add(Finding.atMost(title(), "broker well, hung, none: p99 within", results.spread(99), 1.2));
            results.kinds().forEach(kind -> findings.curve(kind.title, results.curve(kind)));
        }
    },
    ARRIVAL("calls of an application at 20,000 per second while a consumer reads (EndToEnd)") {
        @Override
        void measure(Findings findings) throws IOException, InterruptedException {
            List<KafkaRoute> routes = List.of(KafkaRoute.LOGSPOOL, KafkaRoute.LOGBACK, KafkaRoute.LOG4J);
            Map<KafkaRoute, Double> nanos = EndToEnd.pacedCallNanos(routes, 3, 2);
            double ours = nanos.getOrDefault(KafkaRoute.LOGSPOOL, Double.NaN);
            for (KafkaRoute peer : List.of(KafkaRoute.LOGBACK, KafkaRoute.LOG4J)) {
                findings.add(Finding.atMost(
                        title(),
                        "call at 20,000 per second, shipping, to " + peer.title,
                        ours / nanos.getOrDefault(peer, Double.NaN),
                        0.2));
            }
        }
    },
    DRAIN("a full spool into Kafka, beside a plain producer loop (SpoolToKafka)") {
        @Override
        void measure(Findings findings) throws IOException, InterruptedException {
            SpoolToKafka.Results results = SpoolToKafka.measure(500_000, 3, 1, "");
            findings.add(Finding.atLeast(
                    title(), "spool to Kafka, records per second to the plain loop's", results.rateRatio(), 0.9));
            findings.add(Finding.atLeast(
                    title(),
                    "the same, to that of a loop with Kafka's defaults and no headers",
                    results.plainRateRatio(),
                    0.9));
            findings.add(Finding.atMost(title(), "its CPU, to the loop's and the encoder's", results.cpuRatio(), 1));
        }
    },
    CPU("the CPU of an event from the call to the acknowledgement (CallToAck)") {
        @Override
        void measure(Findings findings) throws IOException, InterruptedException {
            findings.add(Finding.atMost(
                    title(),
                    "CPU from call to acknowledgement, to logback-kafka-appender's",
                    CallToAck.measure(300_000, 3, "").ratio(),
                    1));
        }
    },
    START("what it adds to the start of a JVM (WithoutBroker, SpoolOpening)") {
        @Override
        void measure(Findings findings) throws IOException, InterruptedException {
            double chronicle = SpoolOpening.newOnes(5)[0];
            try (WorkDirectory work = WorkDirectory.create("")) {
                double[] starts = WithoutBroker.starts(5, work.path());
                findings.add(Finding.atMost(
                        title(), "ms added until the first event is on disk", starts[1] - starts[0], 300));
                findings.add(Finding.atMost(
                        title(),
                        "the same, to a bare Chronicle queue's first append and 100 ms",
                        (starts[1] - starts[0]) / (chronicle + 100),
                        1));
            }
        }
    },
    MEMORY("heap that the agent holds (Footprint)") {
        @Override
        void measure(Findings findings) throws IOException {
            List<Footprint.Point> points = Footprint.measure(500_000, "");
            long without = points.get(0).heapBytes();
            findings.add(Finding.atMost(
                    title(),
                    "MiB of heap at rest",
                    Footprint.mebibytes(points.get(1).heapBytes() - without),
                    16));
            findings.add(Finding.atMost(
                    title(),
                    "MiB of heap, broker hung",
                    Footprint.mebibytes(points.get(2).heapBytes() - without),
                    64));
        }
    };

    /** Else the collections between rounds shrink the heap, and new pages are charged to who allocates more. */
    private static final List<String> FIXED_HEAP = List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch");

    private final String description;

    TourPart(String description) {
        this.description = description;
    }

    /** What it is called on the command line. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    /** Of its JVM. */
    List<String> jvmFlags() {
        return switch (this) {
            case ARRIVAL, DRAIN, CPU -> FIXED_HEAP;
            default -> List.of();
        };
    }

    /** Adds its figures. */
    abstract void measure(Findings findings) throws IOException, InterruptedException;

    /** The part of that name, or null. */
    static @Nullable TourPart named(String title) {
        for (TourPart part : values()) {
            if (part.title().equals(title)) {
                return part;
            }
        }
        return null;
    }
}
