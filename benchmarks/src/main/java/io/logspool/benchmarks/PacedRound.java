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

import org.HdrHistogram.Histogram;

/**
 * What became of one round.
 *
 * @param histogram nanoseconds from when a call was due to its return
 * @param nanos     that it took
 * @param rolls     how often a new segment was begun
 * @param counters  what happened to the calling thread meanwhile
 */
record PacedRound(Histogram histogram, long nanos, long rolls, ThreadCounters counters) {

    double nanosAt(double percentile) {
        return histogram.getValueAtPercentile(percentile);
    }

    /** Calls made. */
    double perSecond() {
        return 1e9 * histogram.getTotalCount() / nanos;
    }

    /** How many of a million calls took longer. */
    double perMillionOver(long nanos) {
        long over = histogram.getCountBetweenValues(
                histogram.nextNonEquivalentValue(nanos), Math.max(histogram.getMaxValue(), 2 * nanos));
        return 1e6 * over / histogram.getTotalCount();
    }

    long waits() {
        return counters.waits();
    }

    long preemptions() {
        return counters.preemptions();
    }

    long pageFaults() {
        return counters.pageFaults();
    }

    long collections() {
        return counters.collections();
    }

    long collectionMillis() {
        return counters.collectionMillis();
    }
}
