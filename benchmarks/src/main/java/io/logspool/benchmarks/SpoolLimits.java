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

import com.sun.management.ThreadMXBean;
import io.logspool.spool.Spool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * What limits the sustained rate: the processor time of each thread that works for an append.
 *
 * <pre>java -cp benchmarks.jar io.logspool.benchmarks.SpoolLimits [seconds] [entry bytes] [directory]</pre>
 *
 * <p>For 1 and 2 appending threads; the {@value #WARM_UP_SECONDS} seconds before it are not counted.
 */
public final class SpoolLimits {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TAG = 3;
    private static final int ENTRIES_AT_A_TIME = 1000;
    private static final int WARM_UP_SECONDS = 2;
    private static final String APPENDER = "benchmark-append";

    /**
     * Processor time so far.
     *
     * @param all    nanoseconds
     * @param kernel of these
     */
    private record Cpu(long all, long kernel) {

        Cpu plus(Cpu other) {
            return new Cpu(all + other.all, kernel + other.kernel);
        }

        Cpu minus(Cpu other) {
            return new Cpu(all - other.all, kernel - other.kernel);
        }
    }

    private SpoolLimits() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 5;
        int entryBytes = args.length > 1 ? Integer.parseInt(args[1]) : 250;
        String directory = args.length > 2 ? args[2] : "";
        for (int threads : new int[] {1, 2}) {
            try (WorkDirectory work = WorkDirectory.create(directory);
                    SpoolUnderTest target = new SpoolUnderTest(work.path())) {
                measure(target, threads, seconds, entryBytes);
            }
        }
    }

    private static void measure(SpoolUnderTest target, int threads, double seconds, int entryBytes)
            throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        LongAdder appended = new LongAdder();
        List<Thread> appenders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread appender =
                    new Thread(() -> append(target.spool(), Payload.ofLength(entryBytes), appended, stop), APPENDER);
            appender.start();
            appenders.add(appender);
        }
        letRun(appenders, WARM_UP_SECONDS);
        Map<String, Cpu> before = cpu();
        long begin = System.nanoTime();
        long countBefore = appended.sum();
        long segmentBefore = target.reader().segment();
        letRun(appenders, seconds);
        long entries = appended.sum() - countBefore;
        long nanos = System.nanoTime() - begin;
        long segments = target.reader().segment() - segmentBefore;
        Map<String, Cpu> after = cpu();
        stop.set(true);
        for (Thread appender : appenders) {
            appender.join();
        }
        target.check();
        System.out.printf(
                Locale.ROOT,
                "%n%d appending threads, entries of %d bytes: %,.0f entries/s, %.1f segments/s%n%n",
                threads,
                entryBytes,
                1e9 * entries / nanos,
                1e9 * segments / nanos);
        print(entries, nanos, before, after);
    }

    /** Ends early, and fails, if the first of them ends. */
    private static void letRun(List<Thread> appenders, double seconds) throws InterruptedException {
        Thread first = appenders.get(0);
        first.join((long) (1000 * seconds));
        if (!first.isAlive()) {
            throw new IllegalStateException("this run does not count: a thread that appends has ended");
        }
    }

    private static void append(Spool spool, byte[] payload, LongAdder appended, AtomicBoolean stop) {
        while (!stop.get()) {
            for (int i = 0; i < ENTRIES_AT_A_TIME; i++) {
                spool.append(payload, 0, payload.length, TAG);
            }
            appended.add(ENTRIES_AT_A_TIME);
        }
    }

    /** By the names of the threads; all others are one. */
    private static Map<String, Cpu> cpu() {
        Map<String, Cpu> cpu = new TreeMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo info = THREADS.getThreadInfo(id);
            if (info == null) {
                continue;
            }
            long all = THREADS.getThreadCpuTime(id);
            cpu.merge(
                    info.getThreadName().startsWith("benchmark-") ? info.getThreadName() : "others",
                    new Cpu(all, all - THREADS.getThreadUserTime(id)),
                    Cpu::plus);
        }
        return cpu;
    }

    private static void print(long entries, long nanos, Map<String, Cpu> before, Map<String, Cpu> after) {
        System.out.println("| thread | CPU ns for each entry | of these in the kernel | busy |");
        System.out.println("|---|---|---|---|");
        after.forEach((name, end) -> {
            Cpu used = end.minus(before.getOrDefault(name, new Cpu(0, 0)));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.0f %% |%n",
                    name,
                    (double) used.all() / entries,
                    (double) used.kernel() / entries,
                    100.0 * used.all() / nanos);
        });
    }
}
