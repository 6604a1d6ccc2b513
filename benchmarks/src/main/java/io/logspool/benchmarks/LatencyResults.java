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

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All rounds at one rate. */
final class LatencyResults {

    /** Of the table and of the picture; the last is the longest call. */
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 99.99, 99.999, 100.0);

    private static final long SLOW_NANOS = 20_000;

    /** Of the calls, the part that must have been made in time. */
    private static final double KEPT = 0.99;

    private final int rate;
    private final Map<LatencyKind, List<Round>> rounds = new EnumMap<>(LatencyKind.class);

    /**
     * One round.
     *
     * @param refused events that were dropped
     */
    record Round(PacedRound calls, long refused) {

        /** Whether the calls were made as often as they should have been. */
        boolean isKept(int rate) {
            return calls.perSecond() >= KEPT * rate;
        }
    }

    LatencyResults(int rate) {
        this.rate = rate;
    }

    void add(LatencyKind kind, Round round) {
        rounds.computeIfAbsent(kind, key -> new ArrayList<>()).add(round);
    }

    int rate() {
        return rate;
    }

    /** Of those that took turns, in their order. */
    Iterable<LatencyKind> kinds() {
        return rounds.keySet();
    }

    double median(LatencyKind kind, ToDoubleFunction<PacedRound> value) {
        return Median.of(rounds.getOrDefault(kind, List.of()), round -> value.applyAsDouble(round.calls()));
    }

    double micros(LatencyKind kind, double percentile) {
        return median(kind, round -> round.nanosAt(percentile)) / 1e3;
    }

    /** Calls over 20 µs, of a million. */
    double slow(LatencyKind kind) {
        return median(kind, round -> round.perMillionOver(SLOW_NANOS));
    }

    /** Calls over 20 µs beside those of an appender that does nothing. */
    double slowRatio(LatencyKind kind) {
        return slow(kind) / slow(LatencyKind.NOTHING);
    }

    /** How far apart broker well, hung and none are: the largest by the smallest. */
    double spread(double percentile) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (LatencyKind kind : LatencyKind.SHIPPING) {
            double micros = micros(kind, percentile);
            smallest = Math.min(smallest, micros);
            largest = Math.max(largest, micros);
        }
        return largest / smallest;
    }

    /** Events dropped in all rounds. */
    long refused(LatencyKind kind) {
        return rounds.getOrDefault(kind, List.of()).stream()
                .mapToLong(Round::refused)
                .sum();
    }

    /** Fails if one was dropped. */
    void requireNothingRefused() {
        for (LatencyKind kind : rounds.keySet()) {
            if (refused(kind) > 0) {
                throw new IllegalStateException(
                        "this run does not count: " + kind.title + " dropped " + refused(kind) + " events");
            }
        }
    }

    /** Whether each round had the calls that it should. */
    boolean isKept(LatencyKind kind) {
        return rounds.getOrDefault(kind, List.of()).stream().allMatch(round -> round.isKept(rate));
    }

    /** Microseconds by percentile. */
    Map<String, Double> curve(LatencyKind kind) {
        Map<String, Double> micros = new LinkedHashMap<>();
        for (double percentile : PERCENTILES) {
            micros.put(Double.toString(percentile), micros(kind, percentile));
        }
        return micros;
    }
}
