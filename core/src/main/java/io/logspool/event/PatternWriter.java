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

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Messages of a pattern and what goes into it: written to be made when they are read. Not thread-safe. */
final class PatternWriter {

    private static final int REMEMBERED = 32;

    /** Longer patterns are not held on to. */
    private static final int MAX_REMEMBERED_CHARS = 256;

    private record Counted(MessageStyle style, String pattern, int placeholders) {}

    /** Patterns are constants of the program, nearly all of them: counted once, and known again at a glance. */
    private final @Nullable Counted[] remembered = new Counted[REMEMBERED];

    /** Writes the arguments that are in the message; nothing, if the text of one of them could be another one later. */
    boolean writeValues(TokenWriter out, MessageStyle style, String pattern, @Nullable Object[] arguments) {
        int count = placeholders(style, pattern);
        if (count < 0) {
            return false;
        }
        out.makeRoom();
        int start = out.buffer.size;
        out.name(style.field, pattern);
        for (int i = 0; i < count && i < arguments.length; i++) {
            if (out.needsRoom() || !style.keeps(arguments[i]) || !put(out, arguments[i])) {
                out.buffer.size = start;
                return false;
            }
        }
        if (count < arguments.length) {
            // That there is one too many can decide what an escape means.
            out.buffer.putEmpty(EventFormat.ARGUMENT);
        }
        return true;
    }

    private int placeholders(MessageStyle style, String pattern) {
        int slot = pattern.hashCode() & (REMEMBERED - 1);
        Counted counted = remembered[slot];
        if (counted != null && counted.style == style && counted.pattern.equals(pattern)) {
            return counted.placeholders;
        }
        int count = style.placeholders(pattern);
        if (pattern.length() <= MAX_REMEMBERED_CHARS) {
            remembered[slot] = new Counted(style, pattern, count);
        }
        return count;
    }

    private static boolean put(TokenWriter out, @Nullable Object argument) {
        if (TypedValues.put(out, EventFormat.ARGUMENT, argument)) {
            return true;
        }
        String text =
                argument != null && isConstant(argument) ? Guarded.callOr(null, argument, Object::toString) : null;
        if (text == null) {
            return false;
        }
        out.value(EventFormat.ARGUMENT, text);
        return true;
    }

    /** Whether every framework prints it as {@link Object#toString()}, which gives the same whenever it is called. */
    private static boolean isConstant(Object argument) {
        return argument instanceof Enum
                || argument instanceof URI
                || argument instanceof Class
                || argument instanceof Locale
                || argument.getClass().getName().startsWith("java.time.");
    }
}
