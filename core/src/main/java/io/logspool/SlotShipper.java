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

import io.logspool.encode.EventEncoder;
import io.logspool.encode.Resource;
import io.logspool.encode.ServiceIdentity;
import io.logspool.ledger.Bookkeeping;
import io.logspool.ledger.Books;
import io.logspool.ship.DeadLetterFile;
import io.logspool.ship.DeadLetters;
import io.logspool.ship.EventRecords;
import io.logspool.ship.RecordMapper;
import io.logspool.ship.ShipClock;
import io.logspool.ship.Shipper;
import io.logspool.ship.ShipperStats;
import io.logspool.ship.Sink;
import io.logspool.ship.StatusListener;
import io.logspool.spool.Backlog;
import io.logspool.spool.DutyCycle;
import io.logspool.spool.SlotBacklog;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ships what is in a slot that is not this process' own, as an agent with the same configuration would: to the same topic,
 * with the same ids, and with its dead letters and its books in the slot. What is done survives its death; so whoever
 * comes next, the slot's owner or another of these, goes on from there.
 *
 * <p>One thread, but for {@link #stats()}.
 */
public final class SlotShipper implements DutyCycle {

    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();

    private final SlotBacklog backlog;
    private final Books books;
    private final DeadLetterFile deadLetters;
    private final EventRecords records;
    private final Shipper shipper;
    private final @Nullable AgentLedger ledger;

    private SlotShipper(LogAgentConfig config, SlotBacklog backlog, boolean adopted, StatusListener listener) {
        Resource self = resource(config);
        this.backlog = backlog;
        this.books = new Books(backlog, self, null, adopted, ShipClock.SYSTEM);
        this.deadLetters =
                new DeadLetterFile(backlog.slotDirectory(), config.shipDeadLetterMaxBytes(), ShipClock.SYSTEM);
        this.records = records(config, self);
        this.shipper = shipper(
                config,
                Bookkeeping.of(backlog, books),
                Bookkeeping.of(records, books),
                Bookkeeping.of(deadLetters, books),
                KafkaSinks.of(config, backlog.slotDirectory(), listener),
                listener);
        // What is adopted is told by the adopter's own ledger.
        this.ledger = adopted || config.shipLedgerInterval().isZero()
                ? null
                : new AgentLedger(
                        config,
                        books,
                        () -> 0,
                        new DropCounter(),
                        listener,
                        error -> listener.warn("the ledger: " + error));
    }

    /**
     * Takes the right to ship a slot, whether it has an owner or not.
     *
     * @return null if somebody ships it
     * @throws IOException if the slot is not there, or cannot be read and written
     */
    public static @Nullable SlotShipper open(LogAgentConfig config, Path slot, StatusListener listener)
            throws IOException {
        SlotBacklog backlog = SlotBacklog.open(slot);
        if (backlog == null) {
            return null;
        }
        SlotShipper opened = new SlotShipper(config, backlog, false, listener);
        if (opened.ledger != null) {
            opened.ledger.start();
        }
        return opened;
    }

    /** Ships a slot that was taken over. */
    static SlotShipper adopted(LogAgentConfig config, SlotBacklog backlog, StatusListener listener) {
        return new SlotShipper(config, backlog, true, listener);
    }

    /** A shipper that keeps no books and buries nothing in the slot: for what is sent again. */
    public static Shipper again(
            LogAgentConfig config, Backlog backlog, DeadLetters deadLetters, StatusListener listener) {
        return shipper(
                config, backlog, records(config, resource(config)), deadLetters, KafkaSinks.plain(config), listener);
    }

    private static Shipper shipper(
            LogAgentConfig config,
            Backlog backlog,
            RecordMapper mapper,
            DeadLetters deadLetters,
            Sink sink,
            StatusListener listener) {
        return new Shipper(backlog, mapper, sink, deadLetters, config.shipperOptions(), ShipClock.SYSTEM, listener);
    }

    static EventRecords records(LogAgentConfig config, Resource self) {
        EventEncoder encoder =
                config.shipEncoding().encoder(config.fields(), config.captureKeyValues(), config.spoolMaxEventBytes());
        return new EventRecords(encoder, config.shipRouting(), self);
    }

    static Resource resource(LogAgentConfig config) {
        return Resource.detect(
                new ServiceIdentity(
                        config.serviceName(),
                        config.serviceVersion(),
                        config.serviceEnvironment(),
                        config.serviceNodeName()),
                System::getenv);
    }

    @Override
    public int doWork() throws IOException {
        return shipper.doWork();
    }

    /** Whether everything that was there at the last look has arrived. */
    public boolean isDrained() {
        return shipper.isDrained();
    }

    /** What is before this is done. */
    public SpoolPosition acknowledged() {
        return backlog.acknowledged();
    }

    /** Counters. Any thread. */
    public ShipperStats stats() {
        return shipper.stats();
    }

    ShippingTotals.Line line() {
        return new ShippingTotals.Line(shipper, records);
    }

    Books books() {
        return books;
    }

    SlotBacklog backlog() {
        return backlog;
    }

    /** Ships on until nearly the end of the time, waits for what is in flight, and leaves the slot to the next one. */
    public void close(Duration timeout) throws IOException {
        shipper.beginClose(timeout);
        leave(Deadline.in(timeout));
    }

    /** Sends nothing more, waits for what is in flight, and leaves the slot to the next one. */
    void handOver(Duration timeout) throws IOException {
        shipper.beginHandOver(timeout);
        leave(Deadline.in(timeout));
    }

    /** As {@link #close}, but the slot stays taken. */
    void stopShipping(Duration timeout) throws IOException {
        shipper.beginClose(timeout);
        awaitClosed(Deadline.in(timeout));
    }

    private void leave(Deadline end) throws IOException {
        try {
            awaitClosed(end);
            if (ledger != null) {
                ledger.close(end.left());
            }
        } finally {
            backlog.close();
        }
    }

    private void awaitClosed(Deadline end) throws IOException {
        while (!shipper.awaitClosed(Duration.ZERO) && System.nanoTime() - end.nanos() < POLL_NANOS) {
            if (shipper.doWork() == 0) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        deadLetters.close();
        books.isOpen();
        books.save();
        backlog.deleteAcknowledged();
    }
}
