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

import io.logspool.kafka.TopicScanner;
import io.logspool.ledger.LedgerAccount;
import io.logspool.ledger.LedgerRecord;
import io.logspool.ship.SinkRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the records of topics against the ledger. The ledger is read first: what it speaks of is in the topics by then. */
final class Audit {

    private static final int ID_LENGTH = 32;
    private static final int MAX_DIGITS = 18;

    private final Map<String, LedgerAccount> accounts = new HashMap<>();
    private final Map<String, Tally> tallies = new HashMap<>();
    private long strangers;

    private String lastId = "";
    private @Nullable Tally last;

    /** A record of the ledger's topic. */
    void ledger(TopicScanner.Entry entry) {
        byte[] kind = entry.header(LedgerRecord.KIND_HEADER);
        byte[] value = entry.value();
        if (kind == null || value == null || !new String(kind, StandardCharsets.UTF_8).equals(LedgerRecord.KIND)) {
            return;
        }
        try {
            LedgerRecord record = LedgerRecord.fromJson(value);
            LedgerAccount account = accounts.get(record.incarnation());
            if (account == null) {
                accounts.put(record.incarnation(), new LedgerAccount(record));
            } else {
                account.add(record);
            }
        } catch (IOException e) {
            strangers++;
        }
    }

    /** A record of a topic of events. */
    void event(TopicScanner.Entry entry, int partition) {
        byte[] id = entry.header(SinkRecord.ID_HEADER);
        long sequence = id == null ? -1 : sequence(id);
        if (id == null || sequence <= 0) {
            strangers++;
            return;
        }
        String incarnation = new String(id, 0, ID_LENGTH, StandardCharsets.US_ASCII);
        Tally tally = last;
        if (tally == null || !incarnation.equals(lastId)) {
            tally = tallies.computeIfAbsent(incarnation, Tally::new);
            last = tally;
            lastId = incarnation;
        }
        tally.receive(sequence, partition);
    }

    /** {@code <32 hexadecimal characters>-<sequence>}; -1 if it is not. */
    static long sequence(byte[] id) {
        if (id.length < ID_LENGTH + 2 || id.length > ID_LENGTH + 1 + MAX_DIGITS || id[ID_LENGTH] != '-') {
            return -1;
        }
        long sequence = 0;
        for (int i = ID_LENGTH + 1; i < id.length; i++) {
            if (id[i] < '0' || id[i] > '9') {
                return -1;
            }
            sequence = 10 * sequence + id[i] - '0';
        }
        return sequence;
    }

    /**
     * What came of it, by service, host, slot and ordinal. The ledger may speak of services whose events go elsewhere: those
     * of which nothing was received are left out, unless that is so of all.
     *
     * @param services those that are meant; empty for all that are in the topics
     */
    List<Tally> close(Set<String> services) {
        Set<String> meant = new HashSet<>(services);
        if (services.isEmpty()) {
            for (String incarnation : tallies.keySet()) {
                LedgerAccount account = accounts.get(incarnation);
                if (account != null) {
                    meant.add(account.newest().service());
                }
            }
        }
        accounts.forEach((incarnation, account) -> {
            boolean all = services.isEmpty() && tallies.isEmpty();
            if (all || meant.contains(account.newest().service())) {
                tallies.computeIfAbsent(incarnation, Tally::new).account(account);
            } else {
                tallies.remove(incarnation);
            }
        });
        List<Tally> sorted = new ArrayList<>(tallies.values());
        sorted.forEach(Tally::close);
        sorted.sort(Comparator.comparing(Audit::place).thenComparing(Tally::incarnation));
        return sorted;
    }

    private static String place(Tally tally) {
        LedgerAccount account = tally.account();
        if (account == null) {
            return "\uffff";
        }
        LedgerRecord record = account.newest();
        String ordinal = Long.toString(record.ordinal());
        return String.join(
                "\0", record.service(), record.host() + "", record.slot(), "0".repeat(20 - ordinal.length()) + ordinal);
    }

    /** Records that are neither events nor of the ledger. */
    long strangers() {
        return strangers;
    }
}
