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
package io.logspool.ledger;

import io.logspool.encode.Resource;
import io.logspool.encode.ServiceIdentity;
import io.logspool.ship.ShipClock;
import io.logspool.ship.Shipper;
import io.logspool.ship.ShipperOptions;
import io.logspool.ship.SinkRecord;
import io.logspool.ship.StatusListener;
import io.logspool.spool.Backlog;
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolOptions;
import io.logspool.spool.SyncMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One start of an agent, without its threads: a spool, a shipper, the books and the ledger. */
final class LedgerRig implements Ledger.Source {

    static final Resource SELF =
            new Resource(new ServiceIdentity("orders", null, null, null), "host-1", 4711, null, null, null, null, null);

    final List<String> said = new ArrayList<>();
    final Set<Long> dead = new HashSet<>();
    final MemoryTopic ledgerTopic = new MemoryTopic();
    final MemoryTopic events = new MemoryTopic();
    final Spool spool;
    final Books books;
    final Shipper shipper;
    final Ledger ledger;
    private final Clock clock = new Clock();
    private long accepted;
    private boolean closed;

    LedgerRig(Path service, OverflowPolicy overflow) throws IOException {
        this(service, overflow, backlog -> backlog);
    }

    /** With books that see another backlog. */
    LedgerRig(Path service, OverflowPolicy overflow, UnaryOperator<Backlog> seen) throws IOException {
        spool = Spool.open(
                new SpoolOptions(
                        service,
                        3 << 20,
                        1 << 20,
                        0,
                        64 << 10,
                        overflow,
                        Duration.ZERO,
                        0,
                        0,
                        SyncMode.NONE,
                        Duration.ofSeconds(1)),
                SELF.toBytes(1_600_000_000_000L));
        books = new Books(seen.apply(spool), SELF, spool.incarnation(), true, clock);
        StatusListener listener = new StatusListener() {
            @Override
            public void warn(String message) {
                said.add(message);
            }

            @Override
            public void info(String message) {
                said.add(message);
            }
        };
        shipper = new Shipper(
                Bookkeeping.of(spool, books),
                Bookkeeping.of(
                        (entry, id, created) ->
                                SinkRecord.of("logs", null, new byte[entry.length()], created, id, "text/plain"),
                        books),
                events,
                Bookkeeping.of((record, reason) -> dead.add(sequence(record.eventId())), books),
                ShipperOptions.of(1 << 20),
                clock,
                listener);
        ledger = new Ledger(books, ledgerTopic, "ledger", Duration.ofSeconds(30), this, clock, listener);
    }

    static long sequence(String eventId) {
        return Long.parseLong(eventId.substring(eventId.lastIndexOf('-') + 1));
    }

    String incarnation() {
        return spool.incarnation().id();
    }

    /** True if it was accepted. */
    boolean append(int length) throws IOException {
        long sequence = spool.append(new byte[length], 0, length, 3);
        if (sequence < 0) {
            spool.doWork();
            sequence = spool.append(new byte[length], 0, length, 3);
        }
        if (sequence > 0) {
            accepted = sequence;
        }
        return sequence > 0;
    }

    void ship() throws IOException {
        shipper.doWork();
        spool.doWork();
    }

    void drain() throws IOException {
        for (int i = 0; i < 1000 && (spool.stats().backlogBytes() > 0 || i < 3); i++) {
            ship();
            events.arriveAll();
        }
    }

    /** A round of the ledger, which does not arrive yet. */
    void round() {
        ledger.doWork();
        clock.nanos += Duration.ofSeconds(31).toNanos();
        ledger.doWork();
    }

    List<LedgerRecord> records() throws IOException {
        List<LedgerRecord> records = new ArrayList<>();
        for (SinkRecord record : ledgerTopic.arrived) {
            records.add(LedgerRecord.fromJson(record.value()));
        }
        return records;
    }

    /** In peace. */
    void close() throws IOException {
        closed = true;
        ledger.beginClose(Duration.ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            ledger.doWork();
            ledgerTopic.arriveAll();
        }
        spool.close();
    }

    /** Nobody says a word any more; what is in flight may have arrived. */
    void die() throws IOException {
        spool.close();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public long accepted() {
        return accepted;
    }

    @Override
    public Map<String, Long> dropped() {
        return Map.of();
    }

    private static final class Clock implements ShipClock {

        private long nanos;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long wallMillis() {
            return 1_700_000_000_000L + nanos / 1_000_000;
        }
    }
}
