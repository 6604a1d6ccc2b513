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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.slf4j.MDC;

/**
 * The processor time of an event from the call to the broker's acknowledgement, all threads of the application counted,
 * beside logback-kafka-appender with LogstashEncoder.
 *
 * <pre>java -Xms2g -Xmx2g -XX:+AlwaysPreTouch -cp benchmarks.jar io.logspool.benchmarks.CallToAck \
 *      [events] [rounds] [directory]</pre>
 *
 * <p>They take turns in one JVM, {@value Transfer#WARM_UPS} rounds of each warm up; medians of the rounds. The heap is fixed,
 * since the collections between the rounds would shrink it, and new pages would be charged to who allocates more. A round
 * logs its events as fast as they are taken, and ends when the last is acknowledged.
 */
public final class CallToAck {

    /** What takes turns; each names a configuration file. */
    enum Kind {
        SPOOL("Logspool", "shipping"),
        PEER("logback-kafka-appender, LogstashEncoder", "kafka-logstash");

        private final String title;
        private final String row;

        Kind(String title, String row) {
            this.title = title;
            this.row = row;
        }
    }

    /** All rounds. */
    record Results(Map<Kind, List<Transfer>> rounds) {

        double cpuSecondsPerMillion(Kind kind) {
            return Median.of(rounds.getOrDefault(kind, List.of()), Transfer::cpuSecondsPerMillion);
        }

        /** Ours by the peer's. */
        double ratio() {
            return cpuSecondsPerMillion(Kind.SPOOL) / cpuSecondsPerMillion(Kind.PEER);
        }
    }

    private CallToAck() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Results results = measure(events, rounds, args.length > 2 ? args[2] : "");
        System.out.println("| | CPU s for a million events | events/s | processors busy | the broker's |");
        System.out.println("|---|---|---|---|---|");
        results.rounds()
                .forEach((kind, all) -> System.out.printf(
                        Locale.ROOT,
                        "| %s | %.2f | %,.0f | %.2f | %.2f |%n",
                        kind.title,
                        results.cpuSecondsPerMillion(kind),
                        Median.of(all, Transfer::perSecond),
                        Median.of(all, Transfer::cores),
                        Median.of(all, Transfer::peerCores)));
        System.out.printf(Locale.ROOT, "%nCPU: %.2f of the peer's (at most 1)%n", results.ratio());
    }

    static Results measure(int events, int rounds, String directory) throws IOException, InterruptedException {
        Map<Kind, List<Transfer>> all = new EnumMap<>(Kind.class);
        try (LocalBroker broker = new LocalBroker()) {
            for (int i = -Transfer.WARM_UPS; i < rounds; i++) {
                for (Kind kind : Kind.values()) {
                    Transfer transfer = round(kind, events, broker, directory);
                    if (i >= 0) {
                        all.computeIfAbsent(kind, key -> new ArrayList<>()).add(transfer);
                    }
                }
            }
        }
        return new Results(all);
    }

    private static Transfer round(Kind kind, int events, LocalBroker broker, String directory)
            throws IOException, InterruptedException {
        String topic = broker.newTopic(1);
        try (WorkDirectory work = WorkDirectory.create(directory)) {
            LoggerContext context =
                    LogbackUnderTest.configure(kind.row, new Place(work.path(), broker.servers(), topic));
            Object ours = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL");
            Random random = new Random(1);
            Statement.ARGUMENTS.log(random); // finds the topic
            Transfer transfer = Transfer.measure(events, broker, () -> {
                for (int i = 0; i < events; i++) {
                    Statement.ARGUMENTS.log(random);
                }
                if (ours == null) {
                    context.stop(); // returns when the producer has sent all
                } else {
                    AgentWait.acknowledged(AgentUnderTest.agentOf(ours), events + 1L);
                }
            });
            context.stop();
            MDC.clear();
            return transfer;
        } finally {
            broker.deleteTopic(topic);
        }
    }
}
