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

import io.logspool.encode.ByteArrayOutput;
import io.logspool.encode.EventEncoder;
import io.logspool.encode.EventOrigin;
import io.logspool.encode.Resource;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.LogEvent;
import io.logspool.ship.RecordMapper;
import io.logspool.ship.SinkRecord;
import io.logspool.spool.SpoolCursor;
import java.time.Instant;

/** An entry of the spool becomes a record: decoded, encoded, addressed. The shipper's thread only. */
final class SpoolToRecord implements RecordMapper {

    private final EventEncoder encoder;
    private final String topic;
    private final Resource ownResource;
    private final ByteArrayOutput out = new ByteArrayOutput();

    private byte[] lastPreamble = new byte[0];
    private Resource lastResource;

    /**
     * @param ownResource stands in for that of a segment whose preamble is damaged
     */
    SpoolToRecord(EventEncoder encoder, String topic, Resource ownResource) {
        this.encoder = encoder;
        this.topic = topic;
        this.ownResource = ownResource;
        this.lastResource = ownResource;
    }

    @Override
    public SinkRecord map(SpoolCursor entry, String eventId, long createdMillis) throws EventFormatException {
        LogEvent event = EventReader.decode(entry.array(), entry.offset(), entry.length());
        EventOrigin origin =
                new EventOrigin(resource(entry.preamble()), entry.incarnation().id(), entry.sequence());
        encoder.encode(event, origin, Instant.ofEpochMilli(createdMillis), out);
        long timestampMillis = Math.floorDiv(event.epochNanos(), 1_000_000);
        return SinkRecord.of(topic, null, out.toByteArray(), timestampMillis, eventId, encoder.contentType());
    }

    /** The preamble is one array as long as the cursor stays in a segment. */
    private Resource resource(byte[] preamble) {
        if (preamble != lastPreamble) {
            lastPreamble = preamble;
            try {
                lastResource = Resource.fromBytes(preamble);
            } catch (EventFormatException e) {
                lastResource = ownResource;
            }
        }
        return lastResource;
    }
}
