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

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes an event again, for another page, from nothing but its bytes: the application is not asked twice. */
final class EntryMover {

    private final byte[] bytes;
    private final EntryCursor from;
    private final PageDictionary page;
    private final TokenWriter to;
    private int number;

    private EntryMover(TokenWriter to, PageDictionary page) {
        this.bytes = Arrays.copyOf(to.buffer.bytes, to.buffer.size);
        this.from = new EntryCursor(bytes, 0, bytes.length, PageDefinitions.NONE);
        this.page = page;
        this.to = to;
    }

    /**
     * Writes the event that {@code tokens} has written.
     *
     * @param page whose numbers it has
     * @param target whose it shall have; null: all is written out
     */
    static void move(TokenWriter tokens, PageDictionary page, @Nullable PageDictionary target) {
        EntryMover mover = new EntryMover(tokens, page);
        tokens.begin(target);
        try {
            mover.copy();
        } catch (EventFormatException e) {
            throw new IllegalStateException("not written by this class", e);
        }
    }

    private void copy() throws EventFormatException {
        to.buffer.putBytes(bytes, 0, EventFormat.HEAD_BYTES);
        if ((bytes[0] & EventFormat.TRUNCATED) != 0) {
            to.leaveOut();
        }
        from.skip(EventFormat.HEAD_BYTES);
        for (int start = from.position(); from.next(); start = from.position()) {
            if (from.field == EventFormat.NEXT_FRAMES) {
                for (int i = from.count(); i > 0; i--) {
                    reference(EventFormat.FRAME, ++number);
                }
            } else if (from.type == EventFormat.REFERENCE) {
                number = (int) from.value;
                reference(from.field, number);
            } else {
                to.buffer.putBytes(bytes, start, from.position() - start);
            }
        }
    }

    private void reference(int field, int referenced) {
        Object key = page.key(referenced);
        if (key instanceof StackTraceElement frame) {
            to.frame(frame);
        } else {
            to.name(field, (String) key);
        }
    }
}
