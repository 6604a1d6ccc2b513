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
package io.logspool.kafka;

import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.LogResult;
import io.logspool.event.LogLevel;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Logs {@code <round> <number>} until it is killed, and notes in a file how many were accepted: that file is as much as
 * one event behind. With round -1 it only waits until the backlog is shipped, and ends.
 */
final class ExactlyOnceProgram {

    private static final int EVENTS_AT_ONCE = 20;
    private static final long PAUSE_NANOS = 2_000_000;

    private ExactlyOnceProgram() {}

    /** Arguments: spool, brokers, topic, the file, round. */
    public static void main(String[] arguments) throws Exception {
        int round = Integer.parseInt(arguments[4]);
        LogAgentConfig config = LogAgentConfig.builder()
                .set("service.name", "killed")
                .set("spool.dir", arguments[0])
                .set("spool.segment-bytes", "1MiB")
                .set("kafka.bootstrap.servers", arguments[1])
                .set("ship.topic", arguments[2])
                .set("ship.delivery", "exactly-once")
                .set("ship.commit-interval", "10ms")
                .build();
        try (LogAgent agent = LogAgent.start(config)) {
            if (round < 0) {
                log(agent, "last");
                while (agent.stats().backlogBytes() > 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                return;
            }
            ByteBuffer accepted;
            try (FileChannel file = FileChannel.open(
                    Path.of(arguments[3]),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                accepted = file.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
            }
            for (long number = 0; ; number++) {
                if (!log(agent, round + " " + number)) {
                    throw new IllegalStateException("not accepted: " + number + " " + agent.stats());
                }
                accepted.putLong(0, number + 1);
                if (number % EVENTS_AT_ONCE == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private static boolean log(LogAgent agent, String message) {
        return agent.log(
                        message,
                        (text, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                                .message(text))
                == LogResult.ACCEPTED;
    }
}
