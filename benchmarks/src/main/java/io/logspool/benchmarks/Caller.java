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
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts the processor time of the measured thread, and what it allocates itself; JMH's own {@code gc.alloc.rate.norm} takes the threads in the
 * background in. One per measured thread.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Caller {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long calls;
    private long allocatedBefore;
    private long allocated;
    private long cpuBefore;
    private long cpuNanos;

    /** To be called once in each measured call. */
    void count() {
        calls++;
    }

    @Setup(Level.Iteration)
    public void begin() {
        calls = 0;
        cpuBefore = THREADS.getCurrentThreadCpuTime();
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    @TearDown(Level.Iteration)
    public void end() {
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuBefore;
    }

    /** Calls made in the iteration, those around its measured time too. */
    public long callerCalls() {
        return calls;
    }

    /** Bytes allocated in these calls. */
    public long callerBytes() {
        return allocated;
    }

    /** Processor time of these calls, the kernel's part included: what is left when others keep the machine busy. */
    public long callerCpuNanos() {
        return cpuNanos;
    }
}
