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

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a message is made of a pattern and arguments: as the framework does it whose pattern it is. */
public enum MessageStyle {

    /**
     * <code>{}</code>, with a backslash before it to be none, and with two to be one after a backslash; source: {@code
     * org.slf4j.helpers.MessageFormatter} of SLF4J 2.0.
     */
    SLF4J(EventFormat.SLF4J_PATTERN) {
        @Override
        int placeholders(String pattern) {
            int count = 0;
            for (int at = pattern.indexOf(ANCHOR); at >= 0; at = pattern.indexOf(ANCHOR, at)) {
                boolean literal = isEscaped(pattern, at);
                count += literal ? 0 : 1;
                at += literal ? 1 : ANCHOR.length();
            }
            return count;
        }

        @Override
        void render(String pattern, List<@Nullable Object> arguments, StringBuilder out) {
            int done = 0;
            int next = 0;
            while (next < arguments.size()) {
                int at = pattern.indexOf(ANCHOR, done);
                if (at < 0) {
                    break;
                }
                if (isEscaped(pattern, at)) {
                    out.append(pattern, done, at - 1).append('{');
                    done = at + 1;
                } else {
                    int backslash = at > 0 && pattern.charAt(at - 1) == '\\' ? 1 : 0;
                    out.append(pattern, done, at - backslash).append(arguments.get(next++));
                    done = at + ANCHOR.length();
                }
            }
            out.append(pattern, done, pattern.length());
        }

        private boolean isEscaped(String pattern, int at) {
            return at > 0 && pattern.charAt(at - 1) == '\\' && (at < 2 || pattern.charAt(at - 2) != '\\');
        }
    };

    private static final String ANCHOR = "{}";
    private static final MessageStyle[] STYLES = values();

    /** The field that has the pattern. */
    final int field;

    MessageStyle(int field) {
        this.field = field;
    }

    /** The style whose field it is, null if it is that of none. */
    static @Nullable MessageStyle of(int field) {
        for (MessageStyle style : STYLES) {
            if (style.field == field) {
                return style;
            }
        }
        return null;
    }

    /** How many arguments a message of this pattern takes in; what follows those is not in the message. */
    abstract int placeholders(String pattern);

    /** Appends the message. */
    abstract void render(String pattern, List<@Nullable Object> arguments, StringBuilder out);
}
