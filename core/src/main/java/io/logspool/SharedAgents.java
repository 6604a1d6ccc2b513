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
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The agents that run, by service and directory, so that appenders of one service share one. */
final class SharedAgents {

    private static final ConcurrentMap<LogAgentConfig.Identity, Shared> BY_IDENTITY = new ConcurrentHashMap<>();

    private SharedAgents() {}

    static Shared of(LogAgentConfig.Identity identity) {
        return BY_IDENTITY.computeIfAbsent(identity, key -> new Shared());
    }

    /** One agent and the number of its handles. Starting and closing exclude each other. */
    static final class Shared {

        private final StatusChannel status = new StatusChannel();
        private @Nullable RunningAgent running;
        private int handles;

        synchronized RunningAgent acquire(LogAgentConfig config, StatusListener listener) {
            RunningAgent agent = running;
            if (agent != null) {
                List<String> differences = agent.config().differences(config);
                if (!differences.isEmpty()) {
                    throw agent.config().values().conflict(config.values(), differences);
                }
                status.add(listener);
            } else {
                status.add(listener);
                try {
                    agent = RunningAgent.start(config, status);
                } catch (RuntimeException | Error e) {
                    status.remove(listener);
                    throw e;
                }
                running = agent;
            }
            handles++;
            return agent;
        }

        synchronized void release(StatusListener listener, Duration timeout) {
            handles--;
            RunningAgent agent = running;
            if (handles == 0 && agent != null) {
                running = null;
                agent.close(timeout);
            }
            status.remove(listener);
        }
    }
}
