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

import io.logspool.ledger.Books;
import io.logspool.ship.DeadLetterFile;
import io.logspool.ship.StatusListener;
import io.logspool.spool.DutyCycle;
import io.logspool.spool.SlotBacklog;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the slots of this service that nobody owns any more: takes one over, both locks of it, ships what is in it,
 * takes its books into its own, and removes it. One slot at a time. One that cannot be read or removed is told of once, and
 * left alone for a while; the others go on.
 *
 * <p>One thread, but for {@link #stats()}.
 */
final class Orphans implements DutyCycle {

    private static final long FIRST_LOOK_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long TROUBLE_NANOS = Duration.ofMinutes(10).toNanos();
    private static final Duration LONGEST_END = Duration.ofMillis(500);

    /** Longest wait for the acknowledgements of what was sent before a reload. */
    private static final Duration HAND_OVER = Duration.ofSeconds(2);

    private final Supplier<LogAgentConfig> config;
    private final Path ownSlot;
    private final Supplier<@Nullable Books> books;
    private final StatusListener status;
    private final long intervalNanos;

    /** Slots that could not be read, and since when they are left alone. */
    private final Map<Path, Long> troubled = new HashMap<>();

    private long nextLook;
    private @Nullable SlotShipper adopted;
    private @Nullable LogAgentConfig adoptedWith;

    // Read by any thread.
    private final ShippingTotals totals = new ShippingTotals();

    /**
     * Looks at nothing yet.
     *
     * @param books    take in those of the slots that are removed; none if there is no ledger
     * @param interval between two looks
     */
    Orphans(
            Supplier<LogAgentConfig> config,
            Path ownSlot,
            Supplier<@Nullable Books> books,
            StatusListener status,
            Duration interval) {
        this.config = config;
        this.ownSlot = ownSlot;
        this.books = books;
        this.status = status;
        this.intervalNanos = interval.toNanos();
        this.nextLook = System.nanoTime() + Math.min(FIRST_LOOK_NANOS, intervalNanos);
    }

    @Override
    public int doWork() throws IOException {
        SlotShipper shipper = adopted;
        LogAgentConfig wanted = config.get();
        if (shipper != null) {
            if (wanted != adoptedWith) {
                // A reload: the slot is taken again, with the new settings if it is still to be shipped.
                forget();
                shipper.handOver(HAND_OVER);
                nextLook = System.nanoTime();
                return 1;
            }
            return ship(shipper);
        }
        Books own = books.get();
        if (!wanted.shipEnabled() || System.nanoTime() - nextLook < 0 || (own != null && !own.isOpen())) {
            return 0;
        }
        nextLook = System.nanoTime() + intervalNanos;
        return adoptOne(wanted) ? 1 : 0;
    }

    /** Whether there is a slot that is not done. */
    boolean isShipping() {
        return adopted != null;
    }

    /** What was shipped of such slots. Any thread. */
    ShippingTotals.Stats stats() {
        return totals.stats();
    }

    /** Leaves a slot that is not empty to the next one. */
    void close(Deadline by) throws IOException {
        SlotShipper shipper = adopted;
        if (shipper != null) {
            forget();
            Duration left = by.left();
            shipper.close(left.compareTo(LONGEST_END) < 0 ? left : LONGEST_END);
        }
    }

    private boolean adoptOne(LogAgentConfig wanted) throws IOException {
        for (Path slot : SlotBacklog.beside(ownSlot)) {
            Long since = troubled.get(slot);
            if (since != null && System.nanoTime() - since < TROUBLE_NANOS) {
                continue;
            }
            try {
                SlotBacklog found = SlotBacklog.adopt(slot);
                if (found != null) {
                    adopt(found, wanted);
                    return true;
                }
            } catch (NoSuchFileException gone) {
                // Another one removed it.
            } catch (IOException | RuntimeException e) {
                trouble(slot, e);
            }
        }
        return false;
    }

    private void adopt(SlotBacklog found, LogAgentConfig wanted) throws IOException {
        try {
            SlotShipper shipper = SlotShipper.adopted(wanted, found, status);
            adopted = shipper;
            adoptedWith = wanted;
            totals.begin(shipper.line());
        } finally {
            if (adopted == null) {
                found.close();
            }
        }
    }

    private int ship(SlotShipper shipper) throws IOException {
        Path slot = shipper.backlog().slotDirectory();
        try {
            int work = shipper.doWork();
            if (shipper.isDrained()) {
                forget();
                finish(shipper);
                nextLook = System.nanoTime(); // there may be more
            }
            return work;
        } catch (IOException | RuntimeException e) {
            trouble(slot, e);
            if (adopted != null) {
                forget();
                shipper.close(Duration.ZERO);
            }
            nextLook = System.nanoTime();
            return 1;
        }
    }

    private void finish(SlotShipper shipper) throws IOException {
        SlotBacklog slot = shipper.backlog();
        boolean removed = false;
        try {
            shipper.stopShipping(LONGEST_END);
            Books own = books.get();
            if (own != null) {
                own.adopt(shipper.books());
            }
            keepDeadLetters(slot.slotDirectory());
            slot.remove();
            removed = true;
        } finally {
            if (!removed) {
                slot.close();
            }
        }
        long events = shipper.stats().acknowledged();
        if (events > 0) {
            status.info("the slot " + slot.slotDirectory() + " of a process that is gone was shipped and removed: "
                    + events + " events");
        }
    }

    private void forget() {
        adopted = null;
        adoptedWith = null;
        totals.end();
    }

    private void trouble(Path slot, Exception reason) {
        if (troubled.put(slot, System.nanoTime()) == null) {
            status.warn("the slot " + slot
                    + " of a process that is gone cannot be shipped and removed, and is left alone: "
                    + (reason instanceof FileSystemException file ? FileTrouble.sentence(file) : reason.toString()));
        }
    }

    /** They are nobody's but the user's: moved beside our own. */
    private void keepDeadLetters(Path slot) throws IOException {
        Path letters = slot.resolve(DeadLetterFile.NAME);
        if (Files.exists(letters)) {
            // A name of its own: the slot may have been there, and gone, before.
            String name = "dead-letters-of-" + slot.getFileName() + "-" + System.currentTimeMillis() + ".jsonl";
            Files.move(letters, ownSlot.resolve(name));
        }
    }
}
