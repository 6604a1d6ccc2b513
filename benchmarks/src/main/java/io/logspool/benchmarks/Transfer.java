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

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a number of events came from here to somewhere.
 *
 * @param nanos     that it took
 * @param cpuNanos  processor time of this JVM meanwhile, all of its threads
 * @param peerNanos processor time of the broker meanwhile
 */
record Transfer(int events, long nanos, long cpuNanos, long peerNanos) {

    /** Rounds of each kind that are not counted: the compilers need some ten seconds. */
    static final int WARM_UPS = 2;

    /** What is measured. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Measures the processor time of the JVM alone. */
    static Transfer measure(int events, Work work) throws IOException, InterruptedException {
        return measure(events, () -> Duration.ZERO, work);
    }

    /** Measures that of the broker too. */
    static Transfer measure(int events, LocalBroker broker, Work work) throws IOException, InterruptedException {
        return measure(events, broker::cpu, work);
    }

    private static Transfer measure(int events, Supplier<Duration> peer, Work work)
            throws IOException, InterruptedException {
        System.gc();
        long peerBefore = peer.get().toNanos();
        long cpuBefore = processCpuNanos();
        long begin = System.nanoTime();
        work.run();
        long end = System.nanoTime();
        return new Transfer(
                events, end - begin, processCpuNanos() - cpuBefore, peer.get().toNanos() - peerBefore);
    }

    double perSecond() {
        return 1e9 * events / nanos;
    }

    /** Processor time in seconds for a million events. */
    double cpuSecondsPerMillion() {
        return 1e-3 * cpuNanos / events;
    }

    /** How many processors this JVM kept busy. */
    double cores() {
        return (double) cpuNanos / nanos;
    }

    /** How many processors the broker kept busy. */
    double peerCores() {
        return (double) peerNanos / nanos;
    }

    /** Of this JVM so far, all of its threads. */
    static long processCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
