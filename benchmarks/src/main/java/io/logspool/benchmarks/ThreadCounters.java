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

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What can hold up a thread, counted since it began. Preemptions and page faults are Linux's; 0 elsewhere.
 *
 * @param waits            times it was parked: for a lock, or for a segment that was being prepared
 * @param preemptions      times it was taken off its processor for another one
 * @param pageFaults       those that needed no disk
 * @param collections      of the whole JVM
 * @param collectionMillis of the whole JVM
 */
record ThreadCounters(long waits, long preemptions, long pageFaults, long collections, long collectionMillis) {

    private static final int MINOR_FAULTS = 7; // in /proc/self/stat, counted behind the name: proc(5)

    /** The calling thread's. */
    static ThreadCounters now() {
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += collector.getCollectionCount();
            millis += collector.getCollectionTime();
        }
        long waits = ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().getId())
                .getWaitedCount();
        return new ThreadCounters(waits, preemptionsSoFar(), pageFaultsSoFar(), collections, millis);
    }

    ThreadCounters since(ThreadCounters before) {
        return new ThreadCounters(
                waits - before.waits,
                preemptions - before.preemptions,
                pageFaults - before.pageFaults,
                collections - before.collections,
                collectionMillis - before.collectionMillis);
    }

    private static long preemptionsSoFar() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
                if (line.startsWith("nonvoluntary_ctxt_switches:")) {
                    return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long pageFaultsSoFar() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", MINOR_FAULTS + 2);
            return Long.parseLong(fields[MINOR_FAULTS]);
        } catch (IOException e) {
            return 0;
        }
    }
}
