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
package io.logspool.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a fuzzer calls, thousands of times in a second: the input is a segment's file, or says how one is written and then
 * damaged. Reading has to end, to give no entry that was not written, and each once, in order.
 *
 * <p>{@code mvn -Pfuzz -pl spool -am test -DskipTests -Dfuzz.seconds=300} runs it under Jazzer, which looks for inputs that
 * take new ways through the reader.
 */
public final class SegmentReaderFuzz {

    private static final SegmentName NAME = new SegmentName(1, new Incarnation(1, "0123456789abcdef".repeat(2)));
    private static final int LARGEST_FILE = 64 << 10;
    private static final int END_OF_ENTRIES = 0xFF;

    private static final Path SLOT;

    static {
        try {
            SLOT = Files.createTempDirectory("logspool-fuzz");
            Files.createDirectories(SLOT.resolve(NAME.toString()));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private SegmentReaderFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length > 1) {
            ByteBuffer script = ByteBuffer.wrap(data, 1, data.length - 1);
            Map<Long, byte[]> written = new HashMap<>();
            byte[] file = data[0] < 0 ? Arrays.copyOfRange(data, 1, data.length) : write(script, written);
            read(file, written, data[0] < 0, data[0] & 0x7F);
        }
    }

    /** Entries by the first bytes of the script, and damage by what follows. */
    private static byte[] write(ByteBuffer script, Map<Long, byte[]> written) {
        ByteBuffer file = ByteBuffer.allocate(LARGEST_FILE).order(ByteOrder.LITTLE_ENDIAN);
        put(file, EntryFormat.PREAMBLE_TAG, NAME.number(), new byte[] {1, 2, 3});
        long sequence = 0;
        while (script.hasRemaining()) {
            int step = script.get() & 0xFF;
            byte[] payload = new byte[Math.min(step % 100, script.remaining())];
            if (step == END_OF_ENTRIES || file.remaining() < EntryFormat.sizeOnDisk(payload.length)) {
                break;
            }
            script.get(payload);
            if (step >= 200) {
                put(file, EntryFormat.DEFINITION_TAG, sequence, payload);
            } else {
                put(file, step % EntryFormat.DEFINITION_TAG, ++sequence, payload);
                written.put(sequence, payload);
            }
        }
        int length = file.position();
        while (script.remaining() >= 3) {
            int at = (script.getShort() & 0xFFFF) % length;
            file.put(at, script.get());
        }
        if (script.hasRemaining()) {
            length = Math.max(0, length - (script.get() & 0xFF));
        }
        return Arrays.copyOf(file.array(), length);
    }

    private static void put(ByteBuffer file, int tag, long sequence, byte[] payload) {
        long head = EntryFormat.head(tag, sequence);
        int check = EntryFormat.payloadCheck(payload, 0, payload.length) ^ EntryFormat.headCheck(head, NAME.salt());
        file.putInt(EntryFormat.HEADER_BYTES + payload.length).put(EntryFormat.document(check, head, payload));
        file.position((int) EntryFormat.align(file.position()));
    }

    private static void read(byte[] bytes, Map<Long, byte[]> written, boolean raw, int seek) throws IOException {
        Files.write(SLOT.resolve(NAME.toString()).resolve(PlainMapping.FILE), bytes);
        Segment segment = Segment.found(NAME, SLOT);
        try (SegmentReader reader = new SegmentReader(segment)) {
            if (seek % 4 == 0) {
                reader.seek(EntryFormat.align((long) seek * bytes.length / 128));
            }
            long last = 0;
            long position = 0;
            while (reader.next(bytes.length)) {
                require(
                        reader.position() > position && reader.position() <= EntryFormat.align(bytes.length),
                        "position");
                position = reader.position();
                if (!reader.isDefinition()) {
                    require(reader.sequence() > last, "order");
                    last = reader.sequence();
                    byte[] expected = written.get(last);
                    int from = reader.payloadOffset();
                    int to = from + reader.payloadLength();
                    require(
                            raw
                                    || (expected != null
                                            && Arrays.equals(reader.array(), from, to, expected, 0, expected.length)),
                            "an entry that was not written");
                }
            }
            for (DamagedRange range : reader.damage()) {
                require(range.from() < range.to() && range.to() <= bytes.length, "damaged range");
            }
            require(!reader.next(bytes.length), "an entry behind the end");
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
