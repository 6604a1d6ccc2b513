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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of a pattern and what goes into it: written to be made when they are read, or made here. */
final class PatternWriter {

    private PatternWriter() {}

    /** Writes the arguments that are in the message: as values, or as the text that {@code print} makes of them. */
    static void write(
            TokenWriter out, MessageStyle style, String pattern, @Nullable Object[] arguments, ArgumentText print) {
        out.makeRoom();
        out.name(style.field, pattern);
        int count = style.placeholders(pattern);
        for (int i = 0; i < count && i < arguments.length; i++) {
            out.makeRoom();
            Object argument = arguments[i];
            if (!TypedValues.put(out, EventFormat.ARGUMENT, argument) && argument != null) {
                out.value(EventFormat.ARGUMENT, Guarded.text(argument, print));
            }
        }
        if (count < arguments.length) {
            // That there is one too many can decide what an escape means.
            out.buffer.putEmpty(EventFormat.ARGUMENT);
        }
    }

    /** The message that a reader would make of what {@link #write} writes. */
    static String render(MessageStyle style, String pattern, @Nullable Object[] arguments, ArgumentText print) {
        int count = style.placeholders(pattern);
        List<@Nullable Object> texts = new ArrayList<>();
        for (int i = 0; i < count && i < arguments.length; i++) {
            Object argument = arguments[i];
            texts.add(argument == null ? null : Guarded.text(argument, print));
        }
        if (count < arguments.length) {
            texts.add(null); // as above
        }
        StringBuilder out = new StringBuilder(pattern.length() + 16 * texts.size());
        style.render(pattern, texts, out);
        return out.toString();
    }

    /** As {@link #write}, but if one of the arguments is no value, nothing is written. */
    static boolean writeValues(TokenWriter out, MessageStyle style, String pattern, @Nullable Object[] arguments) {
        int count = style.placeholders(pattern);
        if (count < 0) {
            return false;
        }
        out.makeRoom();
        int start = out.buffer.size;
        out.name(style.field, pattern);
        for (int i = 0; i < count && i < arguments.length; i++) {
            if (out.needsRoom()
                    || !style.keeps(arguments[i])
                    || !TypedValues.put(out, EventFormat.ARGUMENT, arguments[i])) {
                out.buffer.size = start;
                return false;
            }
        }
        return true;
    }
}
