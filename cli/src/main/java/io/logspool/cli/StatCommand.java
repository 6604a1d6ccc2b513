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
import io.logspool.spool.AppendRefusal;
import io.logspool.spool.Eviction;
import io.logspool.spool.SlotOwner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code logspool stat}. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        description = "Says who owns each slot, what is in it, and what waits to be shipped.")
final class StatCommand extends ScanCommand {

    StatCommand(Streams streams) {
        super(streams);
    }

    @Override
    void text(SlotScan scan) throws IOException {
        streams.line(scan.slot().directory().toString());
        field("owner", process(scan.owner()));
        field("shipper", process(scan.shipper()));
        field(
                "segments",
                String.format(Locale.ROOT, "%,d, ", scan.segments().size()) + "file size "
                        + Numbers.bytes(scan.fileBytes()));
        field("events", String.format(Locale.ROOT, "%,d", scan.entries()));
        field("backlog", backlog(scan));
        field("oldest", time(scan.oldest()));
        field("newest", time(scan.newest()));
        field("checkpoint", checkpoint(scan));
        field("dropped", dropped(scan));
        field("evicted", evicted(scan));
        field("damage", damage(scan));
    }

    private void field(String name, String value) throws IOException {
        streams.line(String.format(Locale.ROOT, "  %-11s %s", name, value));
    }

    private static String process(SlotOwner holder) {
        return switch (holder.state()) {
            case HELD -> "process " + holder.processId();
            case FREE -> "none";
            case UNKNOWN -> "none seen from here";
        };
    }

    private String backlog(SlotScan scan) {
        String size = Numbers.count(scan.backlogEntries(), "event") + ", " + Numbers.bytes(scan.backlogBytes());
        Instant since = scan.backlogSince();
        return since == null ? size : size + ", oldest " + Times.format(age(since)) + " ago";
    }

    private Duration age(Instant since) {
        return Duration.between(since, streams.clock().instant());
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "-" : Times.format(time);
    }

    private static String checkpoint(SlotScan scan) {
        if (scan.checkpoint() == null) {
            return "not readable: all is backlog";
        }
        return scan.checkpoint() + (scan.checkpointDamaged() ? ", one of its two copies is damaged" : "");
    }

    /** What did not come into the spool, since the slot was made. */
    private static String dropped(SlotScan scan) {
        if (scan.refusals().isEmpty()) {
            return "none";
        }
        StringBuilder text = new StringBuilder(Numbers.count(
                scan.refusals().values().stream().mapToLong(Long::longValue).sum(), "event"));
        String separator = ": ";
        for (Map.Entry<AppendRefusal, Long> refusal : scan.refusals().entrySet()) {
            text.append(separator)
                    .append(word(refusal.getKey()))
                    .append(String.format(Locale.ROOT, " %,d", refusal.getValue()));
            separator = ", ";
        }
        return text.toString();
    }

    private static String word(AppendRefusal reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String evicted(SlotScan scan) {
        return scan.evictions().isEmpty() ? "none" : Numbers.count(evictedEvents(scan), "event") + " by drop-oldest";
    }

    private static long evictedEvents(SlotScan scan) {
        return scan.evictions().stream().mapToLong(Eviction::entries).sum();
    }

    private static String damage(SlotScan scan) {
        if (scan.damage().isEmpty() && scan.gaps().isEmpty()) {
            return "none";
        }
        return Numbers.count(scan.damage().size(), "range") + ", " + Numbers.bytes(Findings.bytes(scan.damage())) + ", "
                + Numbers.count(Findings.lost(scan.gaps()), "event") + " lost";
    }

    @Override
    void json(SlotScan scan, JsonGenerator json) throws IOException {
        json.writeStringField("slot", scan.slot().directory().toString());
        Json.process(json, "owner", scan.owner());
        Json.process(json, "shipper", scan.shipper());
        json.writeNumberField("segments", scan.segments().size());
        json.writeNumberField("file_bytes", scan.fileBytes());
        json.writeNumberField("events", scan.entries());
        json.writeObjectFieldStart("backlog");
        json.writeNumberField("events", scan.backlogEntries());
        json.writeNumberField("bytes", scan.backlogBytes());
        if (scan.backlogSince() != null) {
            json.writeNumberField("age_ms", Math.max(0, age(scan.backlogSince()).toMillis()));
        }
        json.writeEndObject();
        Json.time(json, "oldest", scan.oldest());
        Json.time(json, "newest", scan.newest());
        Json.position(json, "checkpoint", scan.checkpoint());
        json.writeObjectFieldStart("dropped");
        for (Map.Entry<AppendRefusal, Long> refusal : scan.refusals().entrySet()) {
            json.writeNumberField(word(refusal.getKey()), refusal.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("evicted", evictedEvents(scan));
        json.writeObjectFieldStart("damage");
        json.writeNumberField("ranges", scan.damage().size());
        json.writeNumberField("bytes", Findings.bytes(scan.damage()));
        json.writeNumberField("events_lost", Findings.lost(scan.gaps()));
        json.writeBooleanField("checkpoint", scan.checkpointDamaged());
        json.writeEndObject();
    }
}
