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

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one event at a time as the bytes of an entry, into a buffer it uses again.
 *
 * <p>{@link #begin} starts an event; the other methods may follow in any order. {@link #mdc}, {@link #keyValue} and
 * {@link #marker} may come any number of times; of anything else that comes twice, the first one counts. A {@code null}
 * leaves the field out. No method throws, whatever the application's objects do when they are asked for their text.
 *
 * <p>With {@link Masks}, everything that the application put into the event is searched before it is written: message,
 * template, thread name, diagnostic context, key-value pairs, markers and the messages of throwables, but not the names
 * of loggers, levels and classes. A message is then made in the call, so that a match may be across pattern and argument.
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

    /** Longer messages are taken to be made for the event: to look them up would cost more than it saves. */
    private static final int MAX_PHRASE_CHARS = 128;

    private final EntryBuffer buffer = new EntryBuffer();
    private final TokenWriter tokens;
    private final PatternWriter patterns = new PatternWriter();
    private final @Nullable Dictionary dictionary;
    private final @Nullable Masker masker;
    private final BiConsumer<String, @Nullable String> mdcEntry = this::mdc;
    private LogLevel level = LogLevel.INFO;
    private @Nullable String threadName;
    private long threadId;
    /** A bit for each field that comes once and was written. */
    private int written;

    /**
     * Makes a writer with an empty event; its entries can be read with nothing but their own bytes.
     *
     * @param maxEventBytes no entry is longer than this, in bytes
     * @throws IllegalArgumentException if it is not within {@value #MIN_EVENT_BYTES} to {@value #MAX_EVENT_BYTES}
     */
    public EventWriter(int maxEventBytes) {
        this(maxEventBytes, null, null);
    }

    /**
     * Makes a writer with an empty event; its entries refer to what a dictionary defines, if there is one.
     *
     * @param maxEventBytes no entry is longer than this, in bytes
     * @throws IllegalArgumentException if it is not within {@value #MIN_EVENT_BYTES} to {@value #MAX_EVENT_BYTES}
     */
    public EventWriter(int maxEventBytes, @Nullable Dictionary dictionary) {
        this(maxEventBytes, dictionary, null);
    }

    /**
     * Makes a writer with an empty event; its entries refer to what a dictionary defines, and have no matches of masks, if
     * there are such.
     *
     * @param maxEventBytes no entry is longer than this, in bytes
     * @throws IllegalArgumentException if it is not within {@value #MIN_EVENT_BYTES} to {@value #MAX_EVENT_BYTES}
     */
    public EventWriter(int maxEventBytes, @Nullable Dictionary dictionary, @Nullable Masks masks) {
        if (maxEventBytes < MIN_EVENT_BYTES || maxEventBytes > MAX_EVENT_BYTES) {
            throw new IllegalArgumentException(
                    "maxEventBytes " + maxEventBytes + " is not within " + MIN_EVENT_BYTES + " to " + MAX_EVENT_BYTES);
        }
        this.dictionary = dictionary;
        this.masker = masks == null ? null : new Masker(masks);
        this.tokens = new TokenWriter(buffer, maxEventBytes);
    }

    /**
     * Starts a new event; what was written before is gone.
     *
     * @param epochNanos time of the event, nanoseconds since 1970-01-01T00:00Z
     */
    public EventWriter begin(long epochNanos, LogLevel eventLevel) {
        level = eventLevel;
        written = 0;
        threadName = null;
        threadId = 0;
        if (masker != null) {
            masker.begin();
        }
        tokens.begin(dictionary == null ? null : dictionary.current());
        buffer.putByte(EventFormat.head(eventLevel.code()));
        buffer.putFixed64(epochNanos);
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
        threadName = name;
        threadId = id;
        masked(EventFormat.THREAD_NAME, name);
        if (id != 0 && first(EventFormat.THREAD_ID)) {
            buffer.putVarint(EventFormat.THREAD_ID, id);
        }
        return this;
    }

    /** The name that {@link #thread} was given for this event. */
    public @Nullable String threadName() {
        return threadName;
    }

    /** The id that {@link #thread} was given for this event. */
    public long threadId() {
        return threadId;
    }

    /** The message with its arguments in it. */
    public EventWriter message(@Nullable String rendered) {
        if (rendered != null && rendered.length() > MAX_PHRASE_CHARS && first(EventFormat.MESSAGE)) {
            tokens.makeRoom();
            tokens.text(EventFormat.MESSAGE, masked(rendered));
        }
        return masked(EventFormat.MESSAGE, rendered);
    }

    /** The message before its arguments went in; only with {@link #message(String)}. */
    public EventWriter template(@Nullable String text) {
        return masked(EventFormat.TEMPLATE, text);
    }

    /**
     * The message as a pattern and its arguments, which is then also the template; the message is made when it is read. Only
     * if it can be made of values that cannot change, or that print themselves as the same text at any time (enums, {@code
     * java.time}), and there are no {@link Masks}. An argument that is not in the message is not touched.
     *
     * @return false if it cannot; then nothing was written
     */
    public boolean messageOfValues(MessageStyle style, String pattern, @Nullable Object[] arguments) {
        return masker == null
                && (written & 1 << EventFormat.MESSAGE) == 0
                && patterns.writeValues(tokens, style, pattern, arguments)
                && first(EventFormat.MESSAGE);
    }

    /** The pattern of {@link #messageOfValues} is no template. */
    public EventWriter hideTemplate() {
        buffer.putEmpty(EventFormat.TEMPLATE_HIDDEN);
        return this;
    }

    /**
     * Adds an entry of the diagnostic context. A {@code null} key is written as {@code "null"}. Keys that a mask makes equal
     * are read with numbers, in the order of the calls: {@code a}, {@code a_2}, {@code a_3}.
     */
    public EventWriter mdc(@Nullable String key, @Nullable String value) {
        tokens.makeRoom();
        tokens.name(EventFormat.MDC_KEY, masked(String.valueOf(key)));
        tokens.value(EventFormat.MDC_VALUE, value == null ? null : masked(value));
        return this;
    }

    /** Adds all entries of a diagnostic context, which does not change meanwhile. */
    public EventWriter mdc(Map<String, @Nullable String> entries) {
        entries.forEach(mdcEntry);
        return this;
    }

    /**
     * Adds a key-value pair. Booleans and numbers keep their type; an array is written as its elements; everything else
     * as its text, or as a text that names the error, if it fails to give one.
     *
     * @param key its name; {@code null} is written as {@code "null"}
     */
    public EventWriter keyValue(@Nullable String key, @Nullable Object value) {
        tokens.makeRoom();
        tokens.name(EventFormat.KV_KEY, masked(String.valueOf(key)));
        if (masker != null && value != null) {
            maskedValue(masker, value);
        } else if (!TypedValues.put(tokens, EventFormat.KV_VALUE, value) && value != null) {
            tokens.value(EventFormat.KV_VALUE, Guarded.text(value));
        }
        return this;
    }

    /** Adds a marker's name; {@code null} is left out. */
    public EventWriter marker(@Nullable String name) {
        if (name != null) {
            tokens.makeRoom();
            tokens.name(EventFormat.MARKER, masked(name));
        }
        return this;
    }

    /** The throwable with its causes and suppressed ones. */
    public EventWriter throwable(@Nullable Throwable throwable) {
        if (throwable != null && first(EventFormat.THROWABLE)) {
            tokens.makeRoom();
            new ThrowableRecorder(tokens, masker).record(throwable);
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
        return caller(
                className == null ? null : new StackTraceElement(className, method == null ? "" : method, file, line));
    }

    /** The place of the log statement; {@code null} leaves it out. */
    public EventWriter caller(@Nullable StackTraceElement place) {
        if (place != null && first(EventFormat.CALLER)) {
            tokens.makeRoom();
            buffer.putEmpty(EventFormat.CALLER);
            tokens.frame(place);
        }
        return this;
    }

    /** Whether the entry refers to what is defined in {@link #page()}, and means nothing in another page. */
    public boolean isBound() {
        tokens.finish();
        return tokens.isBound();
    }

    /** The page that the entry must be appended to, if it {@link #isBound()}. */
    public long page() {
        PageDictionary page = tokens.page();
        return page == null ? 0 : page.page;
    }

    /** Makes an entry that {@link #isBound()} one of the page in which the next entry would begin. */
    public void moveOn() {
        move(dictionary == null ? null : dictionary.current());
    }

    /** Makes an entry that {@link #isBound()} one that is not. */
    public void unbind() {
        move(null);
    }

    private void move(@Nullable PageDictionary target) {
        tokens.finish();
        PageDictionary page = tokens.page();
        if (page != null && page != target) {
            EntryMover.move(tokens, page, target);
        }
    }

    /** The array the entry is in; valid until the next call of a method that writes. */
    public byte[] array() {
        tokens.finish();
        return buffer.bytes;
    }

    /** Where the entry begins in {@link #array()}. */
    public int offset() {
        return 0;
    }

    /** Length of the entry in bytes. */
    public int length() {
        tokens.finish();
        return buffer.size;
    }

    /** Level of the event that was begun last. */
    public LogLevel level() {
        return level;
    }

    /** Whether something of the event was cut. */
    public boolean truncated() {
        tokens.finish();
        return tokens.isTruncated();
    }

    /** Gives back the buffer of an unusually large event, so that an idle thread does not hold on to it. */
    public void reset() {
        buffer.clear();
    }

    private String masked(String text) {
        return masker == null ? text : masker.mask(text);
    }

    private EventWriter masked(int field, @Nullable String text) {
        if (text != null && first(field)) {
            tokens.makeRoom();
            tokens.name(field, masked(text));
        }
        return this;
    }

    /** A value keeps its type, unless there is a match in its text. */
    private void maskedValue(Masker by, Object value) {
        Object fixed = TypedValues.fixed(value);
        String text = fixed instanceof String string ? string : Guarded.text(fixed);
        String shown = by.mask(text);
        if (!shown.equals(text) || !TypedValues.put(tokens, EventFormat.KV_VALUE, fixed)) {
            tokens.value(EventFormat.KV_VALUE, shown);
        }
    }

    private boolean first(int field) {
        int before = written;
        written |= 1 << field;
        return before != written;
    }

    private EventWriter once(int field, @Nullable String text) {
        if (text != null && first(field)) {
            tokens.makeRoom();
            tokens.name(field, text);
        }
        return this;
    }
}
