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

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts one event together from its tokens. */
final class EventAssembler {

    private final EntryCursor cursor;
    private final MessageAssembler message = new MessageAssembler();
    private final FrameAssembler frames = new FrameAssembler();
    private Map<String, @Nullable String> mdc = Map.of();
    private @Nullable Map<String, Integer> keyNumbers;
    private List<KeyValue> keyValues = List.of();
    private List<String> markers = List.of();
    private @Nullable ThrowableAssembler throwables;
    private boolean inCaller;
    private long frameNumber;
    private long threadId;
    private @Nullable String levelName;
    private @Nullable String logger;
    private @Nullable String threadName;
    private @Nullable String pendingKey;
    private @Nullable StackFrame caller;

    EventAssembler(EntryCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Reads the whole entry.
     *
     * @throws EventFormatException if the bytes are not an entry of a version this class knows
     */
    LogEvent read() throws EventFormatException {
        int head = cursor.readByte();
        int version = EventFormat.version(head);
        if (version != EventFormat.VERSION) {
            throw cursor.damaged("version " + version + " is not known");
        }
        LogLevel level = LogLevel.ofCode(EventFormat.levelCode(head));
        if (level == null) {
            throw cursor.damaged("level " + EventFormat.levelCode(head) + " is not known");
        }
        long epochNanos = cursor.readFixed(8);
        while (cursor.next()) {
            token();
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
                message.text(),
                message.template(),
                mdc instanceof SmallContext ? mdc : Collections.unmodifiableMap(mdc),
                Collections.unmodifiableList(keyValues),
                Collections.unmodifiableList(markers),
                caller,
                throwables == null ? null : throwables.finish(cursor),
                (head & EventFormat.TRUNCATED) != 0,
                cursor.lostDefinitions);
    }

    private void token() throws EventFormatException {
        switch (cursor.field) {
            case EventFormat.LEVEL_NAME -> levelName = cursor.text();
            case EventFormat.LOGGER -> logger = cursor.text();
            case EventFormat.THREAD_NAME -> threadName = cursor.text();
            case EventFormat.THREAD_ID -> {
                cursor.require(EventFormat.VARINT);
                threadId = cursor.value;
            }
            case EventFormat.MESSAGE,
                    EventFormat.TEMPLATE,
                    EventFormat.SLF4J_PATTERN,
                    EventFormat.LOG4J_PATTERN,
                    EventFormat.JUL_PATTERN,
                    EventFormat.TEMPLATE_HIDDEN,
                    EventFormat.ARGUMENT -> message.token(cursor);
            case EventFormat.MDC_KEY, EventFormat.KV_KEY -> pendingKey = cursor.text();
            case EventFormat.MDC_VALUE -> {
                context(takeKey(), cursor.textOrNull());
            }
            case EventFormat.KV_VALUE -> {
                keyValues = keyValues.isEmpty() ? new ArrayList<>() : keyValues;
                keyValues.add(new KeyValue(takeKey(), keyValue()));
            }
            case EventFormat.MARKER -> {
                markers = markers.isEmpty() ? new ArrayList<>() : markers;
                markers.add(cursor.text());
            }
            case EventFormat.CALLER -> {
                inCaller = true;
                frames.requireComplete(cursor);
            }
            case EventFormat.THROWABLE -> {
                inCaller = false;
                frames.requireComplete(cursor);
                throwables().start(cursor);
            }
            case EventFormat.THROWABLE_CLASS,
                    EventFormat.THROWABLE_MESSAGE,
                    EventFormat.THROWABLE_TEXT,
                    EventFormat.COMMON_FRAMES,
                    EventFormat.DROPPED_FRAMES -> throwables().token(cursor);
            case EventFormat.FRAME -> {
                cursor.require(EventFormat.REFERENCE);
                frameNumber = cursor.value;
                add(cursor.frame(frameNumber));
            }
            case EventFormat.NEXT_FRAMES -> nextFrames();
            case EventFormat.FRAME_ORIGIN,
                    EventFormat.FRAME_CLASS,
                    EventFormat.FRAME_METHOD,
                    EventFormat.FRAME_FILE,
                    EventFormat.FRAME_LINE -> {
                StackFrame frame = frames.token(cursor);
                if (frame != null) {
                    add(frame);
                }
            }
            default -> {
                // A field of a later version.
            }
        }
    }

    /** Keys that were different may have become the same, by a mask or by being cut: the second {@code a} is {@code a_2}. */
    private void context(String key, @Nullable String value) {
        String free = key;
        while (mdc.containsKey(free)) {
            Map<String, Integer> numbers = keyNumbers == null ? new HashMap<>() : keyNumbers;
            keyNumbers = numbers;
            free = key + '_' + numbers.merge(key, 2, (last, first) -> last + 1);
        }
        if (mdc.isEmpty()) {
            mdc = new SmallContext();
        }
        if (mdc instanceof SmallContext few) {
            if (few.add(free, value)) {
                return;
            }
            mdc = new LinkedHashMap<>(few);
        }
        mdc.put(free, value);
    }

    private void nextFrames() throws EventFormatException {
        int count = cursor.count();
        if (count > TokenWriter.MAX_NEXT_FRAMES) {
            throw cursor.damaged(count + " frames at once are too many");
        }
        for (int i = 0; i < count; i++) {
            add(cursor.frame(++frameNumber));
        }
    }

    private void add(StackFrame frame) throws EventFormatException {
        if (inCaller) {
            caller = frame;
        } else {
            throwables().add(frame, cursor);
        }
    }

    private ThrowableAssembler throwables() {
        ThrowableAssembler assembler = throwables;
        if (assembler == null) {
            assembler = new ThrowableAssembler();
            throwables = assembler;
        }
        return assembler;
    }

    private String takeKey() throws EventFormatException {
        String key = pendingKey;
        if (key == null) {
            throw cursor.damaged("a value has no key");
        }
        pendingKey = null;
        return key;
    }

    /** A value as {@link KeyValue} has it. */
    private @Nullable Object keyValue() throws EventFormatException {
        Object value = TypedValues.read(cursor);
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }
}
