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

import io.logspool.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How long single appends take at a fixed rate, beside the same loop that does nothing: what is in both is the
 * machine's.
 *
 * <pre>java -cp benchmarks.jar io.logspool.benchmarks.SpoolLatency [rounds] [seconds] [rate] [entry bytes] [directory]</pre>
 *
 * <p>A call's time counts from when it was due, so a call that is late because the one before it was slow counts as
 * slow too (coordinated omission). The two loops take turns in one JVM, each in rounds of the same length; the spool
 * has its own thread, and a reader that acknowledges, and rolls many times in a round. One round of each warms up.
 */
public final class SpoolLatency {

    private static final int TAG = 3;

    private SpoolLatency() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 10;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        int entryBytes = args.length > 3 ? Integer.parseInt(args[3]) : 250;
        String directory = args.length > 4 ? args[4] : "";
        PacedLoop loop = new PacedLoop(rate, seconds);
        List<PacedRound> nothing = new ArrayList<>();
        List<PacedRound> spool = new ArrayList<>();
        for (int i = 0; i <= rounds; i++) {
            PacedRound idle = loop.run(() -> {}, () -> 0L);
            PacedRound appending = append(loop, entryBytes, directory);
            if (i > 0) {
                nothing.add(idle);
                spool.add(appending);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d calls per second of %d bytes, %d rounds of %.0f s each; medians of the rounds%n%n",
                rate,
                entryBytes,
                rounds,
                seconds);
        System.out.println("| | nothing | append | ratio |");
        System.out.println("|---|---|---|---|");
        for (double percentile : new double[] {50, 90, 99, 99.9, 99.99, 100}) {
            String name = percentile == 100 ? "longest, µs" : "p" + number(percentile) + ", µs";
            print(name, nothing, spool, round -> round.nanosAt(percentile) / 1e3);
        }
        print("over 20 µs, of a million", nothing, spool, round -> round.perMillionOver(20_000));
        print("over 1 ms, of a million", nothing, spool, round -> round.perMillionOver(1_000_000));
        print("rolls", nothing, spool, PacedRound::rolls);
        print("parked, times", nothing, spool, PacedRound::waits);
        print("preempted, times", nothing, spool, PacedRound::preemptions);
        print("page faults", nothing, spool, PacedRound::pageFaults);
        print("garbage collections", nothing, spool, PacedRound::collections);
        print("in them, ms", nothing, spool, PacedRound::collectionMillis);
    }

    private static PacedRound append(PacedLoop loop, int entryBytes, String directory) throws IOException {
        byte[] payload = Payload.ofLength(entryBytes);
        try (WorkDirectory work = WorkDirectory.create(directory);
                SpoolUnderTest target = new SpoolUnderTest(work.path())) {
            Spool spool = target.spool();
            PacedRound round = loop.run(
                    () -> spool.append(payload, 0, payload.length, TAG),
                    () -> target.reader().segment());
            target.check();
            return round;
        }
    }

    private static void print(
            String name, List<PacedRound> nothing, List<PacedRound> spool, ToDoubleFunction<PacedRound> value) {
        double without = Median.of(nothing, value);
        double with = Median.of(spool, value);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                name,
                number(without),
                number(with),
                without > 0 ? String.format(Locale.ROOT, "%.2f", with / without) : "-");
    }

    /** With a digit behind the point only where it is one. */
    private static String number(double value) {
        return value == Math.rint(value) || value >= 1000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value).replaceAll("0+$", "");
    }
}
