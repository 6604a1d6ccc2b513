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
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Counts the processor time of the measured thread, and what it allocates itself; JMH's own {@code gc.alloc.rate.norm} takes the threads in the
 * background in. One per measured thread.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Caller {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final LongAdder ALL = new LongAdder();

    private long calls;
    private long allocatedBefore;
    private long allocated;
    private long cpuBefore;
    private long cpuNanos;
    private long begun;
    private long nanos;

    /** To be called once in each measured call. */
    void count() {
        calls++;
    }

    @Setup(Level.Iteration)
    public void begin() {
        calls = 0;
        begun = System.nanoTime();
        cpuBefore = THREADS.getCurrentThreadCpuTime();
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    @TearDown(Level.Iteration)
    public void end() {
        nanos = System.nanoTime() - begun;
        ALL.add(calls);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuBefore;
    }

    /** Calls of all threads in all iterations that have ended. */
    static long total() {
        return ALL.sum();
    }

    /** Calls made in the iteration, those around its measured time too. */
    public long callerCalls() {
        return calls;
    }

    /** Bytes allocated in these calls. */
    public long callerBytes() {
        return allocated;
    }

    /** From the first of these calls to the last. */
    public long callerNanos() {
        return nanos;
    }

    /**
     * Calls a second of all threads together. JMH's own score is the mean, or the sum, of what each thread found for itself:
     * one that has a processor for a single call only counts in it as much as all others.
     */
    static double perSecond(RunResult run) {
        return 1e9 * run.getParams().getThreads() * score(run, "callerCalls") / score(run, "callerNanos");
    }

    private static double score(RunResult run, String counter) {
        Result<?> result = run.getSecondaryResults().get(counter);
        if (result == null) {
            throw new IllegalArgumentException("no counter " + counter);
        }
        return result.getScore();
    }

    /** Processor time of these calls, the kernel's part included: what is left when others keep the machine busy. */
    public long callerCpuNanos() {
        return cpuNanos;
    }
}
