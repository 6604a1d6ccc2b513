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

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts that are open, in the order in which they were opened; those of adopted slots among them. Not thread-safe. */
final class Accounts {

    /** So many are kept when the topic cannot be written to; then the oldest is forgotten: {@value}. */
    private static final int MAX = 4096;

    private final String slot;
    private final Map<String, Account> byIncarnation = new LinkedHashMap<>();
    private long closedOrdinal;

    /** None yet, of the slot with this name. */
    Accounts(String slot) {
        this.slot = slot;
    }

    String slot() {
        return slot;
    }

    /** The account of an incarnation, by its id. */
    @Nullable
    Account get(String incarnation) {
        return byIncarnation.get(incarnation);
    }

    Collection<Account> values() {
        return Collections.unmodifiableCollection(byIncarnation.values());
    }

    void add(Account account) {
        byIncarnation.put(account.incarnation(), account);
    }

    /** Adds it, in place of the oldest if there are as many as may be. */
    void addWithinLimit(Account account) {
        if (byIncarnation.size() >= MAX) {
            close(byIncarnation.values().iterator().next());
        }
        add(account);
    }

    /** Nothing more will be said of it. */
    void close(Account account) {
        byIncarnation.remove(account.incarnation());
        if (isOwn(account)) {
            closedUpTo(account.ordinal());
        }
    }

    /** No account of the slot is opened again whose incarnation has this ordinal, or a lower one. */
    void closedUpTo(long ordinal) {
        closedOrdinal = Math.max(closedOrdinal, ordinal);
    }

    long closedOrdinal() {
        return closedOrdinal;
    }

    /** Whether its incarnation was one of this slot, not of one that was adopted. */
    boolean isOwn(Account account) {
        return account.slot().equals(slot);
    }

    /** Those of the slot's earlier incarnations. */
    List<Account> before(Account account) {
        return byIncarnation.values().stream()
                .filter(other -> isOwn(other) && other.ordinal() < account.ordinal())
                .toList();
    }

    /** Whose entries a segment holds, as far as is known. */
    @Nullable
    Account owner(long segment) {
        Account owner = null;
        for (Account account : byIncarnation.values()) {
            boolean holds = isOwn(account) && account.segment() > 0 && account.segment() <= segment;
            if (holds && (owner == null || account.segment() > owner.segment())) {
                owner = account;
            }
        }
        return owner;
    }
}
