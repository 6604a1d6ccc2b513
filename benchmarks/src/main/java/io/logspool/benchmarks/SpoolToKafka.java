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

import io.logspool.LogAgentConfig;
import io.logspool.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Draining a full spool into a real Kafka, ECS JSON and lz4, beside a plain loop of Kafka's producer over JSON of the same
 * events that is there already: with the settings of the shipper's producer, and with Kafka's defaults, as anybody would
 * write it.
 *
 * <pre>java -Xms2g -Xmx2g -XX:+AlwaysPreTouch -cp benchmarks.jar io.logspool.benchmarks.SpoolToKafka \
 *      [events] [rounds] [partitions] [directory]</pre>
 *
 * <p>All kinds take turns in one JVM, {@value Transfer#WARM_UPS} rounds of each warm up; medians of the rounds. The heap is
 * fixed, since the collections between the rounds would shrink it, and new pages would be charged to who allocates more. The
 * time is from the first record to the last acknowledgement. The broker has a process of its own, on this machine.
 */
public final class SpoolToKafka {

    private static final String HEADERS = ", with the two headers";

    /** What takes turns. */
    enum Kind {
        SPOOL_1("spool", 1),
        LOOP_1("loop" + HEADERS, 1),
        BARE_LOOP_1("loop, no headers", 1),
        SPOOL_5("spool", 5),
        LOOP_5("loop" + HEADERS, 5),
        PLAIN_LOOP("plain loop, Kafka's defaults", 5);

        private final String title;
        private final int requestsInFlight;

        Kind(String title, int requestsInFlight) {
            this.title = title;
            this.requestsInFlight = requestsInFlight;
        }
    }

    /**
     * All rounds.
     *
     * @param encoding the steps before the producer, alone
     */
    record Results(Map<Kind, List<Transfer>> transfers, List<EncodingCost> encoding) {

        double median(Kind kind, ToDoubleFunction<Transfer> value) {
            return Median.of(transfers.getOrDefault(kind, List.of()), value);
        }

        /** Records per second beside those of the loop with the same settings and headers. */
        double rateRatio() {
            return median(Kind.SPOOL_1, Transfer::perSecond) / median(Kind.LOOP_1, Transfer::perSecond);
        }

        /** Records per second beside those of the loop that anybody would write. */
        double plainRateRatio() {
            return median(Kind.SPOOL_1, Transfer::perSecond) / median(Kind.PLAIN_LOOP, Transfer::perSecond);
        }

        /** Processor time beside that of the loop and the encoder alone. */
        double cpuRatio() {
            return median(Kind.SPOOL_1, Transfer::cpuSecondsPerMillion)
                    / (median(Kind.LOOP_1, Transfer::cpuSecondsPerMillion)
                            + Median.of(encoding, EncodingCost::encoderCpuSecondsPerMillion));
        }
    }

    private SpoolToKafka() {}

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int partitions = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        String directory = args.length > 3 ? args[3] : "";
        print(measure(events, rounds, partitions, directory));
    }

    static Results measure(int events, int rounds, int partitions, String directory)
            throws IOException, InterruptedException {
        Map<Kind, List<Transfer>> transfers = new EnumMap<>(Kind.class);
        List<EncodingCost> encoding = new ArrayList<>();
        try (LocalBroker broker = new LocalBroker();
                FilledSpool spool = new FilledSpool(Statement.ARGUMENTS, events, directory)) {
            List<byte[]> values = spool.records();
            List<byte[]> ids = ids(values.size());
            for (int i = -Transfer.WARM_UPS; i < rounds; i++) {
                for (Kind kind : Kind.values()) {
                    Transfer transfer = round(kind, broker, partitions, spool, values, ids);
                    if (i >= 0) {
                        transfers
                                .computeIfAbsent(kind, key -> new ArrayList<>())
                                .add(transfer);
                    }
                }
                EncodingCost alone = EncodingCost.of(spool);
                if (i >= 0) {
                    encoding.add(alone);
                }
            }
        }
        return new Results(transfers, encoding);
    }

    private static Transfer round(
            Kind kind, LocalBroker broker, int partitions, FilledSpool spool, List<byte[]> values, List<byte[]> ids)
            throws IOException, InterruptedException {
        String topic = broker.newTopic(partitions);
        boolean spooled = kind == Kind.SPOOL_1 || kind == Kind.SPOOL_5;
        LogAgentConfig config =
                Draining.config(spooled ? spool.copy() : spool.full(), broker.servers(), topic, kind.requestsInFlight);
        Transfer transfer;
        if (spooled) {
            try (Draining draining = Draining.start(config)) {
                transfer = Transfer.measure(spool.events(), broker, () -> draining.run(spool.events()));
            }
            WorkDirectory.deleteRecursively(config.spoolDirectory());
        } else {
            Map<String, Object> settings = kind == Kind.PLAIN_LOOP
                    ? ProducerLoop.plain(broker.servers())
                    : KafkaSettings.of(config.kafka(), config.shipMaxInFlightBytes(), "loop")
                            .toProducerConfig();
            boolean headers = kind == Kind.LOOP_1 || kind == Kind.LOOP_5;
            try (ProducerLoop loop = new ProducerLoop(settings, topic, headers ? ids : List.of())) {
                transfer = Transfer.measure(spool.events(), broker, () -> loop.run(values));
            }
        }
        broker.deleteTopic(topic);
        return transfer;
    }

    /** As long as an event's id. */
    private static List<byte[]> ids(int count) {
        List<byte[]> ids = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            ids.add(("0123456789abcdef0123456789abcdef-" + i).getBytes(StandardCharsets.US_ASCII));
        }
        return ids;
    }

    private static void print(Results results) {
        System.out.println(
                "| | requests in flight | events/s | to the loop | to the plain loop | CPU s for a million | processors busy | the broker's |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Kind kind : Kind.values()) {
            double rate = results.median(kind, Transfer::perSecond);
            Kind loop = kind.requestsInFlight == 1 ? Kind.LOOP_1 : Kind.LOOP_5;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %,.0f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    kind.title,
                    kind.requestsInFlight,
                    rate,
                    rate / results.median(loop, Transfer::perSecond),
                    rate / results.median(Kind.PLAIN_LOOP, Transfer::perSecond),
                    results.median(kind, Transfer::cpuSecondsPerMillion),
                    results.median(kind, Transfer::cores),
                    results.median(kind, Transfer::peerCores));
        }
        print("reading the spool alone", results.encoding(), EncodingCost::reading);
        print("and decoding", results.encoding(), EncodingCost::decoding);
        print("and encoding", results.encoding(), EncodingCost::encoding);
        System.out.printf(
                Locale.ROOT,
                "%nrecords per second: %.2f of the loop's, %.2f of the plain loop's (at least 0.9);"
                        + " CPU: %.2f of the loop's and the encoder's (at most 1)%n",
                results.rateRatio(),
                results.plainRateRatio(),
                results.cpuRatio());
    }

    private static void print(String name, List<EncodingCost> all, Function<EncodingCost, Transfer> step) {
        System.out.printf(
                Locale.ROOT,
                "| %s | | %,.0f | | | %.2f | %.2f | |%n",
                name,
                Median.of(all, cost -> step.apply(cost).perSecond()),
                Median.of(all, cost -> step.apply(cost).cpuSecondsPerMillion()),
                Median.of(all, cost -> step.apply(cost).cores()));
    }
}
