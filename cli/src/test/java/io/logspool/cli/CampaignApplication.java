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
package io.logspool.cli;

import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.LogResult;
import io.logspool.event.LogLevel;
import io.logspool.ship.StatusListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An application of the {@link DeliveryCampaignIT}. Logs numbered events until it is killed, or ends in peace when its
 * input ends. In a mapped file, which a kill leaves as it is, it counts what it began to log and what was accepted; so the
 * two differ by one at most, and only if it was killed within the call.
 */
final class CampaignApplication {

    private static final long PAUSE_NANOS = 4_000_000;
    private static final long POLL_NANOS = 50_000_000;
    private static final long TELL_NANOS = 5_000_000_000L;
    private static final int BEGUN = 0;
    private static final int ACCEPTED = Long.BYTES;

    private CampaignApplication() {}

    /** Arguments: spool, brokers, the file, its name, events at once; then settings. With no events it only drains. */
    public static void main(String[] arguments) throws Exception {
        Path spool = Path.of(arguments[0]);
        int atOnce = Integer.parseInt(arguments[4]);
        LogAgentConfig.Builder config = LogAgentConfig.builder()
                .systemProperties(Map.of())
                .environment(Map.of())
                .set("service.name", "campaign")
                .set("spool.dir", spool.toString())
                .set("spool.segment-bytes", "1MiB")
                .set("spool.max-event-bytes", "64KiB")
                .set("ship.topic", "campaign")
                .set("ship.ledger-interval", "1s")
                .set("ship.close-timeout", "60s")
                .set("kafka.bootstrap.servers", arguments[1]);
        for (int i = 5; i < arguments.length; i++) {
            config.setting(arguments[i]);
        }
        try (LogAgent agent = LogAgent.start(config.build(), new Said(arguments[3]))) {
            if (atOnce == 0) {
                log(agent, arguments[3] + " last");
                long told = System.nanoTime();
                while (agent.stats().backlogBytes() > 0 || slots(spool.resolve("campaign")) > 1) {
                    LockSupport.parkNanos(POLL_NANOS);
                    if (System.nanoTime() - told > TELL_NANOS) {
                        told = System.nanoTime();
                        System.out.println(
                                Instant.now() + " " + slots(spool.resolve("campaign")) + " slots, " + agent.stats());
                    }
                }
            } else {
                logNumbers(agent, Path.of(arguments[2]), arguments[3], atOnce);
            }
        }
    }

    private static void logNumbers(LogAgent agent, Path file, String name, int atOnce) throws IOException {
        ByteBuffer notes;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            notes = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * Long.BYTES);
        }
        long number = 0;
        while (System.in.available() == 0) {
            for (int i = 0; i < atOnce; i++) {
                notes.putLong(BEGUN, number + 1);
                if (log(agent, name + " " + number)) {
                    number++;
                }
                notes.putLong(ACCEPTED, number);
            }
            notes.putLong(BEGUN, number);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** How many events a process logged: at least what was accepted, at most what it began to log. */
    record Count(long accepted, long begun) {

        static Count of(Path file) throws IOException {
            if (!Files.exists(file) || Files.size(file) < 2L * Long.BYTES) {
                return new Count(0, 0); // killed before its first event
            }
            ByteBuffer notes = ByteBuffer.wrap(Files.readAllBytes(file));
            return new Count(notes.getLong(ACCEPTED), notes.getLong(BEGUN));
        }

        Count and(Count other) {
            return new Count(accepted + other.accepted, begun + other.begun);
        }
    }

    /** For whoever has to find out what went wrong. */
    private record Said(String name) implements StatusListener {

        @Override
        public void warn(String message) {
            System.out.println(Instant.now() + " " + name + ": " + message);
        }

        @Override
        public void info(String message) {
            warn(message);
        }
    }

    private static long slots(Path service) throws IOException {
        try (Stream<Path> slots = Files.list(service)) {
            return slots.filter(Files::isDirectory).count();
        }
    }

    private static boolean log(LogAgent agent, String message) {
        return agent.log(
                        message,
                        (text, writer) -> writer.begin(System.currentTimeMillis() * 1_000_000, LogLevel.INFO)
                                .logger("io.shop.Campaign")
                                .thread("main", 1)
                                .message(text))
                == LogResult.ACCEPTED;
    }
}
