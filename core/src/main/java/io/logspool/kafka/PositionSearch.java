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

import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a slot has committed: first, before its new producer is initialised, whether its last transaction was decided,
 * because afterwards nobody knows; then, when nobody else can write for the slot, its position. Does not wait. One thread.
 */
final class PositionSearch {

    private final TransactionalClients clients;
    private @Nullable Future<OptionalLong> asking;
    private @Nullable Future<PositionTopic.Found> reading;

    /** Kept from one producer to the next, until a position is found: what the next one is told is "nothing". */
    private OptionalLong committer = OptionalLong.empty();

    PositionSearch(TransactionalClients clients) {
        this.clients = clients;
    }

    /**
     * Whether the producer may be initialised.
     *
     * @throws RetriableException if that is not known, and may be the next time
     */
    boolean isDecisionKnown(String identity) {
        Future<OptionalLong> current = asking;
        if (current == null) {
            current = clients.committer(identity);
            asking = current;
        }
        if (!current.isDone()) {
            return false;
        }
        asking = null;
        try {
            OptionalLong found = current.get();
            committer = found.isPresent() ? found : committer;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException again) {
                throw again;
            }
            // Whoever may not ask that goes without; of what else is wrong the producer will tell.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    /** The position, null while it is being read. */
    PositionTopic.@Nullable Found poll(String identity) throws ExecutionException, InterruptedException {
        Future<PositionTopic.Found> current = reading;
        if (current == null) {
            current = clients.position(identity, committer);
            reading = current;
        }
        if (!current.isDone()) {
            return null;
        }
        reading = null;
        PositionTopic.Found found = current.get();
        committer = OptionalLong.empty();
        return found;
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
