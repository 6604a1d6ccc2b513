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
package io.logspool.ship;

import io.logspool.encode.ByteArrayOutput;
import io.logspool.encode.EventEncoder;
import io.logspool.encode.EventOrigin;
import io.logspool.encode.Resource;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.LogEvent;
import io.logspool.spool.Cursor;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Entries as events, encoded, for their topics. The shipper's thread only, except its counters. */
public final class EventRecords implements RecordMapper {

    private final EventEncoder encoder;
    private final Routing routing;
    private final Resource self;
    private final ByteArrayOutput out = new ByteArrayOutput();
    private final EventReader reader = new EventReader();
    private final LongAdder lostDefinitions = new LongAdder();
    private final LongAdder truncated = new LongAdder();
    private byte[] preamble = {};
    private Resource resource;

    /**
     * Makes records.
     *
     * @param routing where they go
     * @param self  this process; stands in for the one that wrote a segment whose preamble is damaged
     */
    public EventRecords(EventEncoder encoder, Routing routing, Resource self) {
        this.encoder = encoder;
        this.routing = routing;
        this.self = self;
        this.resource = self;
    }

    @Override
    public SinkRecord map(Cursor entry, String eventId, long createdMillis) throws EventFormatException {
        LogEvent event = reader.read(entry.array(), entry.offset(), entry.length(), entry.page());
        if (event.lostDefinitions() > 0) {
            lostDefinitions.add(event.lostDefinitions());
        }
        Resource from = resourceOf(entry.preamble());
        EventOrigin origin = new EventOrigin(from, entry.incarnation().id(), entry.sequence());
        if (encoder.encode(event, origin, Instant.ofEpochMilli(createdMillis), out)) {
            truncated.increment();
        }
        long timestampMillis = TimeUnit.NANOSECONDS.toMillis(event.epochNanos());
        return SinkRecord.of(
                routing.topic().of(event, from),
                routing.key().of(event, from),
                out.toByteArray(),
                timestampMillis,
                eventId,
                encoder.contentType());
    }

    @Override
    public void define(Cursor definition) {
        try {
            reader.define(definition.array(), definition.offset(), definition.length(), definition.page());
        } catch (EventFormatException e) {
            // The events that need it say so: they have a number in its place, and are counted.
        }
    }

    /** Names and stack frames that are missing in their events. Any thread. */
    public long lostDefinitions() {
        return lostDefinitions.sum();
    }

    /** Events whose encoding had to be cut. Any thread. */
    public long truncated() {
        return truncated.sum();
    }

    /** Decoded once per segment: the cursor gives the same array for all of its entries. */
    private Resource resourceOf(byte[] bytes) {
        if (bytes != preamble) {
            preamble = bytes;
            try {
                resource = Resource.fromBytes(bytes);
            } catch (EventFormatException e) {
                resource = self;
            }
        }
        return resource;
    }
}
