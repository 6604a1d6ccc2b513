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

import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Calls something at a fixed rate, and records how long after it was due each call had returned. */
final class PacedLoop {

    private static final double LEAD_IN_SECONDS = 1;
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final int perSecond;
    private final long intervalNanos;
    private final long leadIn;
    private final long calls;

    PacedLoop(int perSecond, double seconds) {
        this.perSecond = perSecond;
        intervalNanos = 1_000_000_000L / perSecond;
        leadIn = (long) (perSecond * Math.min(LEAD_IN_SECONDS, seconds));
        calls = (long) (perSecond * seconds);
    }

    int perSecond() {
        return perSecond;
    }

    /**
     * One round, after a lead-in that is not recorded.
     *
     * @param segment the number of the segment that is written to, or read
     */
    PacedRound run(Runnable call, LongSupplier segment) {
        Histogram histogram = new Histogram(LONGEST_NANOS, DIGITS);
        paced(call, leadIn, new Histogram(LONGEST_NANOS, DIGITS));
        System.gc();
        ThreadCounters before = ThreadCounters.now();
        long firstSegment = segment.getAsLong();
        long begin = System.nanoTime();
        paced(call, calls, histogram);
        long nanos = System.nanoTime() - begin;
        return new PacedRound(
                histogram,
                nanos,
                segment.getAsLong() - firstSegment,
                ThreadCounters.now().since(before));
    }

    private void paced(Runnable call, long times, Histogram into) {
        long due = System.nanoTime();
        for (long i = 0; i < times; i++) {
            due += intervalNanos;
            while (System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
            call.run();
            into.recordValue(Math.min(System.nanoTime() - due, LONGEST_NANOS));
        }
    }
}
