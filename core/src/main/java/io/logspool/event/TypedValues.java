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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Values that are kept as what they are: those whose text depends on nothing but themselves, and cannot change.
 *
 * <p>What is read prints itself as what was written, but may be of another class: every integer is a {@link Long}.
 */
final class TypedValues {

    // Kinds of CODED.
    private static final int CHARACTER = 1;
    private static final int BIG_INTEGER = 2;
    private static final int BIG_DECIMAL = 3;
    private static final int UNIVERSAL_ID = 4;
    private static final int INSTANT = 5;
    private static final int DATE = 6;
    private static final int DATE_TIME = 7;
    private static final int DURATION = 8;

    /**
     * Larger numbers are kept as text: reading a number of many digits takes the square of their number. With kind and scale
     * it has less than 128 bytes.
     */
    private static final int MAX_BITS = 900;

    /** What an earlier version may have written. */
    private static final int LONGEST_DIGITS = 126;

    private TypedValues() {}

    /**
     * Writes a value.
     *
     * @return false if it is of none of these kinds; then nothing was written
     */
    static boolean put(TokenWriter out, int field, @Nullable Object value) {
        EntryBuffer buffer = out.buffer;
        if (value == null) {
            buffer.putEmpty(field);
        } else if (value instanceof String text) {
            out.value(field, text);
        } else if (isInteger(value)) {
            buffer.putVarint(field, EventFormat.zigzag(((Number) value).longValue()));
        } else if (value instanceof Boolean bool) {
            buffer.putBoolean(field, bool);
        } else if (value instanceof Double number) {
            buffer.putFixed64(field, Double.doubleToRawLongBits(number));
        } else if (value instanceof Float number) {
            buffer.putFixed32(field, Float.floatToRawIntBits(number));
        } else {
            return putCoded(buffer, field, value);
        }
        return true;
    }

    /** The same value, which does not change any more if it is one of these kinds. */
    static Object fixed(Object value) {
        return changes(value) ? (Object) ((Number) value).longValue() : value;
    }

    /** Whether a later look at it may find another value. */
    static boolean changes(Object value) {
        return value.getClass() == AtomicInteger.class || value.getClass() == AtomicLong.class;
    }

    static boolean isInteger(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || changes(value);
    }

    private static boolean putCoded(EntryBuffer out, int field, Object value) {
        int start = out.size;
        out.putTag(field, EventFormat.CODED);
        out.putByte(0); // the length, known when the rest is written; it is less than 128
        int body = out.size;
        if (!putBody(out, value)) {
            out.size = start;
            return false;
        }
        out.bytes[body - 1] = (byte) (out.size - body);
        return true;
    }

    private static boolean putBody(EntryBuffer out, Object value) {
        if (value instanceof Character character && !Character.isSurrogate(character)) {
            out.putByte(CHARACTER);
            out.putVarint(character);
        } else if (value instanceof UUID id) {
            out.putByte(UNIVERSAL_ID);
            out.putFixed64(id.getMostSignificantBits());
            out.putFixed64(id.getLeastSignificantBits());
        } else if (value instanceof Instant instant) {
            out.putByte(INSTANT);
            out.putVarint(EventFormat.zigzag(instant.getEpochSecond()));
            out.putVarint(instant.getNano());
        } else if (value instanceof LocalDate date) {
            out.putByte(DATE);
            out.putVarint(EventFormat.zigzag(date.toEpochDay()));
        } else if (value instanceof LocalDateTime dateTime) {
            out.putByte(DATE_TIME);
            out.putVarint(EventFormat.zigzag(dateTime.toLocalDate().toEpochDay()));
            out.putVarint(dateTime.toLocalTime().toNanoOfDay());
        } else if (value instanceof Duration duration) {
            out.putByte(DURATION);
            out.putVarint(EventFormat.zigzag(duration.getSeconds()));
            out.putVarint(duration.getNano());
        } else {
            return putBigNumber(out, value);
        }
        return true;
    }

    /** Only of these very classes: others can be derived from them, and print themselves as they like. */
    private static boolean putBigNumber(EntryBuffer out, Object value) {
        BigInteger digits;
        if (value.getClass() == BigInteger.class) {
            digits = (BigInteger) value;
            out.putByte(BIG_INTEGER);
        } else if (value.getClass() == BigDecimal.class) {
            BigDecimal decimal = (BigDecimal) value;
            digits = decimal.unscaledValue();
            out.putByte(BIG_DECIMAL);
            out.putVarint(EventFormat.zigzag(decimal.scale()));
        } else {
            return false;
        }
        if (digits.getClass() != BigInteger.class || digits.bitLength() > MAX_BITS) {
            return false;
        }
        byte[] bytes = digits.toByteArray();
        out.putBytes(bytes, 0, bytes.length);
        return true;
    }

    /** The value of the cursor's token. */
    static @Nullable Object read(EntryCursor at) throws EventFormatException {
        return switch (at.type) {
            case EventFormat.VARINT -> (Object) EventFormat.unzigzag(at.value);
            case EventFormat.BOOLEAN -> (Object) (at.value != 0);
            case EventFormat.FIXED64 -> (Object) Double.longBitsToDouble(at.value);
            case EventFormat.FIXED32 -> (Object) Float.intBitsToFloat((int) at.value);
            case EventFormat.CODED -> readCoded(at);
            default -> at.textOrNull();
        };
    }

    private static Object readCoded(EntryCursor at) throws EventFormatException {
        EntryCursor in = at.coded();
        int kind = in.readByte();
        try {
            Object value = readBody(in, kind);
            if (in.remaining() == 0) {
                return value;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw at.damaged("there is no such value of kind " + kind);
        }
        throw at.damaged("a value of kind " + kind + " is too long");
    }

    private static Object readBody(EntryCursor in, int kind) throws EventFormatException {
        return switch (kind) {
            case CHARACTER -> String.valueOf((char) in.readVarint());
            case UNIVERSAL_ID -> new UUID(in.readFixed(8), in.readFixed(8));
            case INSTANT -> Instant.ofEpochSecond(EventFormat.unzigzag(in.readVarint()), in.readVarint());
            case DATE -> LocalDate.ofEpochDay(EventFormat.unzigzag(in.readVarint()));
            case DATE_TIME ->
                LocalDateTime.of(
                        LocalDate.ofEpochDay(EventFormat.unzigzag(in.readVarint())),
                        LocalTime.ofNanoOfDay(in.readVarint()));
            case DURATION -> Duration.ofSeconds(EventFormat.unzigzag(in.readVarint()), in.readVarint());
            case BIG_INTEGER -> readDigits(in);
            case BIG_DECIMAL -> {
                long scale = EventFormat.unzigzag(in.readVarint());
                yield new BigDecimal(readDigits(in), Math.toIntExact(scale));
            }
            default -> throw in.damaged("kind " + kind + " of a value is not known");
        };
    }

    private static BigInteger readDigits(EntryCursor in) throws EventFormatException {
        if (in.remaining() == 0 || in.remaining() > LONGEST_DIGITS) {
            throw in.damaged("a number has " + in.remaining() + " bytes");
        }
        return new BigInteger(in.readRemaining());
    }
}
