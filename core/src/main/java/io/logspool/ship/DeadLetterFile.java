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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in a file of the slot's directory, one JSON object per line:
 *
 * <pre>
 * {"time": ISO-8601, "reason": text, "id": event id, "topic": text, "contentType": media type,
 *  "event": the encoded event as a string | "entry": the entry's bytes in Base64, if it could not be read}
 * </pre>
 *
 * <p>A line is on the device when {@link #bury} returns. A line that was begun and not finished, because the disk was
 * full or the process died, is cut off before the next one is written. One thread.
 */
public final class DeadLetterFile implements DeadLetters, AutoCloseable {

    /** Its name in the slot's directory: {@value}. */
    public static final String NAME = "dead-letters.jsonl";

    private final Path file;
    private final long maxBytes;
    private final ShipClock clock;
    private @Nullable FileChannel channel;

    /**
     * The file is made with the first dead letter.
     *
     * @param maxBytes it grows no larger
     */
    public DeadLetterFile(Path slotDirectory, long maxBytes, ShipClock clock) {
        this.file = slotDirectory.resolve(NAME);
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    @Override
    public boolean bury(SinkRecord record, String reason) throws IOException {
        byte[] line = line(record, reason);
        boolean written = false;
        try {
            boolean stored = append(line);
            written = true;
            return stored;
        } finally {
            if (!written) {
                // Full disk, or an interrupt that closed the channel: opened again, it begins after the last whole
                // line.
                close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private boolean append(byte[] line) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = open;
            open.truncate(endOfLastLine(open));
        }
        long end = open.size();
        if (end + line.length > maxBytes) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            open.write(bytes, end + bytes.position());
        }
        open.force(false);
        return true;
    }

    private byte[] line(SinkRecord record, String reason) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + record.value().length);
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField(
                    "time", Instant.ofEpochMilli(clock.wallMillis()).toString());
            json.writeStringField("reason", reason);
            json.writeStringField("id", record.eventId());
            json.writeStringField("topic", record.topic());
            json.writeStringField("contentType", record.contentType());
            if (record.isReadable()) {
                json.writeStringField("event", new String(record.value(), StandardCharsets.UTF_8));
            } else {
                json.writeBinaryField("entry", record.value());
            }
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static long endOfLastLine(FileChannel open) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(8192);
        for (long end = open.size(); end > 0; ) {
            long start = Math.max(0, end - block.capacity());
            block.clear().limit((int) (end - start));
            while (block.hasRemaining() && open.read(block, start + block.position()) >= 0) {}
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }
}
