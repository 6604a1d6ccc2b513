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
package io.logspool;

import io.logspool.ship.StatusListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The agents that run, by service and directory, so that appenders of one service share one. */
final class SharedAgents {

    private static final ConcurrentMap<LogAgentConfig.Identity, Shared> BY_IDENTITY = new ConcurrentHashMap<>();

    private SharedAgents() {}

    static Shared of(LogAgentConfig.Identity identity) {
        return BY_IDENTITY.computeIfAbsent(identity, key -> new Shared());
    }

    /** One agent and its handles. Starting, reloading and closing exclude each other. */
    static final class Shared {

        /** How long an agent without handles waits for the next: the time that a framework takes to configure itself. */
        private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

        private final StatusChannel status = new StatusChannel();
        private final Set<Object> handles = Collections.newSetFromMap(new IdentityHashMap<>());
        private @Nullable RunningAgent running;
        /** What the newest of the handles was given; the agent may still go on with older values of some keys. */
        private @Nullable LogAgentConfig given;
        /** Not null while the agent waits for its next handle. */
        private @Nullable Runnable gapEnded;

        /**
         * Starts the agent or joins it. If there is nobody else than those who are about to go, the agent is reloaded with
         * what is different.
         *
         * @param handle who joins
         * @param leaving who of the handles will be closed, because this one takes its place
         */
        synchronized RunningAgent acquire(
                Object handle, LogAgentConfig config, StatusListener listener, Collection<?> leaving) {
            RunningAgent agent = running;
            if (agent == null) {
                agent = start(config, listener);
                running = agent;
            } else {
                join(agent, config, listener, leaving);
                status.add(listener);
                endGap();
            }
            given = config;
            handles.add(handle);
            return agent;
        }

        private RunningAgent start(LogAgentConfig config, StatusListener listener) {
            status.add(listener);
            try {
                return RunningAgent.start(config, status);
            } catch (RuntimeException | Error e) {
                status.remove(listener);
                throw e;
            }
        }

        private void join(RunningAgent agent, LogAgentConfig config, StatusListener listener, Collection<?> leaving) {
            LogAgentConfig before = given == null ? agent.config() : given;
            List<String> differences = before.differences(config);
            if (differences.isEmpty()) {
                return;
            }
            if (!leaving.containsAll(handles)) {
                throw before.values().conflict(config.values(), differences);
            }
            agent.reload(config, listener);
        }

        /** Gives a handle up; with the last one the agent closes. */
        synchronized void release(Object handle, StatusListener listener, Duration timeout) {
            if (handles.remove(handle) && handles.isEmpty()) {
                close(timeout);
            }
            status.remove(listener);
        }

        /**
         * Gives a handle up; if it was the last one, the agent waits for the next one for a while.
         *
         * @param ended called when it waits no more, on any thread
         */
        synchronized void handOver(Object handle, StatusListener listener, Duration timeout, Runnable ended) {
            boolean last = handles.remove(handle) && handles.isEmpty() && running != null;
            Runnable end = () -> {
                status.remove(listener);
                ended.run();
            };
            if (!last) {
                end.run();
                return;
            }
            gapEnded = end;
            Thread gap = new Thread(null, () -> awaitNext(end, timeout), "logspool-gap", 0, false);
            gap.setContextClassLoader(SharedAgents.class.getClassLoader());
            gap.setDaemon(true);
            gap.start();
        }

        /** Closes the agent if it waits for a next handle, which does not come. */
        synchronized void closeGap(Duration timeout) {
            if (gapEnded != null) {
                close(timeout);
                endGap();
            }
        }

        private synchronized void awaitNext(Runnable gap, Duration timeout) {
            long deadline = System.nanoTime() + LONGEST_GAP.toNanos();
            for (long left = LONGEST_GAP.toNanos(); gapEnded == gap && left > 0; left = deadline - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    break; // nobody of ours does that; then there is no waiting
                }
            }
            if (gapEnded == gap) {
                closeGap(timeout);
            }
        }

        private void endGap() {
            Runnable ended = gapEnded;
            if (ended != null) {
                gapEnded = null;
                notifyAll();
                ended.run();
            }
        }

        private void close(Duration timeout) {
            RunningAgent agent = running;
            running = null;
            if (agent != null) {
                agent.close(timeout);
            }
        }
    }
}
