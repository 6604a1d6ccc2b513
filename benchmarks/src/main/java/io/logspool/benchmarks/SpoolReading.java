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

import io.logspool.spool.AppendRefusal;
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast a backlog is read, checks included, beside how fast the same spool was filled.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.logspool.benchmarks.SpoolReading [rounds] [MiB] [directory]</pre>
 *
 * <p>One round: one thread appends until the spool is full, with nobody reading, which makes appending fastest; then
 * one thread reads it all. Rates are entries by the wall clock. What was written is still in the page cache when it is
 * read. The first round warms up and is not counted.
 */
public final class SpoolReading {

    private static final int TAG = 3;

    /**
     * One round.
     *
     * @param appendNanos of one append
     * @param readNanos   of one entry that was read
     */
    private record Round(double appendNanos, double readNanos) {

        double ratio() {
            return appendNanos / readNanos;
        }
    }

    private SpoolReading() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        long bytes = (args.length > 1 ? Long.parseLong(args[1]) : 1024) << 20;
        String directory = args.length > 2 ? args[2] : "";
        System.out.println(
                "| entry | appended/s | read/s | ns/append | ns/read | reading is faster by | in the rounds |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int entryBytes : new int[] {40, 250}) {
            List<Round> counted = new ArrayList<>();
            for (int i = 0; i <= rounds; i++) {
                Round round = round(directory, bytes, entryBytes);
                if (i > 0) {
                    counted.add(round);
                }
            }
            print(entryBytes, counted);
        }
    }

    private static void print(int entryBytes, List<Round> rounds) {
        double append = Median.of(rounds, Round::appendNanos);
        double read = Median.of(rounds, Round::readNanos);
        System.out.printf(
                Locale.ROOT,
                "| %d B | %,.0f | %,.0f | %.0f | %.0f | %.1f | %.1f to %.1f |%n",
                entryBytes,
                1e9 / append,
                1e9 / read,
                append,
                read,
                Median.of(rounds, Round::ratio),
                rounds.stream().mapToDouble(Round::ratio).min().orElse(0),
                rounds.stream().mapToDouble(Round::ratio).max().orElse(0));
    }

    private static Round round(String directory, long bytes, int entryBytes) throws IOException {
        try (WorkDirectory work = WorkDirectory.create(directory);
                RunningSpool running = new RunningSpool(work.path(), bytes, OverflowPolicy.DROP_NEWEST)) {
            Spool spool = running.spool();
            byte[] payload = Payload.ofLength(entryBytes);
            long begin = System.nanoTime();
            long result = spool.append(payload, 0, entryBytes, TAG);
            while (result > 0) {
                result = spool.append(payload, 0, entryBytes, TAG);
            }
            long filled = System.nanoTime();
            running.check();
            if (AppendRefusal.of(result) != AppendRefusal.SPOOL_FULL) {
                throw new IllegalStateException("this run does not count: " + spool.stats());
            }
            long appended = spool.stats().appended();
            long readFrom = System.nanoTime();
            long read = read(spool);
            long end = System.nanoTime();
            if (read != appended) {
                throw new IllegalStateException("read " + read + " of " + appended);
            }
            return new Round((double) (filled - begin) / appended, (double) (end - readFrom) / read);
        }
    }

    private static long read(Spool spool) throws IOException {
        try (SpoolCursor cursor = spool.openCursor()) {
            long entries = 0;
            while (cursor.next()) {
                entries++;
            }
            return entries;
        }
    }
}
