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

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a slot has committed: first, before its new producer is initialised, how its last transaction was decided,
 * because afterwards nobody else knows; then, when nobody else can write for the slot, its position. Waits for its disk at
 * the longest. One thread.
 */
final class PositionSearch {

    private final TransactionalClients clients;
    private final Path slotDirectory;
    private final String identity;
    private @Nullable Future<@Nullable LastTransaction> asking;
    private @Nullable Future<PositionReader.Found> reading;
    private @Nullable LastTransaction last;

    PositionSearch(TransactionalClients clients, Path slotDirectory, String identity) {
        this.clients = clients;
        this.slotDirectory = slotDirectory;
        this.identity = identity;
    }

    /**
     * Whether the producer may be initialised.
     *
     * @throws ExecutionException if the brokers do not say how it was decided, and may another time
     * @throws IOException if what is known cannot be kept
     */
    boolean isDecisionKnown() throws ExecutionException, InterruptedException, IOException {
        Future<@Nullable LastTransaction> current = asking;
        if (current == null) {
            current = clients.lastTransaction(identity);
            asking = current;
        }
        if (!current.isDone()) {
            return false;
        }
        asking = null;
        LastTransaction kept = LastTransaction.read(slotDirectory, identity);
        LastTransaction told = told(current);
        if (told == null) {
            last = kept;
            return true;
        }
        last = kept == null ? told : told.with(kept.position());
        try {
            last.write(slotDirectory, identity);
        } catch (IOException full) {
            // A full disk must not keep events from leaving it; a stale decision must not stay.
            LastTransaction.delete(slotDirectory);
        }
        return true;
    }

    /** Null if nobody will ever say. */
    private static @Nullable LastTransaction told(Future<@Nullable LastTransaction> answer)
            throws ExecutionException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            Throwable cause = KafkaErrors.cause(e);
            if (cause instanceof TransactionalIdNotFoundException
                    || cause instanceof AuthorizationException
                    || cause instanceof UnsupportedVersionException) {
                return null;
            }
            throw e;
        }
    }

    /** The position, null while it is being read. */
    PositionReader.@Nullable Found poll() throws ExecutionException, InterruptedException {
        Future<PositionReader.Found> current = reading;
        if (current == null) {
            current = clients.position(identity, last);
            reading = current;
        }
        if (!current.isDone()) {
            return null;
        }
        reading = null;
        PositionReader.Found found = current.get();
        if (last != null && !found.hanging().isEmpty()) {
            keep(last.with(found.position()));
        }
        return found;
    }

    /** Because what ends the transaction may itself be aborted, and the position with it. */
    private void keep(LastTransaction known) {
        last = known;
        try {
            known.write(slotDirectory, identity);
        } catch (IOException full) {
            return; // the decision is there already
        }
    }

    /** Whether what hangs was committed. */
    boolean isCommitted() {
        return last != null && last.isCommitted();
    }

    /** What says in Kafka how far the slot is. */
    ProducerRecord<byte[], byte[]> record(SlotPosition position) {
        return position.record(identity, position.committed());
    }

    /** The slot has committed again: how its last transaction was decided can be asked again, its position is in Kafka. */
    void forget() {
        if (last == null) {
            return;
        }
        last = null;
        try {
            LastTransaction.delete(slotDirectory);
        } catch (IOException e) {
            return; // its position stays true, and a start that is told something replaces the rest
        }
    }

    /** The producer is gone. */
    void cancel() {
        if (asking != null) {
            asking.cancel(true);
        }
        if (reading != null) {
            reading.cancel(true);
        }
        asking = null;
        reading = null;
    }
}
