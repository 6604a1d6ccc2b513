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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads entries as {@link EventWriter} writes them. */
public final class EventReader {

    private final EntryCursor cursor;
    private final Map<String, @Nullable String> mdc = new LinkedHashMap<>();
    private final List<KeyValue> keyValues = new ArrayList<>();
    private final List<String> markers = new ArrayList<>();
    private final FrameAssembler frames = new FrameAssembler();
    private final ThrowableAssembler throwables = new ThrowableAssembler();
    private boolean timed;
    private boolean inCaller;
    private long epochNanos;
    private long flags;
    private long threadId;
    private @Nullable LogLevel level;
    private @Nullable String levelName;
    private @Nullable String logger;
    private @Nullable String threadName;
    private @Nullable String message;
    private @Nullable String template;
    private @Nullable String pendingKey;
    private @Nullable StackFrame caller;

    private EventReader(EntryCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Reads one entry. Any thread.
     *
     * @param array where the entry is; not held on to
     * @param offset where it begins
     * @param length how many bytes it has
     * @throws EventFormatException if the bytes are not an entry of a version this class knows
     * @throws IndexOutOfBoundsException if offset and length are not within the array
     */
    public static LogEvent decode(byte[] array, int offset, int length) throws EventFormatException {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new EventReader(new EntryCursor(array, offset, length)).read();
    }

    private LogEvent read() throws EventFormatException {
        int version = cursor.readByte();
        if (version != EventFormat.VERSION) {
            throw cursor.damaged("version " + version + " is not known");
        }
        while (cursor.next()) {
            token();
        }
        if (level == null || !timed) {
            throw cursor.damaged("it has no time or no level");
        }
        if (pendingKey != null) {
            throw cursor.damaged("a key has no value");
        }
        frames.requireComplete(cursor);
        return new LogEvent(
                epochNanos,
                level,
                levelName,
                logger,
                threadName,
                threadId,
                message,
                template,
                Collections.unmodifiableMap(mdc),
                Collections.unmodifiableList(keyValues),
                Collections.unmodifiableList(markers),
                caller,
                throwables.finish(cursor),
                (flags & EventFormat.FLAG_TRUNCATED) != 0);
    }

    private void token() throws EventFormatException {
        switch (cursor.field) {
            case EventFormat.TIMESTAMP -> {
                cursor.require(EventFormat.FIXED64);
                epochNanos = cursor.value;
                timed = true;
            }
            case EventFormat.LEVEL -> {
                level = LogLevel.ofCode(cursor.count());
                if (level == null) {
                    throw cursor.damaged("level " + cursor.value + " is not known");
                }
            }
            case EventFormat.FLAGS -> {
                cursor.require(EventFormat.VARINT);
                flags = cursor.value;
            }
            case EventFormat.LEVEL_NAME -> levelName = cursor.text();
            case EventFormat.LOGGER -> logger = cursor.text();
            case EventFormat.THREAD_NAME -> threadName = cursor.text();
            case EventFormat.THREAD_ID -> {
                cursor.require(EventFormat.VARINT);
                threadId = cursor.value;
            }
            case EventFormat.MESSAGE -> message = cursor.text();
            case EventFormat.TEMPLATE -> template = cursor.text();
            case EventFormat.MDC_KEY, EventFormat.KV_KEY -> pendingKey = cursor.text();
            case EventFormat.MDC_VALUE -> mdc.put(takeKey(), cursor.textOrNull());
            case EventFormat.KV_VALUE, EventFormat.KV_BOOLEAN, EventFormat.KV_INTEGER, EventFormat.KV_DECIMAL ->
                keyValues.add(new KeyValue(takeKey(), keyValue()));
            case EventFormat.MARKER -> markers.add(cursor.text());
            case EventFormat.CALLER -> {
                inCaller = true;
                frames.start(cursor);
            }
            case EventFormat.THROWABLE -> {
                inCaller = false;
                frames.start(cursor);
                throwables.start(cursor);
            }
            case EventFormat.THROWABLE_CLASS,
                    EventFormat.THROWABLE_MESSAGE,
                    EventFormat.THROWABLE_TEXT,
                    EventFormat.COMMON_FRAMES,
                    EventFormat.DROPPED_FRAMES -> throwables.token(cursor);
            case EventFormat.FRAME_ORIGIN,
                    EventFormat.FRAME_CLASS,
                    EventFormat.FRAME_METHOD,
                    EventFormat.FRAME_FILE,
                    EventFormat.FRAME_LINE -> frame();
            default -> {
                // A field of a later version.
            }
        }
    }

    private void frame() throws EventFormatException {
        StackFrame frame = frames.token(cursor);
        if (frame == null) {
            return;
        }
        if (inCaller) {
            caller = frame;
        } else {
            throwables.add(frame, cursor);
        }
    }

    private String takeKey() throws EventFormatException {
        String key = pendingKey;
        if (key == null) {
            throw cursor.damaged("a value has no key");
        }
        pendingKey = null;
        return key;
    }

    private @Nullable Object keyValue() throws EventFormatException {
        return switch (cursor.field) {
            case EventFormat.KV_BOOLEAN -> cursor.count() != 0;
            case EventFormat.KV_INTEGER -> number();
            case EventFormat.KV_DECIMAL -> number();
            default ->
                switch (cursor.type) {
                    case EventFormat.VARINT -> (Object) EventFormat.unzigzag(cursor.value);
                    case EventFormat.FIXED64 -> (Object) Double.longBitsToDouble(cursor.value);
                    case EventFormat.FIXED32 -> (Object) Float.intBitsToFloat((int) cursor.value);
                    default -> cursor.textOrNull();
                };
        };
    }

    private Number number() throws EventFormatException {
        String text = cursor.text();
        if (text.length() > EventFormat.MAX_NUMBER_BYTES) {
            throw cursor.damaged("a number has " + text.length() + " digits");
        }
        try {
            return cursor.field == EventFormat.KV_INTEGER ? new BigInteger(text) : new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw cursor.damaged("a number is not one");
        }
    }
}
