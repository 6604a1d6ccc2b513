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
import java.util.regex.Matcher;

/**
 * Searches the texts of one event after the other for what is to be masked. Not thread-safe.
 *
 * <p>Each mask looks at the text as it came, so their order does not matter; matches that overlap become one. A match of
 * no characters hides nothing, and does not count.
 *
 * <p>The price is bounded, whatever the expressions and the texts are: a step is a look at one character, and all searches
 * of an event together have {@value #STEPS_PER_EVENT}. So that one of them does not use up what the others need, it has
 * {@value #STEPS_PER_CHAR} for each character of its text and of {@value #SPARE_STEPS} what is left, and of all that is left
 * to the event at most the half. One that needs more than that, or more than the stack, masks its whole text.
 */
final class Masker {

    /** Some tenths of a second. */
    static final long STEPS_PER_EVENT = 100_000_000;

    static final long STEPS_PER_CHAR = 100;
    static final long SPARE_STEPS = 1_000_000;

    private static final long[] NONE = {};

    private final Matcher[] matchers;
    private final Counted counted = new Counted();
    private long stepsLeft;
    private long spareSteps;

    Masker(Masks masks) {
        matchers = masks.patterns().stream().map(pattern -> pattern.matcher("")).toArray(Matcher[]::new);
    }

    /** Begins an event. */
    void begin() {
        stepsLeft = STEPS_PER_EVENT;
        spareSteps = SPARE_STEPS;
    }

    /** The text with {@link Masks#MASKED} in the place of each match; the text itself if there is none. */
    String mask(String text) {
        long[] found = NONE;
        int count = 0;
        try {
            for (Matcher matcher : matchers) {
                matcher.reset(begin(text));
                while (matcher.find()) {
                    if (matcher.end() > matcher.start()) {
                        found = count < found.length ? found : Arrays.copyOf(found, 2 * count + 4);
                        found[count++] = (long) matcher.start() << Integer.SIZE | matcher.end();
                    }
                }
                end(text);
            }
        } catch (TooLong | StackOverflowError e) { // the library recurses for each repetition of a group
            end(text);
            return Masks.MASKED;
        } finally {
            counted.begin("", 0);
        }
        return count == 0 ? text : replaced(text, found, count);
    }

    /** What the searches of this event took so far. */
    long stepsUsed() {
        return STEPS_PER_EVENT - stepsLeft;
    }

    private Counted begin(String text) {
        return counted.begin(text, Math.min(stepsLeft / 2, STEPS_PER_CHAR * text.length() + spareSteps));
    }

    private void end(String text) {
        long used = counted.used();
        stepsLeft -= used;
        spareSteps -= Math.min(spareSteps, Math.max(0, used - STEPS_PER_CHAR * text.length()));
    }

    private static String replaced(String text, long[] found, int count) {
        Arrays.sort(found, 0, count);
        StringBuilder out = new StringBuilder(text.length());
        int done = 0;
        for (int i = 0; i < count; i++) {
            int start = (int) (found[i] >>> Integer.SIZE);
            int end = (int) found[i];
            if (start >= done) {
                out.append(text, done, start).append(Masks.MASKED);
            }
            done = Math.max(done, end);
        }
        return out.append(text, done, text.length()).toString();
    }

    /** A text that counts the looks at its characters. */
    private static final class Counted implements CharSequence {

        private String text = "";
        private long steps;
        private long left;

        Counted begin(String next, long most) {
            text = next;
            steps = most;
            left = most;
            return this;
        }

        long used() {
            return steps - Math.max(0, left);
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Ends a search from within the library; has no stack trace, which would cost more than the search. */
    private static final class TooLong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private TooLong() {
            super("a search took too long", null, false, false);
        }
    }
}
