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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written is read again, whatever the application hands over. */
final class EventCodecTest {

    private static final long TIME = 1_700_000_000_123_456_789L;

    private final EventWriter writer = new EventWriter(256 * 1024);

    @Test
    void every_field_of_an_event_is_read_as_it_was_written() throws EventFormatException {
        Throwable thrown = new IllegalStateException("outer", new IllegalArgumentException("inner"));
        writer.begin(TIME, LogLevel.WARN)
                .levelName("NOTICE")
                .logger("com.example.Orders")
                .thread("main", 42)
                .message("order 17 is late")
                .template("order {} is late")
                .mdc("user", "ann")
                .mdc("none", null)
                .keyValue("text", "ü€😀")
                .marker("SLOW")
                .marker("AUDIT")
                .caller("com.example.Orders", "ship", "Orders.java", 117)
                .throwable(thrown);

        LogEvent event = read();

        assertThat(event.epochNanos()).isEqualTo(TIME);
        assertThat(event.level()).isEqualTo(LogLevel.WARN);
        assertThat(event.displayLevel()).isEqualTo("NOTICE");
        assertThat(event.logger()).isEqualTo("com.example.Orders");
        assertThat(event.threadName()).isEqualTo("main");
        assertThat(event.threadId()).isEqualTo(42);
        assertThat(event.message()).isEqualTo("order 17 is late");
        assertThat(event.template()).isEqualTo("order {} is late");
        assertThat(event.mdc())
                .containsEntry("user", "ann")
                .containsEntry("none", null)
                .hasSize(2);
        assertThat(event.keyValues()).containsExactly(new KeyValue("text", "ü€😀"));
        assertThat(event.markers()).containsExactly("SLOW", "AUDIT");
        assertThat(event.caller()).isEqualTo(new StackFrame(null, "com.example.Orders", "ship", "Orders.java", 117));
        assertThat(event.truncated()).isFalse();
        ThrowableInfo throwable = event.throwable();
        assertThat(throwable).isNotNull();
        assertThat(throwable.className()).isEqualTo("java.lang.IllegalStateException");
        assertThat(throwable.message()).isEqualTo("outer");
        assertThat(throwable.nodes()).hasSize(2);
    }

    @Test
    void what_is_null_or_never_given_is_absent() throws EventFormatException {
        writer.begin(TIME, LogLevel.TRACE)
                .levelName(null)
                .logger(null)
                .thread(null, 0)
                .message(null)
                .template(null)
                .marker(null)
                .throwable(null)
                .caller(null, null, null, -1);

        assertThat(read())
                .isEqualTo(new LogEvent(
                        TIME,
                        LogLevel.TRACE,
                        null,
                        null,
                        null,
                        0,
                        null,
                        null,
                        java.util.Map.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        false,
                        0));
    }

    @Test
    void values_keep_their_type() throws EventFormatException {
        assertThat(readValue(null)).isNull();
        assertThat(readValue("text")).isEqualTo("text");
        assertThat(readValue("")).isEqualTo("");
        assertThat(readValue(true)).isEqualTo(true);
        assertThat(readValue(false)).isEqualTo(false);
        assertThat(readValue((byte) -1)).isEqualTo(-1L);
        assertThat(readValue((short) 300)).isEqualTo(300L);
        assertThat(readValue(-70_000)).isEqualTo(-70_000L);
        assertThat(readValue(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(readValue(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(readValue(new AtomicInteger(5))).isEqualTo(5L);
        assertThat(readValue(0.1f)).isEqualTo(0.1f);
        assertThat(readValue(-0.0)).isEqualTo(-0.0);
        assertThat(readValue(Double.NaN)).isEqualTo(Double.NaN);
        assertThat(readValue(BigInteger.TWO.pow(200))).isEqualTo(BigInteger.TWO.pow(200));
        assertThat(readValue(new BigDecimal("1.20E+400"))).isEqualTo(new BigDecimal("1.20E+400"));
        BigDecimal third = BigDecimal.ONE.divide(BigDecimal.valueOf(3), 300, RoundingMode.HALF_UP);
        assertThat(readValue(third)).isEqualTo(third.toString());
        for (int digits = 250; digits < 290; digits++) {
            BigDecimal many = new BigDecimal("9".repeat(digits) + "E-2000000000");
            assertThat(String.valueOf(readValue(many))).isEqualTo(many.toString());
        }
        assertThat(readValue('c')).isEqualTo("c");
        assertThat(readValue(LogLevel.INFO)).isEqualTo("INFO");
        assertThat(readValue(new int[] {1, 2})).isEqualTo("[1, 2]");
        assertThat(readValue(new Object[] {1, new String[] {"a"}})).isEqualTo("[1, [a]]");
    }

    @Test
    void a_number_that_prints_itself_in_its_own_way_is_kept_as_that_text() throws EventFormatException {
        assertThat(readValue(new BigDecimal("1.5") {
                    @Override
                    public String toString() {
                        return "one and a half";
                    }
                }))
                .isEqualTo("one and a half");
        assertThat(readValue(new BigInteger("2") {
                    @Override
                    public String toString() {
                        return "two";
                    }
                }))
                .isEqualTo("two");
    }

    @Test
    void a_number_of_very_many_digits_is_kept_as_text() throws EventFormatException {
        BigInteger number = BigInteger.TEN.pow(5000);
        assertThat(readValue(number)).isEqualTo(number.toString());
    }

    @Test
    void a_value_that_cannot_print_itself_becomes_a_text_that_names_the_error() throws EventFormatException {
        assertThat(readValue(new Failing(new IllegalStateException("no"))))
                .isEqualTo("[toString() of io.logspool.event.EventCodecTest$Failing failed:"
                        + " java.lang.IllegalStateException]");
        assertThat(readValue(new Failing(new OutOfMemoryError()))).asString().contains("OutOfMemoryError");
        assertThat(readValue(new Recursive())).asString().contains("StackOverflowError");
        assertThat(readValue(new NoText())).isEqualTo("null");
        assertThat(readValue(new Object[] {new Failing(new IllegalStateException("no"))}))
                .asString()
                .contains("IllegalStateException");
    }

    @Test
    void half_a_surrogate_pair_is_written_as_the_replacement_character() throws EventFormatException {
        char high = '\uD83D';
        char low = '\uDE00';
        assertThat(readValue("a" + high)).isEqualTo("a\uFFFD");
        assertThat(readValue(low + "a")).isEqualTo("\uFFFDa");
        assertThat(readValue("" + low + high)).isEqualTo("\uFFFD\uFFFD");
        assertThat(readValue("" + high + high + low)).isEqualTo("\uFFFD😀");
        assertThat(readValue("\u0000\u007F\u0080\u07FF\u0800\uFFFF")).isEqualTo("\u0000\u007F\u0080\u07FF\u0800\uFFFF");
    }

    @Test
    void texts_of_every_length_around_a_change_of_the_length_prefix_are_read_as_written() throws EventFormatException {
        for (String unit : List.of("a", "é", "€", "😀", "a€")) {
            for (int bytes : new int[] {0, 1, 127, 128, 129, 16_383, 16_384, 16_385}) {
                for (int length = Math.max(0, bytes / 4 - 2); length <= bytes; length = next(length, bytes)) {
                    String text = unit.repeat(length);
                    if (text.length() * 3 < 200_000) {
                        assertThat(readValue(text)).isEqualTo(text);
                    }
                }
            }
        }
    }

    @Test
    void ten_thousand_mdc_entries_are_kept_in_order() throws EventFormatException {
        EventWriter large = new EventWriter(1024 * 1024);
        large.begin(TIME, LogLevel.INFO);
        for (int i = 0; i < 10_000; i++) {
            large.mdc("key" + i, "value" + i);
        }
        LogEvent event = EventReader.decode(large.array(), large.offset(), large.length());
        assertThat(event.mdc()).hasSize(10_000);
        assertThat(event.mdc().keySet().iterator().next()).isEqualTo("key0");
        assertThat(event.mdc()).containsEntry("key9999", "value9999");
        assertThat(event.truncated()).isFalse();
    }

    @Test
    void a_null_key_is_written_as_null() throws EventFormatException {
        writer.begin(TIME, LogLevel.INFO).mdc(null, "a").keyValue(null, 1);
        LogEvent event = read();
        assertThat(event.mdc()).containsEntry("null", "a");
        assertThat(event.keyValues()).containsExactly(new KeyValue("null", 1L));
    }

    @Test
    void of_a_field_given_twice_the_first_counts() throws EventFormatException {
        writer.begin(TIME, LogLevel.INFO).message("first").message("second");
        assertThat(read().message()).isEqualTo("first");
    }

    @Test
    void a_new_event_has_nothing_of_the_one_before() throws EventFormatException {
        writer.begin(TIME, LogLevel.ERROR).message("x".repeat(1_000_000)).mdc("a", "b");
        assertThat(read().truncated()).isTrue();
        writer.begin(TIME + 1, LogLevel.INFO).logger("a");
        LogEvent event = read();
        assertThat(event.message()).isNull();
        assertThat(event.mdc()).isEmpty();
        assertThat(event.truncated()).isFalse();
        assertThat(writer.truncated()).isFalse();
    }

    @Test
    void the_buffer_of_a_giant_event_is_given_back() {
        writer.begin(TIME, LogLevel.INFO).message("x".repeat(10_000_000));
        assertThat(writer.array().length).isGreaterThan(EntryBuffer.RETAINED_BYTES);
        writer.reset();
        writer.begin(TIME, LogLevel.INFO);
        assertThat(writer.array().length).isLessThanOrEqualTo(EntryBuffer.RETAINED_BYTES);
    }

    @Test
    void an_impossible_limit_is_refused_with_the_limits_it_must_keep() {
        assertThatThrownBy(() -> new EventWriter(1023))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxEventBytes 1023 is not within 1024 to 134217728");
    }

    private @Nullable Object readValue(@Nullable Object value) throws EventFormatException {
        writer.begin(TIME, LogLevel.INFO).keyValue("k", value);
        return read().keyValues().get(0).value();
    }

    private LogEvent read() throws EventFormatException {
        byte[] copy = Arrays.copyOfRange(writer.array(), writer.offset(), writer.offset() + writer.length());
        return EventReader.decode(copy, 0, copy.length);
    }

    private static int next(int length, int bytes) {
        return bytes > 1000 && length > bytes / 4 + 2 && length < bytes - 3
                ? Math.min(bytes - 3, length + bytes / 12)
                : length + 1;
    }

    private record Failing(Throwable error) {
        @Override
        public String toString() {
            throw EventCodecTest.<RuntimeException>sneaky(error);
        }
    }

    private static final class Recursive {
        @Override
        public String toString() {
            return "a" + this;
        }
    }

    private static final class NoText {
        @Override
        @SuppressWarnings({"NullAway", "ToStringReturnsNull"}) // that it must not return null is what this class breaks
        public String toString() {
            return null;
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what cannot be declared
    private static <T extends Throwable> T sneaky(Throwable error) throws T {
        throw (T) error;
    }
}
