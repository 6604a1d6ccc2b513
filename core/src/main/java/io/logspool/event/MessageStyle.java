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
        public int placeholders(String pattern) {
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
                    append(arguments.get(next++), out.append(pattern, done, at - backslash));
                    done = at + ANCHOR.length();
                }
            }
            out.append(pattern, done, pattern.length());
        }

        private boolean isEscaped(String pattern, int at) {
            return at > 0 && pattern.charAt(at - 1) == '\\' && (at < 2 || pattern.charAt(at - 2) != '\\');
        }
    },

    /** <code>{}</code>, with no escapes; source: {@code org.apache.logging.log4j.message.ParameterizedMessage} of 2.26. */
    LOG4J(EventFormat.LOG4J_PATTERN) {
        @Override
        public int placeholders(String pattern) {
            if (pattern.indexOf('\\') >= 0) {
                return NOT_THIS;
            }
            int count = 0;
            for (int at = pattern.indexOf(ANCHOR); at >= 0; at = pattern.indexOf(ANCHOR, at + ANCHOR.length())) {
                count++;
            }
            return count;
        }

        /** Log4j makes the text when the statement is called, which may be long before the event comes here. */
        @Override
        boolean keeps(@Nullable Object argument) {
            return argument == null || !TypedValues.changes(argument);
        }

        @Override
        void render(String pattern, List<@Nullable Object> arguments, StringBuilder out) {
            int done = 0;
            for (Object argument : arguments) {
                int at = pattern.indexOf(ANCHOR, done);
                if (at < 0) {
                    break;
                }
                append(argument, out.append(pattern, done, at));
                done = at + ANCHOR.length();
            }
            out.append(pattern, done, pattern.length());
        }
    },

    /**
     * <code>{0}</code> to <code>{9}</code>, and no quotes; source: {@link java.text.MessageFormat}, which prints numbers as the
     * locale wants them: only integers of few digits are taken, if it wants them as they are, and others as texts.
     */
    JUL(EventFormat.JUL_PATTERN) {
        @Override
        public int placeholders(String pattern) {
            int count = 0;
            int total = 0;
            for (int at = 0; at < pattern.length(); at++) {
                char c = pattern.charAt(at);
                if (c == '{' && isIndex(pattern, at) && total < MAX_INDEXED) {
                    count = Math.max(count, pattern.charAt(at + 1) - '0' + 1);
                    total++;
                    at += 2;
                } else if (c == '{' || c == '}' || c == '\'') {
                    return NOT_THIS;
                }
            }
            return count;
        }

        @Override
        boolean keeps(@Nullable Object argument) {
            return !(argument instanceof Number number)
                    || (TypedValues.isInteger(number) && number.longValue() > -1000 && number.longValue() < 1000);
        }

        @Override
        void render(String pattern, List<@Nullable Object> arguments, StringBuilder out) {
            int done = 0;
            int total = 0;
            for (int at = pattern.indexOf('{'); at >= 0 && total < MAX_INDEXED; at = pattern.indexOf('{', at + 1)) {
                int index = isIndex(pattern, at) ? pattern.charAt(at + 1) - '0' : Integer.MAX_VALUE;
                if (index < arguments.size()) {
                    append(arguments.get(index), out.append(pattern, done, at));
                    done = at + 3;
                    total++;
                }
            }
            out.append(pattern, done, pattern.length());
        }

        private boolean isIndex(String pattern, int at) {
            return at + 2 < pattern.length()
                    && pattern.charAt(at + 1) >= '0'
                    && pattern.charAt(at + 1) <= '9'
                    && pattern.charAt(at + 2) == '}';
        }
    };

    private static final String ANCHOR = "{}";

    /** From {@link #placeholders}: the framework makes something else of the pattern. */
    private static final int NOT_THIS = -1;

    /** An argument may be taken in again and again: so often at most, that a message stays in proportion to its event. */
    private static final int MAX_INDEXED = 16;

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

    /** Whether the text of such an argument, which is one of {@link TypedValues}, is {@link String#valueOf(Object)}. */
    boolean keeps(@Nullable Object argument) {
        return true;
    }

    /**
     * How many arguments a message of this pattern takes in; what follows those is not in the message. Negative if this
     * style cannot make the message.
     */
    public abstract int placeholders(String pattern);

    private static void append(@Nullable Object argument, StringBuilder out) {
        if (argument instanceof Long number) {
            out.append(number.longValue()); // with no text between
        } else {
            out.append(argument);
        }
    }

    /** Appends the message. */
    abstract void render(String pattern, List<@Nullable Object> arguments, StringBuilder out);
}
