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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the slots of this service that nobody owns any more: takes one over, both locks of it, ships what is in it,
 * takes its books into its own, and removes it. One slot at a time.
 *
 * <p>One thread.
 */
final class Orphans implements DutyCycle {

    private static final long FIRST_LOOK_NANOS = Duration.ofSeconds(3).toNanos();
    private static final Duration LONGEST_END = Duration.ofMillis(500);

    private final Supplier<LogAgentConfig> config;
    private final Path ownSlot;
    private final Supplier<@Nullable Books> books;
    private final StatusListener status;
    private final long intervalNanos;

    private long nextLook;
    private @Nullable SlotShipper adopted;

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
        if (!config.get().shipEnabled()) {
            close();
            return 0;
        }
        SlotShipper shipper = adopted;
        if (shipper != null) {
            int work = shipper.doWork();
            if (shipper.isDrained()) {
                finish(shipper);
            }
            return work;
        }
        long now = System.nanoTime();
        Books own = books.get();
        if (now - nextLook < 0 || (own != null && !own.isOpen())) {
            return 0;
        }
        nextLook = now + intervalNanos;
        SlotBacklog found = SlotBacklog.adoptOne(ownSlot);
        if (found == null) {
            return 0;
        }
        adopted = SlotShipper.adopted(config.get(), found, status);
        return 1;
    }

    /** Leaves a slot that is not empty to the next one. */
    void close() throws IOException {
        SlotShipper shipper = adopted;
        adopted = null;
        if (shipper != null) {
            shipper.close(LONGEST_END);
        }
    }

    private void finish(SlotShipper shipper) throws IOException {
        adopted = null;
        SlotBacklog slot = shipper.backlog();
        boolean removed = false;
        try {
            shipper.stopShipping(LONGEST_END, System.nanoTime() + LONGEST_END.toNanos());
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
        nextLook = System.nanoTime(); // there may be more
        long events = shipper.stats().acknowledged();
        if (events > 0) {
            status.info("the slot " + slot.slotDirectory() + " of a process that is gone was shipped and removed: "
                    + events + " events");
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
