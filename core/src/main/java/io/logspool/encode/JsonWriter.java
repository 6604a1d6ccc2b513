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

import java.util.Arrays;

/**
 * Writes JSON as UTF-8 into a buffer: what is asked for, in that order, with commas between. It checks nothing, so whoever
 * writes must close what it opens, and give every name a value. Not thread-safe.
 *
 * <p>Texts that are the same object again and again, as names and what a page of the spool defines are, are copied from
 * {@link EncodedTexts}.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>.
 */
final class JsonWriter {

    private static final int LONGEST_NUMBER = 20;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private final ByteArrayOutput out;
    private final EncodedTexts known;
    private boolean comma;

    /**
     * Begins at the end of what is there.
     *
     * @param known kept from one record to the next
     */
    JsonWriter(ByteArrayOutput out, EncodedTexts known) {
        this.out = out;
        this.known = known;
    }

    void writeStartObject() {
        open('{');
    }

    void writeEndObject() {
        close('}');
    }

    void writeEndArray() {
        close(']');
    }

    void writeObjectFieldStart(String name) {
        writeFieldName(name);
        open('{');
    }

    void writeArrayFieldStart(String name) {
        writeFieldName(name);
        open('[');
    }

    void writeFieldName(String name) {
        writeFieldName(known, name);
    }

    /** A name with the prefix that these names have. */
    void writeFieldName(EncodedTexts names, String name) {
        byte[] encoded = names.find(name);
        copy(encoded, encoded.length);
        comma = false;
    }

    /** Where the next field begins, with its comma. */
    int position() {
        return out.length();
    }

    /** What was written from a position on, for {@link #writeFields}. */
    byte[] fieldsSince(int position) {
        return Arrays.copyOfRange(out.array(), position, out.length());
    }

    /** Fields that were written before, behind another one as now. */
    void writeFields(byte[] fields) {
        out.write(fields, 0, fields.length);
        comma = true;
    }

    void writeString(String value) {
        separate();
        put('"');
        JsonText.write(value, out);
        put('"');
        comma = true;
    }

    /** A text that likely is the same object as in a record before. */
    void writeRepeatedString(String value) {
        byte[] encoded = known.find(value);
        copy(encoded, encoded.length - 1);
        comma = true;
    }

    /** A text, a dash and a number, as one text. */
    void writeString(String repeated, long number) {
        byte[] encoded = known.find(repeated);
        copy(encoded, encoded.length - 2);
        put('-');
        digits(number);
        put('"');
        comma = true;
    }

    /** A text of ASCII with nothing to escape. */
    void writePlainString(byte[] ascii, int length) {
        separate();
        put('"');
        out.write(ascii, 0, length);
        put('"');
        comma = true;
    }

    void writeStringField(String name, String value) {
        writeFieldName(name);
        writeString(value);
    }

    void writeNumberField(String name, long value) {
        writeFieldName(name);
        writeNumber(value);
    }

    void writeBooleanField(String name, boolean value) {
        writeFieldName(name);
        writeBoolean(value);
    }

    void writeBoolean(boolean value) {
        separate();
        out.write(value ? TRUE : FALSE, 0, value ? TRUE.length : FALSE.length);
        comma = true;
    }

    void writeNumber(long value) {
        separate();
        digits(value);
        comma = true;
    }

    /** A number as Java writes it; must be one that JSON has. */
    void writeNumber(String number) {
        separate();
        JsonText.write(number, out);
        comma = true;
    }

    private void open(char bracket) {
        separate();
        put(bracket);
        comma = false;
    }

    private void close(char bracket) {
        put(bracket);
        comma = true;
    }

    private void separate() {
        if (comma) {
            put(',');
        }
    }

    private void put(char ascii) {
        out.write(ascii);
    }

    /** What {@link EncodedTexts} has of a text, up to an end; with the comma if one is due. */
    private void copy(byte[] encoded, int end) {
        int from = comma ? 0 : 1;
        out.write(encoded, from, end - from);
    }

    private void digits(long value) {
        byte[] bytes = out.reserve(LONGEST_NUMBER);
        int begin = out.length();
        if (value == Long.MIN_VALUE) {
            String text = Long.toString(value);
            JsonText.write(text, out);
            return;
        }
        long left = value;
        if (left < 0) {
            bytes[begin++] = '-';
            left = -left;
        }
        int end = begin + 1;
        for (long rest = left; rest >= 10; rest /= 10) {
            end++;
        }
        for (int i = end - 1; i >= begin; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        out.length(end);
    }
}
