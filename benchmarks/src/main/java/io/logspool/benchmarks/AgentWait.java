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

import io.logspool.LogAgent;
import io.logspool.LogAgentStats;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what an agent says of itself. */
final class AgentWait {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private AgentWait() {}

    /** Returns when so many events are acknowledged; fails if one was dropped, lost or given up. */
    static void acknowledged(LogAgent agent, long events) {
        until(agent, stats -> stats.acknowledged() >= events);
        LogAgentStats stats = agent.stats();
        if (stats.deadLettered() + stats.damaged() + stats.droppedTotal() > 0) {
            throw new IllegalStateException("this run does not count: " + stats);
        }
    }

    /** Returns when it is so; fails after minutes. */
    static void until(LogAgent agent, Predicate<LogAgentStats> condition) {
        long begin = System.nanoTime();
        while (!condition.test(agent.stats())) {
            if (System.nanoTime() - begin > LONGEST_NANOS) {
                throw new IllegalStateException("this run does not count: " + agent.stats());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
