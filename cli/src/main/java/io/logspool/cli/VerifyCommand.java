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
import io.logspool.spool.DamagedRange;
import io.logspool.spool.SequenceGap;
import io.logspool.spool.SlotOwner;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code logspool verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Reads every byte of every segment, and reports what is damaged and what is missing.")
final class VerifyCommand extends ScanCommand {

    VerifyCommand(Streams streams) {
        super(streams);
    }

    @Override
    void text(SlotScan scan) throws IOException {
        streams.line(scan.slot().directory() + ": "
                + Numbers.count(scan.segments().size(), "segment") + ", file size "
                + Numbers.bytes(scan.fileBytes()) + ", " + Numbers.count(scan.entries(), "entry", "entries") + ": "
                + (scan.damaged() ? "DAMAGED" : "whole"));
        for (DamagedRange range : scan.damage()) {
            streams.line("  damaged    segment " + range.segment() + ", bytes " + range.from() + " to " + range.to()
                    + " (" + (range.to() - range.from()) + ")");
        }
        for (SequenceGap gap : scan.gaps()) {
            streams.line("  lost       " + Numbers.count(gap.count(), "entry", "entries") + ", sequence " + gap.first()
                    + " to " + gap.last() + " of incarnation "
                    + gap.incarnation().id());
        }
        if (scan.checkpointDamaged()) {
            streams.line("  damaged    checkpoint"
                    + (scan.checkpoint() == null ? ": all is read again" : ": one copy of two, the other serves"));
        }
        if (hasTornTail(scan)) {
            for (SpoolPosition at : scan.tornTails()) {
                streams.line("  torn tail  segment " + at.segment() + ", byte " + at.offset()
                        + ": an append that did not return; nothing accepted is lost");
            }
        }
    }

    /** Under a live owner, an append that has not finished is one that is under way. */
    private static boolean hasTornTail(SlotScan scan) {
        return scan.owner().state() != SlotOwner.State.HELD && !scan.tornTails().isEmpty();
    }

    @Override
    void json(SlotScan scan, JsonGenerator json) throws IOException {
        json.writeStringField("slot", scan.slot().directory().toString());
        json.writeBooleanField("whole", !scan.damaged());
        json.writeNumberField("segments", scan.segments().size());
        json.writeNumberField("file_bytes", scan.fileBytes());
        json.writeNumberField("entries", scan.entries());
        json.writeNumberField("entries_lost", Findings.lost(scan.gaps()));
        json.writeNumberField("bytes_damaged", Findings.bytes(scan.damage()));
        json.writeBooleanField("checkpoint_damaged", scan.checkpointDamaged());
        json.writeArrayFieldStart("damaged");
        for (DamagedRange range : scan.damage()) {
            json.writeStartObject();
            json.writeNumberField("segment", range.segment());
            json.writeNumberField("from", range.from());
            json.writeNumberField("to", range.to());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("lost");
        for (SequenceGap gap : scan.gaps()) {
            json.writeStartObject();
            json.writeStringField("incarnation", gap.incarnation().id());
            json.writeNumberField("first", gap.first());
            json.writeNumberField("last", gap.last());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (hasTornTail(scan)) {
            json.writeArrayFieldStart("torn_tails");
            for (SpoolPosition at : scan.tornTails()) {
                json.writeStartObject();
                json.writeNumberField("segment", at.segment());
                json.writeNumberField("offset", at.offset());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
