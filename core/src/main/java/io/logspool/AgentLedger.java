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

import io.logspool.kafka.KafkaSettings;
import io.logspool.kafka.KafkaSink;
import io.logspool.ledger.Books;
import io.logspool.ledger.Ledger;
import io.logspool.ship.ShipClock;
import io.logspool.ship.StatusListener;
import io.logspool.spool.DutyCycleRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The ledger of an agent, with a thread and a producer of its own: it must hold up no event. Any thread. */
final class AgentLedger {

    private static final Duration LONGEST_IDLE = Duration.ofMillis(250);
    /** After its last call, with no time left; longer than a producer needs to end by force. */
    private static final Duration THREAD_END = Duration.ofMillis(500);

    /** Of the time to close, for the end of the producer. */
    private static final int END_PART = 4;

    /** Longest wait for the answers to what was sent before a reload. */
    private static final Duration HAND_OVER = Duration.ofSeconds(1);

    private static final long MAX_IN_FLIGHT_BYTES = 1 << 20;

    private final Ledger ledger;
    private final DutyCycleRunner runner;
    private volatile boolean closed;

    AgentLedger(
            LogAgentConfig config,
            Books books,
            LongSupplier accepted,
            DropCounter drops,
            StatusListener status,
            Consumer<Throwable> onError) {
        Ledger.Source source = new Ledger.Source() {
            @Override
            public boolean isClosed() {
                return closed;
            }

            @Override
            public long accepted() {
                return accepted.getAsLong();
            }

            @Override
            public Map<String, Long> dropped() {
                return byName(drops.snapshot());
            }
        };
        this.ledger = new Ledger(
                books,
                new KafkaSink(settings(config)),
                config.shipLedgerTopic(),
                config.shipLedgerInterval(),
                source,
                ShipClock.SYSTEM,
                status);
        this.runner = new DutyCycleRunner("logspool-ledger-" + config.serviceName(), ledger, LONGEST_IDLE, onError);
    }

    void start() {
        runner.start();
    }

    /** Says how things are now, and waits for the answer. */
    void flush(Duration timeout) {
        runner.wakeUp();
        ledger.flush(timeout);
    }

    /** Says nothing more; the books stay open for another ledger. */
    void handOver() {
        ledger.beginHandOver(HAND_OVER);
        runner.wakeUp();
        ledger.awaitClosed(HAND_OVER.plus(THREAD_END));
        runner.close(THREAD_END);
    }

    /** Nothing more is shipped: says the last of it, within the timeout. */
    void close(Duration timeout) {
        Deadline end = Deadline.in(timeout);
        closed = true;
        ledger.beginClose(timeout.minus(timeout.dividedBy(END_PART)));
        runner.wakeUp();
        ledger.awaitClosed(end.left());
        runner.close(end.atLeast(THREAD_END));
    }

    private static Map<String, Long> byName(Map<DropReason, Long> drops) {
        Map<String, Long> names = new TreeMap<>();
        drops.forEach((reason, count) -> {
            if (count > 0) {
                names.put(reason.word(), count);
            }
        });
        return names;
    }

    private static KafkaSettings settings(LogAgentConfig config) {
        String clientId = config.kafka().getOrDefault("client.id", "logspool-" + config.serviceName()) + "-ledger";
        return KafkaSettings.of(
                () -> {
                    Map<String, String> settings = new HashMap<>(config.kafkaNow());
                    settings.put("client.id", clientId);
                    // Its thread may wait, and what it does not get at once it tries again much later.
                    settings.put("max.block.ms", "200");
                    return settings;
                },
                MAX_IN_FLIGHT_BYTES,
                clientId);
    }
}
