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
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.LogAgentStats;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * An application whose Kafka is not there: how much later it starts than with a file appender alone, and how long its
 * longest log call is.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.logspool.benchmarks.WithoutBroker [events] [starts] [cds]</pre>
 *
 * <p>Each start is a JVM of its own, the two kinds in turn; its time is from the launch to the first event that was
 * logged, medians. With {@code cds} each kind is started with an archive of its classes too, which a JVM of its own wrote
 * when it ended ({@code -XX:ArchiveClassesAtExit}); the JVM archives what comes from jars only. Then one JVM logs the given number of events, and the pause of a loop that logs nothing is measured
 * in it as well, since the machine has pauses of its own.
 */
public final class WithoutBroker {

    private static final int NOBODY_LISTENS = 1;
    private static final List<String> KINDS = List.of("file", "both");
    private static final String LOGGED = "first event logged";
    private static final long LONG_CALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private WithoutBroker() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("child")) {
            child(args[1], Path.of(args[2]), Integer.parseInt(args[3]));
            return;
        }
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int starts = args.length > 1 ? Integer.parseInt(args[1]) : 11;
        try (WorkDirectory work = WorkDirectory.create("")) {
            Path directory = work.path();
            boolean archives = args.length > 2 && args[2].equals("cds");
            double[] medians = archives ? startsWithArchives(starts, directory) : starts(starts, directory);
            for (int i = 0; i < medians.length; i += 2) {
                System.out.printf(
                        Locale.ROOT,
                        "start to first event%s, median of %d: file appender alone %d ms, with Logspool beside it %d ms%n",
                        i == 0 ? "" : ", with an archive of the classes",
                        starts,
                        (long) medians[i],
                        (long) medians[i + 1]);
            }
            start("logspool", directory.resolve("calls"), events, List.of()).lines().stream()
                    .skip(1)
                    .forEach(System.out::println);
        }
    }

    /** Median milliseconds of so many starts: with a file appender alone, and with Logspool beside it. */
    static double[] starts(int starts, Path directory) throws IOException, InterruptedException {
        return starts(starts, directory, List.of(List.of(), List.of()));
    }

    /** The same, and then with archives. */
    private static double[] startsWithArchives(int starts, Path directory) throws IOException, InterruptedException {
        List<List<String>> flags = new ArrayList<>(List.of(List.of(), List.of()));
        for (String kind : KINDS) {
            Path archive = directory.resolve(kind + ".jsa");
            start(kind, directory.resolve(kind + "-archived"), 1, List.of("-XX:ArchiveClassesAtExit=" + archive));
            if (!Files.exists(archive)) {
                throw new IOException("no archive was written");
            }
            flags.add(List.of("-XX:SharedArchiveFile=" + archive));
        }
        return starts(starts, directory, flags);
    }

    /** The kinds take turns, with each of these flags. */
    private static double[] starts(int starts, Path directory, List<List<String>> flags)
            throws IOException, InterruptedException {
        double[][] millis = new double[flags.size()][starts];
        for (int i = 0; i < starts; i++) {
            for (int j = 0; j < flags.size(); j++) {
                ChildJvm ended =
                        start(KINDS.get(j % KINDS.size()), directory.resolve("start-" + i + "-" + j), 1, flags.get(j));
                if (!ended.lines().get(0).equals(LOGGED)) {
                    throw new IOException("this run does not count: " + ended.lines());
                }
                millis[j][i] = ended.firstLineNanos() / 1e6;
            }
        }
        return Arrays.stream(millis).mapToDouble(Median::of).toArray();
    }

    private static ChildJvm start(String kind, Path directory, int events, List<String> jvmFlags)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        return ChildJvm.run(
                WithoutBroker.class, jvmFlags, "child", kind, directory.toString(), Integer.toString(events));
    }

    private static void child(String kind, Path directory, int events) throws JoranException {
        configure(kind, directory);
        Logger log = (Logger) LoggerFactory.getLogger("shop.Orders");
        log.info("first event of {}", kind);
        System.out.println(LOGGED);
        System.out.flush();
        if (events > 1) {
            long[] calls = new long[events];
            for (int i = 0; i < events; i++) {
                long before = System.nanoTime();
                log.info("order {} of {} items for customer {} placed", (long) i, 3, "c-1881");
                calls[i] = System.nanoTime() - before;
            }
            long[] idle = new long[events];
            for (int i = 0; i < events; i++) {
                long before = System.nanoTime();
                idle[i] = System.nanoTime() - before;
            }
            LogAgentStats stats;
            try (LogAgent agent = LogAgent.start(agentConfig(directory))) { // joins the appender's
                stats = agent.stats();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d calls without a broker: longest %.3f ms (of an empty loop: %.3f ms), median %d ns,"
                            + " %d over 100 ms; accepted %,d, dropped %d%n",
                    events,
                    Arrays.stream(calls).max().orElse(0) / 1e6,
                    Arrays.stream(idle).max().orElse(0) / 1e6,
                    (long) Median.of(Arrays.stream(calls).asDoubleStream().toArray()),
                    Arrays.stream(calls)
                            .filter(nanos -> nanos > LONG_CALL_NANOS)
                            .count(),
                    stats.accepted(),
                    stats.droppedTotal());
        }
        log.getLoggerContext().stop();
    }

    private static void configure(String kind, Path directory) throws JoranException {
        String file = """
                <appender name="FILE" class="ch.qos.logback.core.FileAppender"><file>%s</file>
                  <encoder><pattern>%%d %%level %%logger %%msg%%n</pattern></encoder></appender>
                """.formatted(directory.resolve("app.log"));
        StringBuilder logspool =
                new StringBuilder("<appender name='LOGSPOOL' class='io.logspool.logback.LogspoolAppender'>");
        settings(directory)
                .forEach((key, value) -> logspool.append("<setting>")
                        .append(key)
                        .append('=')
                        .append(value)
                        .append("</setting>"));
        logspool.append("</appender>");
        String xml = "<configuration>"
                + (kind.equals("logspool") ? "" : file)
                + (kind.equals("file") ? "" : logspool)
                + "<root level='INFO'>"
                + (kind.equals("logspool") ? "" : "<appender-ref ref='FILE'/>")
                + (kind.equals("file") ? "" : "<appender-ref ref='LOGSPOOL'/>")
                + "</root></configuration>";
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> settings(Path directory) {
        return Map.of(
                "service.name",
                "orders",
                "spool.dir",
                directory.resolve("spool").toString(),
                "kafka.bootstrap.servers",
                "127.0.0.1:" + NOBODY_LISTENS,
                "ship.close-timeout",
                "100ms");
    }

    private static LogAgentConfig agentConfig(Path directory) {
        LogAgentConfig.Builder builder = LogAgentConfig.builder();
        settings(directory).forEach(builder::set);
        return builder.build();
    }
}
