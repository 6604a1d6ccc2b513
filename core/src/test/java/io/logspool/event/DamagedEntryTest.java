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
package io.logspool.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading gives an event or says that there is none; nothing else, whatever the bytes. */
final class DamagedEntryTest {

    private static final int ROUNDS = 20_000;

    @Test
    void random_bytes_are_refused_or_read() {
        Random random = new Random(1);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextInt(10) != 0) {
                bytes[0] = (byte) EventFormat.head(1 + random.nextInt(6));
            }
            decode(bytes);
        }
    }

    @Test
    void mutations_of_an_entry_are_refused_or_read_and_both_happen() throws IOException {
        byte[] entry = GoldenEvent.version2();
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            refused += decode(mutated(entry, random)) ? 0 : 1;
        }
        assertThat(refused).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
    }

    @Test
    void every_beginning_of_an_entry_is_refused_or_read() throws IOException {
        byte[] entry = GoldenEvent.version2();
        int read = 0;
        for (int length = 0; length < entry.length; length++) {
            read += decode(Arrays.copyOf(entry, length)) ? 1 : 0;
        }
        assertThat(read).isBetween(10, entry.length / 2);
    }

    @Test
    void zeros_are_no_entry() {
        assertThatThrownBy(() -> EventReader.decode(new byte[100], 0, 100))
                .isInstanceOf(EventFormatException.class)
                .hasMessage("not an entry: version 0 is not known, at byte 1");
        assertThat(decode(new byte[0])).isFalse();
        assertThat(decode(Arrays.copyOf(new byte[] {(byte) EventFormat.head(3)}, 20)))
                .isFalse();
    }

    @Test
    void fields_of_a_later_version_are_skipped() throws EventFormatException {
        EntryBuffer out = begun();
        int[] types = {
            EventFormat.VARINT, EventFormat.FIXED64, EventFormat.BYTES, EventFormat.EMPTY,
            EventFormat.REFERENCE, EventFormat.FIXED32, EventFormat.CODED, EventFormat.BOOLEAN
        };
        int[] lengths = {1, 8, 4, 0, 1, 4, 4, 1};
        for (int type : types) {
            out.putTag(EventFormat.EXTENDED, type);
            out.putByte(200);
            out.putBytes(new byte[] {3, 0, 0, 0, 0, 0, 0, 0}, 0, lengths[type]);
        }
        out.putString(EventFormat.MESSAGE, "m", 100);
        LogEvent event = EventReader.decode(out.bytes, 0, out.size);
        assertThat(event.epochNanos()).isEqualTo(7);
        assertThat(event.message()).isEqualTo("m");
    }

    @Test
    void what_is_not_defined_has_its_number_in_its_place_and_is_counted() throws EventFormatException {
        EntryBuffer out = begun();
        out.putReference(EventFormat.MESSAGE, 1);
        out.putReference(EventFormat.LOGGER, 300);
        out.putEmpty(EventFormat.CALLER);
        out.putReference(EventFormat.FRAME, 5);
        LogEvent event = EventReader.decode(out.bytes, 0, out.size);
        assertThat(event.message()).isEqualTo("?1?");
        assertThat(event.logger()).isEqualTo("?300?");
        assertThat(event.caller()).isEqualTo(new StackFrame(null, "?5?", "?", null, -1));
        assertThat(event.lostDefinitions()).isEqualTo(3);
    }

    @Test
    void a_pattern_that_is_not_defined_leaves_the_arguments_readable() throws EventFormatException {
        EntryBuffer out = begun();
        out.putReference(EventFormat.SLF4J_PATTERN, 7);
        out.putVarint(EventFormat.ARGUMENT, EventFormat.zigzag(4711));
        out.putString(EventFormat.ARGUMENT, "EUR", 100);
        LogEvent event = EventReader.decode(out.bytes, 0, out.size);
        assertThat(event.message()).isEqualTo("?7? 4711 EUR");
        assertThat(event.template()).isEqualTo("?7?");
        assertThat(event.lostDefinitions()).isEqualTo(1);
    }

    @Test
    void a_length_beyond_the_end_allocates_nothing() {
        EntryBuffer out = begun();
        out.putTag(EventFormat.MESSAGE, EventFormat.BYTES);
        for (int i = 0; i < 4; i++) {
            out.putByte(0xFF);
        }
        out.putByte(0x07);
        assertThatThrownBy(() -> EventReader.decode(out.bytes, 0, out.size))
                .isInstanceOf(EventFormatException.class)
                .hasMessageContaining("longer than what is left");
    }

    @Test
    void what_is_around_the_entry_is_not_read() throws IOException, EventFormatException {
        byte[] entry = GoldenEvent.version2();
        byte[] around = new byte[entry.length + 20];
        Arrays.fill(around, (byte) 0x7F);
        System.arraycopy(entry, 0, around, 10, entry.length);
        assertThat(EventReader.decode(around, 10, entry.length)).isEqualTo(GoldenEvent.expected());
        assertThatThrownBy(() -> EventReader.decode(around, 10, around.length))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static EntryBuffer begun() {
        EntryBuffer out = new EntryBuffer();
        out.putByte(EventFormat.head(LogLevel.INFO.code()));
        out.putFixed64(7);
        return out;
    }

    static byte[] mutated(byte[] entry, Random random) {
        byte[] bytes = entry.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> {
                    int from = random.nextInt(bytes.length);
                    int length = random.nextInt(bytes.length - Math.max(at, from));
                    System.arraycopy(bytes, from, bytes, at, length);
                }
                default -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            }
        }
        return bytes;
    }

    /** Whether the bytes were read; whatever was read can be printed, too. */
    private static boolean decode(byte[] bytes) {
        try {
            LogEvent event = EventReader.decode(bytes, 0, bytes.length);
            ThrowableInfo throwable = event.throwable();
            if (throwable != null) {
                assertThat(throwable.stackTrace()).isNotEmpty();
            }
            assertThat(event.keyValues().size() + event.mdc().size()).isLessThanOrEqualTo(bytes.length);
            return true;
        } catch (EventFormatException e) {
            assertThat(e).hasMessageStartingWith("not an entry: ");
            return false;
        }
    }
}
