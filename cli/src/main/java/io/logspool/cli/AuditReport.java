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

import com.fasterxml.jackson.core.JsonGenerator;
import io.logspool.ledger.LedgerAccount;
import io.logspool.ledger.LedgerRecord;
import io.logspool.ledger.SequenceRange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What an audit found, for people and for machines. */
final class AuditReport {

    private final Streams streams;
    private final boolean noDuplicates;

    AuditReport(Streams streams, boolean noDuplicates) {
        this.streams = streams;
        this.noDuplicates = noDuplicates;
    }

    boolean isWrong(Tally tally) {
        return tally.missing() > 0
                || tally.lost() > 0
                || tally.outOfOrder() > 0
                || (noDuplicates && tally.duplicates() > 0);
    }

    void text(Tally tally) throws IOException {
        LedgerAccount account = tally.account();
        if (account == null) {
            streams.line("incarnation " + tally.incarnation() + ", of which the ledger says nothing (yet)");
        } else {
            LedgerRecord record = account.newest();
            streams.line(record.service() + (record.host() == null ? "" : " on " + record.host()) + ", slot "
                    + record.slot() + ", start " + record.ordinal() + " ("
                    + record.state().name().toLowerCase(Locale.ROOT) + "), incarnation " + tally.incarnation());
            line("accepted", account.accepted());
            line("acknowledged", account.acknowledged());
        }
        line("received", tally.received());
        line("missing", tally.missing());
        if (tally.missing() > 0) {
            boolean all = tally.missingRanges().size() < Tally.MAX_SHOWN;
            streams.line("    sequence "
                    + tally.missingRanges().stream().map(AuditReport::range).collect(Collectors.joining(", "))
                    + (all ? "" : ", ..."));
        }
        line("duplicate", tally.duplicates());
        line("out of order", tally.outOfOrder());
        if (tally.rewound() > 0) {
            line("rewound", tally.rewound());
        }
        if (account != null) {
            line("evicted", Tally.sum(account.evicted()));
            line("lost", tally.lost());
            line("dead-lettered", Tally.sum(account.deadLettered()));
            line("dropped", account.dropped());
        }
    }

    private void line(String name, long count) throws IOException {
        streams.line(String.format(Locale.ROOT, "  %-13s %,d", name, count));
    }

    private static String range(SequenceRange range) {
        return range.first() == range.last() ? Long.toString(range.first()) : range.first() + " to " + range.last();
    }

    void sum(List<Tally> tallies) throws IOException {
        streams.line(String.format(
                Locale.ROOT,
                "all: accepted %,d, received %,d, missing %,d, duplicate %,d, out of order %,d",
                sum(
                        tallies,
                        tally -> tally.account() == null ? 0 : tally.account().accepted()),
                sum(tallies, Tally::received),
                sum(tallies, Tally::missing),
                sum(tallies, Tally::duplicates),
                sum(tallies, Tally::outOfOrder)));
    }

    private static long sum(List<Tally> tallies, ToLongFunction<Tally> figure) {
        return tallies.stream().mapToLong(figure).sum();
    }

    void json(Tally tally) throws IOException {
        Json.line(streams, json -> fields(tally, json));
    }

    private void fields(Tally tally, JsonGenerator json) throws IOException {
        LedgerAccount account = tally.account();
        json.writeStringField("incarnation", tally.incarnation());
        json.writeBooleanField("in_ledger", account != null);
        if (account != null) {
            LedgerRecord record = account.newest();
            json.writeStringField("service", record.service());
            if (record.host() != null) {
                json.writeStringField("host", record.host());
            }
            json.writeStringField("slot", record.slot());
            json.writeNumberField("ordinal", record.ordinal());
            json.writeStringField("state", record.state().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("accepted", account.accepted());
            json.writeNumberField("acknowledged", account.acknowledged());
        }
        json.writeNumberField("received", tally.received());
        json.writeNumberField("missing", tally.missing());
        json.writeNumberField("duplicate", tally.duplicates());
        json.writeNumberField("out_of_order", tally.outOfOrder());
        json.writeNumberField("rewound", tally.rewound());
        if (account != null) {
            json.writeNumberField("evicted", Tally.sum(account.evicted()));
            json.writeNumberField("lost", tally.lost());
            json.writeNumberField("dead_lettered", Tally.sum(account.deadLettered()));
            json.writeNumberField("dropped", account.dropped());
        }
        json.writeArrayFieldStart("missing_ranges");
        for (SequenceRange range : tally.missingRanges()) {
            json.writeStartArray();
            json.writeNumber(range.first());
            json.writeNumber(range.last());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeBooleanField("wrong", isWrong(tally));
    }
}
