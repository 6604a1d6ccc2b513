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
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.slf4j.MDC;

/**
 * Heap that the agent holds, after a collection, and memory of the process: at rest, when it has shipped what was logged,
 * and with a Kafka that hangs, when its share in flight is full.
 *
 * <pre>java -cp benchmarks.jar io.logspool.benchmarks.Footprint [events] [directory]</pre>
 *
 * <p>One JVM, in that order; each figure is more than before by what came to it. Resident memory only grows, and has the
 * pages of the spool's files that are mapped.
 */
public final class Footprint {

    private static final int FIRST_EVENTS = 10_000;

    /**
     * At one point.
     *
     * @param heapBytes     held after a collection
     * @param residentBytes of the process
     */
    record Point(String name, long heapBytes, long residentBytes) {}

    private Footprint() {}

    public static void main(String[] args) throws IOException {
        List<Point> points =
                measure(args.length > 0 ? Integer.parseInt(args[0]) : 500_000, args.length > 1 ? args[1] : "");
        System.out.println("| | heap held, MiB | more than without | resident, MiB |");
        System.out.println("|---|---|---|---|");
        for (Point point : points) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.0f |%n",
                    point.name(),
                    mebibytes(point.heapBytes()),
                    mebibytes(point.heapBytes() - points.get(0).heapBytes()),
                    mebibytes(point.residentBytes()));
        }
    }

    /** Without the agent, at rest, and hung. */
    static List<Point> measure(int events, String directory) throws IOException {
        List<Point> points = new ArrayList<>();
        try (LocalBroker broker = new LocalBroker();
                WorkDirectory work = WorkDirectory.create(directory)) {
            String topic = broker.newTopic(1);
            LogbackUnderTest.configure("nothing", work.path());
            log(FIRST_EVENTS);
            points.add(point("an appender that does nothing"));
            LoggerContext context =
                    LogbackUnderTest.configure("shipping", new Place(work.path(), broker.servers(), topic));
            LogAgent agent = AgentUnderTest.agentOf(
                    context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL"));
            log(FIRST_EVENTS);
            AgentWait.acknowledged(agent, FIRST_EVENTS);
            points.add(point("Logspool at rest"));
            broker.process().pause();
            log(events);
            points.add(point("Logspool, broker hung, " + String.format(Locale.ROOT, "%,d", events) + " events logged"));
            broker.process().resume();
            AgentWait.acknowledged(agent, (long) FIRST_EVENTS + events);
            context.stop();
        }
        return points;
    }

    static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }

    private static void log(int events) {
        Random random = new Random(1);
        for (int i = 0; i < events; i++) {
            Statement.ARGUMENTS.log(random);
        }
        MDC.clear();
    }

    private static Point point(String name) throws IOException {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long resident = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        return new Point(name, heap, resident);
    }
}
