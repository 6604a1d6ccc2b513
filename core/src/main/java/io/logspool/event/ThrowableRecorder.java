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

import static io.logspool.event.EventFormat.CIRCULAR;

import io.logspool.event.ThrowableInfo.Relation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a throwable, its causes and suppressed ones as tokens. One instance writes one tree.
 *
 * <p>Order, frames in common and circular references are those of {@link Throwable#printStackTrace()}, but with a stack
 * of its own instead of recursion.
 */
final class ThrowableRecorder {

    private static final StackTraceElement[] NO_FRAMES = {};

    private static final class Pending {
        final Throwable throwable;
        final Relation relation;
        final int parent;
        final StackTraceElement[] enclosing;

        Pending(Throwable throwable, Relation relation, int parent, StackTraceElement[] enclosing) {
            this.throwable = throwable;
            this.relation = relation;
            this.parent = parent;
            this.enclosing = enclosing;
        }
    }

    private final TokenWriter out;
    private final @Nullable Masker masker;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    ThrowableRecorder(TokenWriter out, @Nullable Masker masker) {
        this.out = out;
        this.masker = masker;
    }

    /** Writes the tree, or what of it there is room for. */
    void record(Throwable root) {
        pending.push(new Pending(root, Relation.ROOT, 0, NO_FRAMES));
        for (int index = 0; !pending.isEmpty(); index++) {
            if (out.needsRoom()) {
                out.leaveOut();
                return;
            }
            node(pending.pop(), index);
        }
    }

    private void node(Pending next, int index) {
        Throwable throwable = next.throwable;
        boolean circular = !seen.add(throwable);
        int distance = index - next.parent;
        out.buffer.putVarint(
                EventFormat.THROWABLE, (long) distance << 3 | (circular ? CIRCULAR : 0) | next.relation.code);
        head(throwable);
        if (circular) {
            return;
        }
        StackTraceElement[] trace = trace(throwable);
        int common = framesInCommon(trace, next.enclosing);
        if (common != 0) {
            out.buffer.putVarint(EventFormat.COMMON_FRAMES, common);
        }
        frames(trace, trace.length - common);
        // printStackTrace goes down the suppressed ones first: they are pushed last, in reverse.
        Throwable cause = cause(throwable);
        if (cause != null) {
            pending.push(new Pending(cause, Relation.CAUSE, index, trace));
        }
        Throwable[] suppressed = throwable.getSuppressed();
        for (int i = suppressed.length - 1; i >= 0; i--) {
            pending.push(new Pending(suppressed[i], Relation.SUPPRESSED, index, trace));
        }
    }

    private void head(Throwable throwable) {
        String name = throwable instanceof ThrowableCopy copy
                ? copy.className()
                : throwable.getClass().getName();
        String message = Guarded.call(throwable, "getMessage()", Throwable::getMessage);
        String text = Guarded.text(throwable);
        boolean usual = isUsual(text, name, message);
        if (masker != null) {
            message = message == null ? null : masked(masker, message, usual ? name : null);
            text = usual ? text : masker.mask(text);
        }
        out.name(EventFormat.THROWABLE_CLASS, name);
        if (message != null) {
            out.value(EventFormat.THROWABLE_MESSAGE, message);
        }
        if (!usual) {
            out.value(EventFormat.THROWABLE_TEXT, text);
        }
    }

    /**
     * The message, masked as itself, and as it is printed behind the name of its class; all of it, if a match begins in
     * that name. The name itself is none of what is masked.
     */
    private static String masked(Masker masker, String message, @Nullable String className) {
        String alone = masker.mask(message);
        boolean same =
                className == null || masker.mask(className + ": " + message).endsWith(": " + alone);
        return same ? alone : Masks.MASKED;
    }

    private static boolean isUsual(String text, String name, @Nullable String message) {
        if (message == null) {
            return text.equals(name);
        }
        return text.length() == name.length() + 2 + message.length()
                && text.startsWith(name)
                && text.startsWith(": ", name.length())
                && text.endsWith(message);
    }

    private void frames(StackTraceElement[] trace, int count) {
        for (int i = 0; i < count; i++) {
            if (out.needsRoom()) {
                out.leaveOut();
                out.buffer.putVarint(EventFormat.DROPPED_FRAMES, count - i);
                return;
            }
            out.frame(trace[i]);
        }
    }

    private static int framesInCommon(StackTraceElement[] trace, StackTraceElement[] enclosing) {
        int common = 0;
        while (common < trace.length
                && common < enclosing.length
                && trace[trace.length - 1 - common].equals(enclosing[enclosing.length - 1 - common])) {
            common++;
        }
        return common;
    }

    private static @Nullable Throwable cause(Throwable throwable) {
        try {
            return throwable.getCause();
        } catch (Throwable e) { // an exception class can do anything here; the log statement must not fail
            return null;
        }
    }

    private static StackTraceElement[] trace(Throwable throwable) {
        try {
            StackTraceElement[] trace = throwable.getStackTrace();
            if (trace == null) {
                return NO_FRAMES;
            }
            return Arrays.stream(trace).anyMatch(Objects::isNull)
                    ? Arrays.stream(trace).filter(Objects::nonNull).toArray(StackTraceElement[]::new)
                    : trace;
        } catch (Throwable e) { // as above
            return NO_FRAMES;
        }
    }
}
