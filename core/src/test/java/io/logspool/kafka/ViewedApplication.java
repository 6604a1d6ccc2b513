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
package io.logspool.kafka;

import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.LogResult;
import io.logspool.event.LogLevel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application of the {@link ApplicationViewIT}. A line on its input is the name of a phase and its length in
 * milliseconds: it logs at a fixed rate for so long, and then says on its output how that was. The line {@code end} lets it
 * wait until all has arrived, and end.
 */
final class ViewedApplication {

    /** Both far less than waits in the shortest fault, so that a heap in which events wait shows. */
    static final int IN_FLIGHT_BYTES = 1 << 20;

    static final int PRODUCER_BYTES = 4 << 20;

    private static final int EVENTS_PER_TICK = 4;
    private static final long TICK_NANOS = 2_000_000;
    private static final int MESSAGE_LENGTH = 2000;

    private ViewedApplication() {}

    /** Arguments: spool, brokers, topic. */
    public static void main(String[] arguments) throws Exception {
        LogAgentConfig config = LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "viewed")
                .set("spool.dir", arguments[0])
                .set("kafka.bootstrap.servers", arguments[1])
                .set("spool.max-bytes", "4GiB")
                .set("ship.max-in-flight-bytes", Integer.toString(IN_FLIGHT_BYTES))
                .set("kafka.buffer.memory", Integer.toString(PRODUCER_BYTES))
                .set("ship.topic", arguments[2])
                .build();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (LogAgent agent = LogAgent.start(config)) {
            for (String line = commands.readLine(); line != null && !line.equals("end"); line = commands.readLine()) {
                String[] words = line.split(" ", 2);
                System.out.println(phase(agent, words[0], Long.parseLong(words[1])));
            }
            while (agent.stats().backlogBytes() > 0) {
                LockSupport.parkNanos(TICK_NANOS);
            }
            System.out.println("accepted " + agent.stats().accepted());
        }
    }

    private static String phase(LogAgent agent, String name, long millis) {
        int most = (int) (millis * EVENTS_PER_TICK / 2);
        long[] nanos = new long[most];
        String text = name + "x".repeat(MESSAGE_LENGTH);
        int logged = 0;
        int refused = 0;
        long next = System.nanoTime();
        long end = next + TimeUnit.MILLISECONDS.toNanos(millis);
        while (logged < most && System.nanoTime() < end) {
            for (int i = 0; i < EVENTS_PER_TICK && logged < most; i++) {
                long begin = System.nanoTime();
                LogResult result = agent.log(
                        text,
                        (message, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                                .logger("io.shop.Orders")
                                .message(message));
                nanos[logged++] = System.nanoTime() - begin;
                refused += result == LogResult.ACCEPTED ? 0 : 1;
            }
            next += TICK_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
        Arrays.sort(nanos, 0, logged);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return String.format(
                Locale.ROOT,
                "%s %d %d %.1f %.1f %.1f %.1f %d %s",
                name,
                logged,
                refused,
                at(nanos, logged, 0.5),
                at(nanos, logged, 0.99),
                at(nanos, logged, 0.9999),
                (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                agent.stats().state());
    }

    /** In microseconds. */
    private static double at(long[] nanos, int count, double quantile) {
        return nanos[Math.min(count - 1, (int) (count * quantile))] / 1e3;
    }
}
