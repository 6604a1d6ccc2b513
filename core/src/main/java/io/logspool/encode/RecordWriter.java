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
package io.logspool.encode;

import io.logspool.event.KeyValue;
import io.logspool.event.LogEvent;
import io.logspool.event.ThrowableInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The JSON of one record, and what its limits let through: each text is well-formed and no longer than it may be. */
final class RecordWriter {

    /** In chars. Readers take no names of any length: Lucene 32,766 bytes, Jackson 50,000 chars. */
    static final int LONGEST_NAME = 1024;

    final JsonWriter json;
    final Limits limits;
    private boolean cut;

    RecordWriter(JsonWriter json, Limits limits) {
        this.json = json;
        this.limits = limits;
    }

    /** Whether the limits took something away so far. */
    boolean wasCut() {
        return cut;
    }

    /** Whether something is missing in the record, cut here or when the event was written. */
    boolean isTruncated(LogEvent event) {
        return cut || event.truncated();
    }

    /** Writes a text under a name that is taken as it is; nothing if there is no text. */
    void text(String name, @Nullable String value) {
        if (value != null) {
            json.writeStringField(name, cut(value));
        }
    }

    void text(String value) {
        json.writeString(cut(value));
    }

    /** A text that likely is the same object as in a record before. */
    void repeated(String value) {
        json.writeRepeatedString(cut(value));
    }

    void number(String name, long value) {
        json.writeNumberField(name, value);
    }

    /** Writes what a key-value pair holds, as a number or a boolean if it is one. */
    void value(Object value) {
        if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if ((value instanceof Double number && Double.isFinite(number))
                || (value instanceof Float small && Float.isFinite(small))
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            json.writeNumber(value.toString());
        } else {
            text(value.toString());
        }
    }

    /**
     * The same value as a {@link Boolean}, {@link Long}, {@link Double} or {@link String}: for readers that know 64 bits
     * only. What has no equal there is a text. A {@link Double} may be infinite or not a number.
     */
    static Object narrowed(Object value) {
        if (value instanceof Float number) {
            return Double.valueOf(number.toString()); // the decimal that people know it by
        }
        if (value instanceof BigInteger number) {
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number.toString();
        }
        if (value instanceof BigDecimal number) {
            double rounded = number.doubleValue();
            boolean equal =
                    Double.isFinite(rounded) && BigDecimal.valueOf(rounded).compareTo(number) == 0;
            return equal ? (Object) rounded : number.toString();
        }
        return value instanceof Boolean || value instanceof Long || value instanceof Double ? value : value.toString();
    }

    /**
     * Writes as many texts as there may be; a name without a text is none.
     *
     * @param isElsewhere whether a text has its own place in the record
     * @return how many were left out because there are too many
     */
    int texts(
            Map<String, @Nullable String> all,
            BiPredicate<String, String> isElsewhere,
            BiConsumer<String, String> field) {
        if (all.isEmpty()) {
            return 0; // an iterator is not for nothing
        }
        int count = 0;
        int dropped = 0;
        for (Map.Entry<String, @Nullable String> entry : all.entrySet()) {
            String value = entry.getValue();
            if (value == null || isElsewhere.test(entry.getKey(), value)) {
                continue;
            }
            if (hasRoom(count++)) {
                field.accept(entry.getKey(), value);
            } else {
                dropped++;
            }
        }
        return dropped;
    }

    /** The same with key-value pairs. */
    int keyValues(List<KeyValue> all, BiConsumer<String, Object> field) {
        if (all.isEmpty()) {
            return 0;
        }
        int count = 0;
        int dropped = 0;
        for (KeyValue pair : all) {
            Object value = pair.value();
            if (value == null) {
                continue;
            }
            if (hasRoom(count++)) {
                field.accept(pair.key(), value);
            } else {
                dropped++;
            }
        }
        return dropped;
    }

    /** Writes the names of markers as the array {@code tags}; nothing if there are none. */
    void tags(List<String> markers) {
        if (markers.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tags");
        for (int i = 0; i < markers.size() && hasRoom(i); i++) {
            text(markers.get(i));
        }
        json.writeEndArray();
    }

    /** Whether one more entry may follow {@code count} of its kind; if not, something is cut. */
    boolean hasRoom(int count) {
        if (count < limits.entries()) {
            return true;
        }
        cut = true;
        return false;
    }

    /** What was thrown with all that hangs on it, as the JDK prints it. */
    String stackTrace(ThrowableInfo throwable) {
        StringBuilder trace = new StringBuilder(1024);
        cut |= !throwable.appendStackTrace(trace, limits.text());
        return trace.toString();
    }

    /** The text as it goes into the record: well-formed, and no longer than it may be. */
    String shortened(String text) {
        return WellFormed.text(cut(text));
    }

    /** The same of a name. */
    String shortenedName(String name) {
        return WellFormed.text(cut(name, Math.min(LONGEST_NAME, limits.text())));
    }

    private String cut(String text) {
        return cut(text, limits.text());
    }

    private String cut(String text, int end) {
        if (text.length() <= end) {
            return text;
        }
        cut = true;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
