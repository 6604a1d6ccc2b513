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
package io.logspool.benchmarks;

import io.logspool.encode.ByteArrayOutput;
import io.logspool.encode.EcsEncoder;
import io.logspool.encode.EventOrigin;
import io.logspool.encode.KeyValuePlacement;
import io.logspool.encode.Resource;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.LogEvent;
import io.logspool.spool.SlotCursor;
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * What becomes of a spooled event before Kafka's client gets it, on one thread.
 *
 * @param reading  finding each entry and checking it
 * @param decoding that, and making an event of it
 * @param encoding that, and making its JSON
 */
record EncodingCost(Transfer reading, Transfer decoding, Transfer encoding) {

    private enum Depth {
        READ,
        DECODE,
        ENCODE
    }

    /** Goes over a spool three times. */
    static EncodingCost of(FilledSpool spool) throws IOException, InterruptedException {
        return new EncodingCost(
                Transfer.measure(spool.events(), () -> walk(spool, Depth.READ)),
                Transfer.measure(spool.events(), () -> walk(spool, Depth.DECODE)),
                Transfer.measure(spool.events(), () -> walk(spool, Depth.ENCODE)));
    }

    /** Processor time of the encoder alone, in seconds for a million events. */
    double encoderCpuSecondsPerMillion() {
        return encoding.cpuSecondsPerMillion() - decoding.cpuSecondsPerMillion();
    }

    private static void walk(FilledSpool spool, Depth depth) throws IOException {
        int events = 0;
        for (SlotView slot : SlotView.find(spool.full())) {
            try (SlotCursor cursor = slot.openCursor(SpoolPosition.START)) {
                events += walk(cursor, depth);
            } catch (EventFormatException e) {
                throw new IllegalStateException("this run does not count", e);
            }
        }
        if (events != spool.events()) {
            throw new IllegalStateException("this run does not count: " + events + " events");
        }
    }

    private static int walk(SlotCursor cursor, Depth depth) throws IOException, EventFormatException {
        EcsEncoder encoder = new EcsEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 256 << 10);
        ByteArrayOutput out = new ByteArrayOutput();
        EventReader reader = new EventReader();
        Resource resource = null;
        int events = 0;
        while (cursor.next()) {
            if (cursor.isDefinition()) {
                reader.define(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
                continue;
            }
            events++;
            if (depth == Depth.READ) {
                continue;
            }
            LogEvent event = reader.read(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
            if (depth == Depth.ENCODE) {
                resource = resource == null ? Resource.fromBytes(cursor.preamble()) : resource;
                EventOrigin origin =
                        new EventOrigin(resource, cursor.incarnation().id(), cursor.sequence());
                encoder.encode(event, origin, Instant.now(), out);
            }
        }
        return events;
    }
}
