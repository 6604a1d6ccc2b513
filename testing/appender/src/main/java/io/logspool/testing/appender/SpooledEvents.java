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
package io.logspool.testing.appender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logspool.encode.ByteArrayOutput;
import io.logspool.encode.EcsEncoder;
import io.logspool.encode.EventOrigin;
import io.logspool.encode.KeyValuePlacement;
import io.logspool.encode.Resource;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.spool.SlotCursor;
import io.logspool.spool.SlotView;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what lies in a spool, as the JSON that would have gone to Kafka. */
public final class SpooledEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SpooledEvents() {}

    /** Takes an event of a spool. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Called in the order of the spool.
         *
         * @param record    the JSON; used again for the next one
         * @param diskBytes what the event takes in the spool's files, with the definitions that stand before it
         */
        void event(ByteArrayOutput record, long diskBytes) throws IOException;
    }

    /**
     * Reads all slots, in order, from what is not acknowledged yet.
     *
     * @param spoolDirectory {@code spool.dir}
     */
    public static List<JsonNode> read(Path spoolDirectory) {
        List<JsonNode> events = new ArrayList<>();
        visit(
                spoolDirectory,
                (record, diskBytes) -> events.add(JSON.readTree(record.array(), record.offset(), record.length())));
        return events;
    }

    /** Shows it all slots, in order, from what is not acknowledged yet. */
    public static void visit(Path spoolDirectory, Visitor visitor) {
        try {
            for (SlotView slot : SlotView.find(spoolDirectory)) {
                visit(slot, visitor);
            }
        } catch (IOException | EventFormatException e) {
            throw new IllegalStateException("the spool in " + spoolDirectory + " cannot be read", e);
        }
    }

    private static void visit(SlotView slot, Visitor visitor) throws IOException, EventFormatException {
        EcsEncoder encoder = new EcsEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, Integer.MAX_VALUE);
        ByteArrayOutput out = new ByteArrayOutput();
        EventReader reader = new EventReader();
        SpoolPosition checkpoint = slot.checkpoint();
        long diskBytes = 0;
        try (SlotCursor cursor = slot.openCursor(checkpoint == null ? SpoolPosition.START : checkpoint)) {
            while (cursor.next()) {
                diskBytes += cursor.sizeOnDisk();
                if (cursor.isDefinition()) {
                    reader.define(cursor.array(), cursor.offset(), cursor.length(), cursor.page());
                    continue;
                }
                EventOrigin origin = new EventOrigin(
                        Resource.fromBytes(cursor.preamble()),
                        cursor.incarnation().id(),
                        cursor.sequence());
                encoder.encode(
                        reader.read(cursor.array(), cursor.offset(), cursor.length(), cursor.page()),
                        origin,
                        Instant.now(),
                        out);
                visitor.event(out, diskBytes);
                diskBytes = 0;
            }
        }
    }

    /** The service directories, and in them the slots, that a spool directory has. */
    public static List<Path> slots(Path spoolDirectory) {
        try (Stream<Path> tree = Files.walk(spoolDirectory, 2)) {
            return tree.filter(path -> Files.exists(path.resolve("lock")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
