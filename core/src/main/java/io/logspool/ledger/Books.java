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
import io.logspool.event.EventFormatException;
import io.logspool.ship.ShipClock;
import io.logspool.spool.Backlog;
import io.logspool.spool.Cursor;
import io.logspool.spool.Eviction;
import io.logspool.spool.Incarnation;
import io.logspool.spool.IncarnationTail;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of one slot: an account of each incarnation that the ledger's topic does not know all of yet.
 *
 * <p>The shipper's thread says what it reads, buries and acknowledges; the ledger's thread asks what there is to say. All
 * others may ask too.
 */
public final class Books {

    /**
     * Something to say.
     *
     * @param account what it is about
     * @param record  what is said
     * @param last    whether nothing more will be said of it
     */
    record Statement(Account account, LedgerRecord record, boolean last) {}

    private final Backlog backlog;
    private final Resource self;
    private final @Nullable Incarnation live;
    private final boolean ownerless;
    private final ShipClock clock;
    private final long started;
    private final BooksFile file;

    // Guarded by this.
    private final Accounts accounts;
    private boolean open;
    private boolean dirty;
    private SpoolPosition resume = SpoolPosition.START;
    private boolean begun;
    private @Nullable String lastError;

    // The shipper's thread only.
    private @Nullable Incarnation reading;
    private long lastRead;

    /**
     * Books that are opened once the right to ship is held.
     *
     * @param self      this process
     * @param live      the incarnation that this process appends with; null if the slot is not its own
     * @param ownerless whether nobody but this process can append
     */
    public Books(Backlog backlog, Resource self, @Nullable Incarnation live, boolean ownerless, ShipClock clock) {
        this.backlog = backlog;
        this.self = self;
        this.live = live;
        this.ownerless = ownerless;
        this.clock = clock;
        this.started = clock.wallMillis();
        this.file = new BooksFile(backlog.slotDirectory());
        this.accounts = new Accounts(String.valueOf(backlog.slotDirectory().getFileName()));
    }

    /** Opens the books if they can be; true if they are open. */
    public synchronized boolean isOpen() {
        if (!open && backlog.isReading()) {
            open();
        }
        return open;
    }

    /** The shipper's thread: an entry was read, for the first time or again. */
    void reading(Cursor entry) {
        long sequence = entry.sequence();
        if (sequence == lastRead + 1 && entry.incarnation().equals(reading)) {
            lastRead = sequence;
            return;
        }
        readOutOfLine(entry, sequence);
    }

    private synchronized void readOutOfLine(Cursor entry, long sequence) {
        if (!isOpen()) {
            return;
        }
        foldRead();
        Incarnation incarnation = entry.incarnation();
        long segment = entry.position().segment();
        Account account = accounts.get(incarnation.id());
        if (account == null) {
            account = account(incarnation, entry.preamble());
            dirty = true;
        }
        dirty |= account.segment() == 0;
        account.beginsAt(segment);
        for (Account earlier : accounts.before(account)) {
            dirty |= earlier.endReading();
        }
        if (!begun) {
            // If the segments' ends could not be read, the account is new, and does not know of what is done.
            account.passOver(isResumeKnown(account) ? resume.sequence() : sequence - 1);
        }
        dirty |= account.read(sequence);
        begun = true;
        reading = incarnation;
        lastRead = account.lastRead();
    }

    /** Whether reading begins behind an entry that is known; a gap before the first one read is then a loss. */
    private boolean isResumeKnown(Account first) {
        return resume.equals(SpoolPosition.START)
                || (resume.sequence() > 0 && accounts.owner(resume.segment()) == first);
    }

    /** The shipper's thread: an event is in the dead letters. */
    synchronized void deadLetter(String eventId) {
        int dash = eventId.lastIndexOf('-');
        Account account = isOpen() && dash > 0 ? accounts.get(eventId.substring(0, dash)) : null;
        if (account != null) {
            account.deadLetter(Long.parseLong(eventId, dash + 1, eventId.length(), 10));
            dirty = true;
        }
    }

    /** The shipper's thread: everything before a position is done, and the checkpoint is about to say so. */
    synchronized void acknowledging(SpoolPosition upTo) {
        if (!isOpen()) {
            return;
        }
        foldRead();
        Account account = accounts.owner(upTo.segment());
        if (account == null) {
            return;
        }
        account.acknowledge(upTo.sequence());
        settleBefore(account);
        if (upTo.sequence() == 0) {
            resume = upTo; // somebody else knew that it is done
            begun = false;
        }
        if (dirty) {
            write();
        }
    }

    private void foldRead() {
        Account account = reading == null ? null : accounts.get(reading.id());
        if (account != null) {
            account.passOver(lastRead);
        }
    }

    private void settleBefore(Account account) {
        for (Account earlier : accounts.before(account)) {
            // The file must know before the checkpoint is past it: from then on nothing else tells that it was shipped.
            if (!earlier.isMarkedSettled()) {
                earlier.endReading();
                earlier.settle();
                dirty = true;
            }
        }
    }

    /**
     * What there is to say, and puts it into the file.
     *
     * @param accepted the last sequence that the live incarnation gave
     * @param dropped  what it refused
     */
    synchronized List<Statement> statements(long accepted, Map<String, Long> dropped) {
        List<Statement> statements = new ArrayList<>();
        if (!isOpen()) {
            return statements;
        }
        foldEvictions();
        Account own = live == null ? null : accounts.get(live.id());
        if (own != null) {
            own.accept(accepted);
            own.dropped(dropped);
        }
        for (Account account : accounts.values()) {
            if (account == own && accepted == 0 && dropped.values().stream().allMatch(count -> count == 0)) {
                continue; // nothing to say, and nobody may have to wait for a broker to hear it
            }
            long now = clock.wallMillis();
            boolean page = account.needsPage();
            if (page) {
                statements.add(new Statement(account, account.record(now, true), false));
            }
            boolean last = !page && account != own && account.isSettled();
            statements.add(new Statement(account, account.record(now, false), last));
        }
        write();
        return statements;
    }

    /** The topic has it. */
    synchronized void said(Statement statement) {
        Account account = statement.account();
        if (statement.record().part() > 0) {
            account.leave(statement.record());
        } else if (statement.last() && accounts.get(account.incarnation()) == account) {
            accounts.close(account);
        } else {
            return;
        }
        dirty = true;
    }

    /** The live incarnation takes nothing more. */
    synchronized void close(long accepted, Map<String, Long> dropped) {
        Account own = live == null || !isOpen() ? null : accounts.get(live.id());
        if (own != null) {
            own.accept(accepted);
            own.dropped(dropped);
            own.end(LedgerRecord.State.CLOSED, clock.wallMillis());
        }
    }

    /** Puts what was said and heard since into the file. */
    public synchronized void save() {
        if (isOpen()) {
            write();
        }
    }

    /** Takes over the accounts of a slot that is about to be removed, which are all settled. */
    public synchronized void adopt(Books removed) throws IOException {
        if (!isOpen()) {
            throw new IOException("the books of " + backlog.slotDirectory() + " are not open");
        }
        for (LedgerRecord record : removed.records()) {
            Account account = Account.of(record);
            account.settle();
            accounts.add(account);
        }
        dirty = true;
        write();
        if (dirty) {
            throw new IOException("the books of an adopted slot were not taken over: " + lastError);
        }
    }

    /** Accepted and not acknowledged, of all incarnations but the live one. */
    public synchronized long backlogBefore() {
        long events = 0;
        if (isOpen()) {
            for (Account account : accounts.values()) {
                boolean counts = accounts.isOwn(account)
                        && (live == null || !account.incarnation().equals(live.id()));
                events += counts ? Math.max(0, account.accepted() - account.acknowledged()) : 0;
            }
        }
        return events;
    }

    /** Why the file could not be written the last time; null if it was. */
    @Nullable
    synchronized String lastError() {
        return lastError;
    }

    private synchronized List<LedgerRecord> records() {
        foldEvictions();
        accounts.values().forEach(Account::endReading);
        accounts.values().forEach(Account::settle);
        return accounts.values().stream()
                .map(account -> account.record(clock.wallMillis(), false))
                .toList();
    }

    private void foldEvictions() {
        foldRead();
        try {
            for (Eviction eviction : backlog.evictions()) {
                Account account = accounts.get(eviction.incarnation().id());
                if (account == null && eviction.incarnation().ordinal() > accounts.closedOrdinal()) {
                    account = account(eviction.incarnation(), new byte[0]);
                }
                if (account != null) {
                    account.evict(eviction);
                }
            }
        } catch (IOException e) {
            lastError = e.toString();
        }
    }

    private void open() {
        open = true;
        resume = backlog.acknowledged();
        try {
            BooksFile.Content content = file.read();
            accounts.closedUpTo(content.closedOrdinal());
            for (LedgerRecord record : content.records()) {
                Account account = Account.of(record);
                accounts.add(account);
                if (accounts.isOwn(account) && account.isRunning() && (live != null || ownerless)) {
                    account.died(record.time());
                }
            }
            for (IncarnationTail tail : backlog.tails()) {
                Account account = accounts.get(tail.incarnation().id());
                if (account == null) {
                    account = account(tail.incarnation(), tail.preamble());
                }
                account.beginsAt(tail.segment());
                account.accept(tail.lastSequence());
                account.died(tail.writtenMillis());
            }
        } catch (IOException e) {
            lastError = e.toString();
        }
        Account last = accounts.owner(resume.segment());
        if (last != null) {
            last.acknowledge(resume.sequence());
            settleBefore(last);
        }
        if (live != null) {
            openLive(live);
        }
    }

    /** Goes on with what the file has of it, if shipping was interrupted. */
    private void openLive(Incarnation incarnation) {
        Account known = accounts.get(incarnation.id());
        if (known != null) {
            known.goOn();
        } else {
            accounts.add(new Account(
                    incarnation.id(),
                    self.service().name(),
                    self.hostName(),
                    accounts.slot(),
                    incarnation.ordinal(),
                    started));
        }
    }

    private Account account(Incarnation incarnation, byte[] preamble) {
        Resource resource = self;
        try {
            resource = preamble.length == 0 ? self : Resource.fromBytes(preamble);
        } catch (EventFormatException e) {
            // Damaged: it is of this service all the same.
            resource = self;
        }
        Account account = new Account(
                incarnation.id(),
                resource.service().name(),
                resource.hostName(),
                accounts.slot(),
                incarnation.ordinal(),
                Resource.startedMillis(preamble));
        if (live != null || ownerless) {
            account.died(0);
        }
        accounts.addWithinLimit(account);
        return account;
    }

    private void write() {
        long now = clock.wallMillis();
        List<LedgerRecord> records = accounts.values().stream()
                .map(account -> account.record(now, false))
                .toList();
        try {
            file.write(new BooksFile.Content(accounts.closedOrdinal(), records));
            dirty = false;
            lastError = null;
        } catch (IOException e) {
            // A full disk must not keep the checkpoint from moving, which makes room.
            lastError = "the books cannot be written: " + e;
        }
    }
}
