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

import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.Spool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import org.openjdk.jmh.annotations.Fork;

/**
 * How long a new JVM takes to open a spool and append the first event to it, beside a Chronicle queue.
 *
 * <pre>java -cp benchmarks.jar io.logspool.benchmarks.SpoolOpening [starts] [MiB of backlog] [directory]</pre>
 *
 * <p>Each start is a JVM of its own, all kinds in turn, medians. The time is taken inside it, from the call that opens
 * to the return of the first append. The files that are there are in the page cache.
 */
public final class SpoolOpening {

    private static final int ENTRY_BYTES = 250;
    private static final int TAG = 3;
    private static final int ENTRIES_BEFORE_CRASH = 20_000;

    /** What a JVM starts on. */
    private enum Kind {
        NOTHING("nothing is opened"),
        CHRONICLE("Chronicle queue, new"),
        EMPTY("spool, new"),
        BACKLOG("spool, on a backlog"),
        CRASHED("spool, on a backlog, its last process was killed");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    /**
     * One start.
     *
     * @param nanos   from the call that opens to the return of the first append
     * @param classes loaded in the JVM by then
     */
    private record Start(double nanos, double classes) {}

    private SpoolOpening() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("child")) {
            child(args[1], Path.of(args[2]), Long.parseLong(args[3]));
            return;
        }
        int starts = args.length > 0 ? Integer.parseInt(args[0]) : 11;
        long backlogBytes = (args.length > 1 ? Long.parseLong(args[1]) : 1024) << 20;
        Map<Kind, List<Start>> results = new EnumMap<>(Kind.class);
        try (WorkDirectory work = WorkDirectory.create(args.length > 2 ? args[2] : "")) {
            Path backlog = work.path().resolve("backlog");
            jvm("fill", backlog, backlogBytes);
            for (int i = 0; i < starts; i++) {
                for (Kind kind : Kind.values()) {
                    if (kind == Kind.CRASHED) {
                        jvm("crash", backlog, backlogBytes);
                    }
                    boolean isNew = kind.compareTo(Kind.BACKLOG) < 0;
                    Path directory = isNew ? work.path().resolve(kind + "-" + i) : backlog;
                    results.computeIfAbsent(kind, key -> new ArrayList<>())
                            .add(jvm(kind.name(), directory, backlogBytes));
                }
            }
        }
        print(results, starts, backlogBytes);
    }

    /** Median milliseconds of so many starts: of a Chronicle queue, and of a spool, both new. */
    static double[] newOnes(int starts) throws IOException, InterruptedException {
        List<Start> chronicle = new ArrayList<>();
        List<Start> spool = new ArrayList<>();
        try (WorkDirectory work = WorkDirectory.create("")) {
            for (int i = 0; i < starts; i++) {
                chronicle.add(jvm(Kind.CHRONICLE.name(), work.path().resolve("chronicle-" + i), 0));
                spool.add(jvm(Kind.EMPTY.name(), work.path().resolve("spool-" + i), 1L << 29));
            }
        }
        return new double[] {Median.of(chronicle, Start::nanos) / 1e6, Median.of(spool, Start::nanos) / 1e6};
    }

    private static void print(Map<Kind, List<Start>> results, int starts, long backlogBytes) {
        double classesOfNothing = Median.of(results.getOrDefault(Kind.NOTHING, List.of()), Start::classes);
        System.out.printf(
                "Medians of %d starts, entries of %d bytes, a backlog of %,d MiB%n%n",
                starts, ENTRY_BYTES, backlogBytes >> 20);
        System.out.println("| | open and first append, ms | fastest to slowest | classes loaded for it |");
        System.out.println("|---|---|---|---|");
        results.forEach((kind, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f to %.1f | %.0f |%n",
                kind.title,
                Median.of(all, Start::nanos) / 1e6,
                all.stream().mapToDouble(Start::nanos).min().orElse(0) / 1e6,
                all.stream().mapToDouble(Start::nanos).max().orElse(0) / 1e6,
                Median.of(all, Start::classes) - classesOfNothing));
    }

    private static Start jvm(String kind, Path directory, long backlogBytes) throws IOException, InterruptedException {
        ChildJvm ended = ChildJvm.run(
                SpoolOpening.class,
                kind.equals(Kind.CHRONICLE.name()) ? flagsOfChronicle() : List.of(),
                "child",
                kind,
                directory.toString(),
                Long.toString(backlogBytes));
        String[] figures = ended.lines().get(0).split(" ", 2);
        return new Start(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }

    private static List<String> flagsOfChronicle() {
        return List.of(SpoolAppendBenchmark.class.getAnnotation(Fork.class).jvmArgsAppend());
    }

    private static void child(String kind, Path directory, long backlogBytes) throws IOException {
        if (kind.equals("fill")) {
            fill(directory, backlogBytes);
        } else if (kind.equals("crash")) {
            crash(directory, backlogBytes);
        } else if (kind.equals(Kind.CHRONICLE.name())) {
            openChronicle(directory);
        } else if (kind.equals(Kind.NOTHING.name())) {
            report(System.nanoTime());
        } else {
            openSpool(directory, backlogBytes);
        }
    }

    private static void openSpool(Path directory, long backlogBytes) throws IOException {
        byte[] payload = Payload.ofLength(ENTRY_BYTES);
        long begin = System.nanoTime();
        try (Spool spool = RunningSpool.open(directory, 2 * backlogBytes, OverflowPolicy.DROP_NEWEST)) {
            append(spool, payload);
            report(begin);
        }
    }

    private static void openChronicle(Path directory) {
        byte[] payload = Payload.ofLength(ENTRY_BYTES);
        long begin = System.nanoTime();
        try (ChronicleQueue queue = ChronicleQueue.single(directory.toString());
                ExcerptAppender appender = queue.createAppender()) {
            appender.writeBytes(Bytes.wrapForRead(payload));
            report(begin);
        }
    }

    private static void fill(Path directory, long backlogBytes) throws IOException {
        byte[] payload = Payload.ofLength(ENTRY_BYTES);
        long begin = System.nanoTime();
        try (RunningSpool running = new RunningSpool(directory, 2 * backlogBytes, OverflowPolicy.DROP_NEWEST)) {
            Spool spool = running.spool();
            while (spool.stats().backlogBytes() < backlogBytes) {
                for (int i = 0; i < ENTRIES_BEFORE_CRASH; i++) {
                    append(spool, payload);
                }
            }
        }
        report(begin);
    }

    /** Ends the JVM in the middle, as a kill does: no segment is closed. */
    private static void crash(Path directory, long backlogBytes) throws IOException {
        byte[] payload = Payload.ofLength(ENTRY_BYTES);
        long begin = System.nanoTime();
        try (RunningSpool running = new RunningSpool(directory, 2 * backlogBytes, OverflowPolicy.DROP_NEWEST)) {
            for (int i = 0; i < ENTRIES_BEFORE_CRASH; i++) {
                append(running.spool(), payload);
            }
            report(begin);
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }

    private static void append(Spool spool, byte[] payload) {
        if (spool.append(payload, 0, payload.length, TAG) < 0) {
            throw new IllegalStateException("this run does not count: " + spool.stats());
        }
    }

    private static void report(long begin) {
        long nanos = System.nanoTime() - begin;
        System.out.println(
                nanos + " " + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
    }
}
