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

import io.logspool.encode.ByteArrayOutput;
import io.logspool.encode.EcsEncoder;
import io.logspool.encode.KeyValuePlacement;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * One line of JSON per event, as the shipper makes it for {@code ecs}, but for what only the agent's configuration
 * knows: constant fields, and where key-value pairs go.
 */
final class JsonEventPrinter implements EventPrinter {

    /** Nothing that fitted into the spool is cut here. */
    private static final int MAX_RECORD_BYTES = 1 << 30;

    private final Streams streams;
    private final EcsEncoder encoder = new EcsEncoder(Map.of(), KeyValuePlacement.TOP_LEVEL, MAX_RECORD_BYTES);
    private final ByteArrayOutput record = new ByteArrayOutput();

    JsonEventPrinter(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void print(SlotEvent event) throws IOException {
        encoder.encode(event.event(), event.origin(), streams.clock().instant(), record);
        OutputStream out = streams.out();
        out.write(record.array(), record.offset(), record.length());
        out.write('\n');
    }
}
