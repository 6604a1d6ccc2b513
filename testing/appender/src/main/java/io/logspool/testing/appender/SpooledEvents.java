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
import io.logspool.spool.Spool;
import io.logspool.spool.SpoolCursor;
import io.logspool.spool.SpoolOptions;
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

    private static final int MAX_ENTRY_BYTES = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SpooledEvents() {}

    /**
     * Reads the first slot of each service, in order.
     *
     * @param spoolDirectory {@code spool.dir}; nobody writes to it any more
     */
    public static List<JsonNode> read(Path spoolDirectory) {
        List<JsonNode> events = new ArrayList<>();
        try (Stream<Path> services = Files.list(spoolDirectory)) {
            for (Path service : services.filter(Files::isDirectory).sorted().toList()) {
                readService(service, events);
            }
        } catch (IOException | EventFormatException e) {
            throw new IllegalStateException("the spool in " + spoolDirectory + " cannot be read", e);
        }
        return events;
    }

    private static void readService(Path service, List<JsonNode> events) throws IOException, EventFormatException {
        EcsEncoder encoder = new EcsEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, Integer.MAX_VALUE);
        ByteArrayOutput out = new ByteArrayOutput();
        try (Spool spool = Spool.open(options(service), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            EventReader reader = new EventReader();
            while (cursor.next()) {
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
                events.add(JSON.readTree(out.array(), out.offset(), out.length()));
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

    private static SpoolOptions options(Path service) {
        SpoolOptions defaults = SpoolOptions.of(service);
        return new SpoolOptions(
                service,
                defaults.maxBytes(),
                defaults.segmentBytes(),
                0,
                MAX_ENTRY_BYTES,
                defaults.overflow(),
                defaults.blockTimeout(),
                defaults.reserveTag(),
                defaults.reservePercent(),
                defaults.sync(),
                defaults.syncInterval());
    }
}
