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
import io.logspool.LogAgentConfig;
import io.logspool.event.LogLevel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An agent that finds a full spool when it starts, and ships it. */
final class Draining implements AutoCloseable {

    private final LogAgent agent;

    private Draining(LogAgent agent) {
        this.agent = agent;
    }

    /** The defaults; nothing of this process' environment changes them. */
    static LogAgentConfig config(Path spool, String servers, String topic, int requestsInFlight) {
        return LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "benchmark")
                .set("spool.dir", spool.toString())
                .set("ship.topic", topic)
                .set("kafka.bootstrap.servers", servers)
                .set("kafka.max.in.flight.requests.per.connection", Integer.toString(requestsInFlight))
                .build();
    }

    /**
     * Starts it, and returns when it has begun to ship. An agent waits a while with that, or until it has something to log;
     * so it gets one event more, behind all others.
     */
    static Draining start(LogAgentConfig config) {
        Draining draining = new Draining(LogAgent.start(config));
        draining.agent.log(
                "begun",
                (text, writer) -> writer.begin(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()), LogLevel.INFO)
                        .message(text));
        AgentWait.until(draining.agent, stats -> stats.shipped() > 0);
        return draining;
    }

    /** Returns when so many events are acknowledged; fails if one was not. */
    void run(int events) {
        AgentWait.acknowledged(agent, events);
    }

    @Override
    public void close() {
        agent.close();
    }
}
