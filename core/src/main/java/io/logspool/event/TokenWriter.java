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

import org.jspecify.annotations.Nullable;

/** Writes tokens: by number what a page's dictionary has a number for, everything else as it is. Not thread-safe. */
final class TokenWriter {

    /** Most frames that NEXT_FRAMES stands for: so a damaged one does not stand for millions. */
    static final int MAX_NEXT_FRAMES = 255;

    final EntryBuffer buffer;
    private final int maxBytes;
    private final int stagedBytes;

    private @Nullable PageDictionary page;
    private boolean truncated;
    private boolean bound;

    // The frames written last, if they were consecutive numbers and nothing was written since.
    private int runEnd;
    private int runTail;
    private int runLast;
    private int runMore;

    /** Makes one whose entries are no longer than {@code maxBytes}. */
    TokenWriter(EntryBuffer buffer, int maxBytes) {
        this.buffer = buffer;
        this.maxBytes = maxBytes;
        // What has to go is decided late, when it is known what there is; but not at any price.
        this.stagedBytes = 4 * maxBytes;
    }

    /** Begins an event; it may refer to what {@code dictionary} defines, if there is one. */
    void begin(@Nullable PageDictionary dictionary) {
        page = dictionary;
        truncated = false;
        bound = false;
        runEnd = -1;
        buffer.clear();
    }

    /** Whether what is written is far too long already. */
    boolean needsRoom() {
        return buffer.size > stagedBytes;
    }

    /** Cuts what is written if it is far too long already. */
    void makeRoom() {
        if (needsRoom()) {
            finish();
        }
    }

    /** Cuts what is written to what an entry may have. */
    void finish() {
        if (buffer.size > maxBytes) {
            buffer.size = new EntryCutter(buffer.bytes, buffer.size, maxBytes).cut();
            runEnd = -1;
            truncated = true;
        }
        if (truncated) {
            buffer.bytes[0] |= EventFormat.TRUNCATED;
        }
    }

    boolean isTruncated() {
        return truncated;
    }

    /** Something was left out that should have been written. */
    void leaveOut() {
        truncated = true;
    }

    /** The page whose numbers are used, if any. */
    @Nullable
    PageDictionary page() {
        return page;
    }

    /** Whether something was written by number, so that it means something in its page only. */
    boolean isBound() {
        return bound;
    }

    /** A string that comes again and again. */
    void name(int field, String text) {
        int number = page == null ? -1 : page.ofName(text);
        if (number >= 0) {
            reference(field, number);
        } else {
            text(field, text);
        }
    }

    /** A string that may or may not come again. */
    void value(int field, @Nullable String text) {
        int number = page == null || text == null ? -1 : page.ofValue(text);
        if (number >= 0) {
            reference(field, number);
        } else {
            text(field, text);
        }
    }

    /** A string that does not come again, or null. */
    void text(int field, @Nullable String text) {
        truncated |= !buffer.putString(field, text, maxBytes);
    }

    private void reference(int field, int number) {
        buffer.putReference(field, number);
        bound = true;
    }

    void frame(StackTraceElement frame) {
        int number = page == null ? -1 : page.ofFrame(frame);
        if (number >= 0) {
            frame(number);
            return;
        }
        String origin = StackFrame.origin(frame);
        if (origin != null) {
            text(EventFormat.FRAME_ORIGIN, origin);
        }
        text(EventFormat.FRAME_CLASS, frame.getClassName());
        text(EventFormat.FRAME_METHOD, frame.getMethodName());
        if (frame.getFileName() != null) {
            text(EventFormat.FRAME_FILE, frame.getFileName());
        }
        buffer.putVarint(EventFormat.FRAME_LINE, EventFormat.zigzag(frame.getLineNumber()));
    }

    private void frame(int number) {
        if (buffer.size == runEnd && number == runLast + 1 && runMore < MAX_NEXT_FRAMES) {
            buffer.size = runTail;
            buffer.putVarint(EventFormat.NEXT_FRAMES, ++runMore);
        } else {
            reference(EventFormat.FRAME, number);
            runTail = buffer.size;
            runMore = 0;
        }
        runLast = number;
        runEnd = buffer.size;
    }
}
