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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes one event at a time as the bytes of an entry, into a buffer it uses again.
 *
 * <p>{@link #begin} starts an event; the other methods may follow in any order. {@link #mdc}, {@link #keyValue} and
 * {@link #marker} may come any number of times; of anything else that comes twice, the first one counts. A {@code null}
 * leaves the field out. No method throws, whatever the application's objects do when they are asked for their text.
 *
 * <p>An event that would be too large is cut: the longest strings first, then the outermost frames of stack traces, then
 * the last of the diagnostic context, key-value pairs, markers and causes. Time, level, logger and thread stay.
 *
 * <p>Not thread-safe; meant to be kept one per thread.
 */
public final class EventWriter {

    /** Smallest limit of an entry, in bytes. */
    public static final int MIN_EVENT_BYTES = 1024;

    /** Largest limit of an entry, in bytes. */
    public static final int MAX_EVENT_BYTES = 128 * 1024 * 1024;

    private final EntryBuffer buffer = new EntryBuffer();
    private final int maxEventBytes;
    private final int stagedBytes;
    private LogLevel level = LogLevel.INFO;
    private boolean truncated;
    /** A bit for each field that comes once and was written. */
    private int written;

    /**
     * Makes a writer with an empty event.
     *
     * @param maxEventBytes no entry is longer than this, in bytes
     * @throws IllegalArgumentException if it is not within {@value #MIN_EVENT_BYTES} to {@value #MAX_EVENT_BYTES}
     */
    public EventWriter(int maxEventBytes) {
        if (maxEventBytes < MIN_EVENT_BYTES || maxEventBytes > MAX_EVENT_BYTES) {
            throw new IllegalArgumentException(
                    "maxEventBytes " + maxEventBytes + " is not within " + MIN_EVENT_BYTES + " to " + MAX_EVENT_BYTES);
        }
        this.maxEventBytes = maxEventBytes;
        // What has to go is decided late, when it is known what there is; but not at any price.
        this.stagedBytes = 4 * maxEventBytes;
    }

    /**
     * Starts a new event; what was written before is gone.
     *
     * @param epochNanos time of the event, nanoseconds since 1970-01-01T00:00Z
     */
    public EventWriter begin(long epochNanos, LogLevel eventLevel) {
        level = eventLevel;
        truncated = false;
        written = 0;
        buffer.clear();
        buffer.putByte(EventFormat.VERSION);
        buffer.putFixed64(EventFormat.TIMESTAMP, epochNanos);
        buffer.putVarint(EventFormat.LEVEL, eventLevel.code());
        buffer.putVarint(EventFormat.FLAGS, 0);
        return this;
    }

    /** The framework's own name of the level; only if it is not that of the {@link LogLevel}. */
    public EventWriter levelName(@Nullable String name) {
        return once(EventFormat.LEVEL_NAME, name);
    }

    /** Name of the logger. */
    public EventWriter logger(@Nullable String name) {
        return once(EventFormat.LOGGER, name);
    }

    /**
     * The thread that logs.
     *
     * @param id id of the thread, {@code 0} if not known
     */
    public EventWriter thread(@Nullable String name, long id) {
        once(EventFormat.THREAD_NAME, name);
        if (id != 0 && first(EventFormat.THREAD_ID)) {
            buffer.putVarint(EventFormat.THREAD_ID, id);
        }
        return this;
    }

    /** The message with its arguments in it. */
    public EventWriter message(@Nullable String rendered) {
        return once(EventFormat.MESSAGE, rendered);
    }

    /** The message before its arguments went in. */
    public EventWriter template(@Nullable String text) {
        return once(EventFormat.TEMPLATE, text);
    }

    /** Adds an entry of the diagnostic context. A {@code null} key is written as {@code "null"}. */
    public EventWriter mdc(@Nullable String key, @Nullable String value) {
        makeRoom();
        put(EventFormat.MDC_KEY, String.valueOf(key));
        put(EventFormat.MDC_VALUE, value);
        return this;
    }

    /**
     * Adds a key-value pair. Booleans and numbers keep their type; an array is written as its elements; everything else
     * as its text, or as a text that names the error, if it fails to give one.
     *
     * @param key its name; {@code null} is written as {@code "null"}
     */
    public EventWriter keyValue(@Nullable String key, @Nullable Object value) {
        makeRoom();
        put(EventFormat.KV_KEY, String.valueOf(key));
        if (value == null || value instanceof String) {
            put(EventFormat.KV_VALUE, (String) value);
        } else if (value instanceof Boolean bool) {
            buffer.putVarint(EventFormat.KV_BOOLEAN, bool ? 1 : 0);
        } else if (value instanceof Number number) {
            number(number);
        } else {
            put(EventFormat.KV_VALUE, Guarded.text(value));
        }
        return this;
    }

    /** Adds a marker's name; {@code null} is left out. */
    public EventWriter marker(@Nullable String name) {
        if (name != null) {
            makeRoom();
            put(EventFormat.MARKER, name);
        }
        return this;
    }

    /** The throwable with its causes and suppressed ones. */
    public EventWriter throwable(@Nullable Throwable throwable) {
        if (throwable != null && first(EventFormat.THROWABLE)) {
            makeRoom();
            truncated |= !new ThrowableRecorder(buffer, maxEventBytes, stagedBytes).record(throwable);
        }
        return this;
    }

    /**
     * The place of the log statement.
     *
     * @param className binary name of the class; {@code null}: the place is not known, and left out
     * @param line as in {@link StackTraceElement#getLineNumber()}
     */
    public EventWriter caller(@Nullable String className, @Nullable String method, @Nullable String file, int line) {
        if (className != null && first(EventFormat.CALLER)) {
            makeRoom();
            buffer.putEmpty(EventFormat.CALLER);
            put(EventFormat.FRAME_CLASS, className);
            put(EventFormat.FRAME_METHOD, method == null ? "" : method);
            if (file != null) {
                put(EventFormat.FRAME_FILE, file);
            }
            buffer.putVarint(EventFormat.FRAME_LINE, EventFormat.zigzag(line));
        }
        return this;
    }

    /** The array the entry is in; valid until the next call of a method that writes. */
    public byte[] array() {
        finish();
        return buffer.bytes;
    }

    /** Where the entry begins in {@link #array()}. */
    public int offset() {
        return 0;
    }

    /** Length of the entry in bytes. */
    public int length() {
        finish();
        return buffer.size;
    }

    /** Level of the event that was begun last. */
    public LogLevel level() {
        return level;
    }

    /** Whether something of the event was cut. */
    public boolean truncated() {
        finish();
        return truncated;
    }

    /** Gives back the buffer of an unusually large event, so that an idle thread does not hold on to it. */
    public void reset() {
        buffer.clear();
    }

    private boolean first(int field) {
        int before = written;
        written |= 1 << field;
        return before != written;
    }

    private EventWriter once(int field, @Nullable String text) {
        if (text != null && first(field)) {
            makeRoom();
            put(field, text);
        }
        return this;
    }

    private void put(int field, @Nullable String text) {
        truncated |= !buffer.putString(field, text, maxEventBytes);
    }

    private void number(Number value) {
        if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value.getClass() == AtomicInteger.class
                || value.getClass() == AtomicLong.class) {
            buffer.putVarint(EventFormat.KV_VALUE, EventFormat.zigzag(value.longValue()));
        } else if (value instanceof Double number) {
            buffer.putFixed64(EventFormat.KV_VALUE, Double.doubleToLongBits(number));
        } else if (value instanceof Float number) {
            buffer.putFixed32(EventFormat.KV_VALUE, Float.floatToIntBits(number));
        } else {
            boolean integer = value.getClass() == BigInteger.class;
            boolean decimal = value.getClass() == BigDecimal.class;
            String text = integer || decimal ? value.toString() : Guarded.text(value);
            boolean exact = text.length() <= EventFormat.MAX_NUMBER_BYTES;
            if (exact && integer) {
                put(EventFormat.KV_INTEGER, text);
            } else if (exact && decimal) {
                put(EventFormat.KV_DECIMAL, text);
            } else {
                put(EventFormat.KV_VALUE, text);
            }
        }
    }

    private void makeRoom() {
        if (buffer.size > stagedBytes) {
            finish();
        }
    }

    private void finish() {
        if (buffer.size > maxEventBytes) {
            buffer.size = new EntryCutter(buffer.bytes, buffer.size, maxEventBytes).cut();
            truncated = true;
        }
        if (truncated) {
            buffer.bytes[EventFormat.FLAGS_OFFSET] |= EventFormat.FLAG_TRUNCATED;
        }
    }
}
