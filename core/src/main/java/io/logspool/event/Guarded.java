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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls into the application's objects, none of which gets out again with an exception or an error. Any thread.
 *
 * <p>Such a call may log, with arguments that log when they are called, and so on without end; so one of these within
 * {@value #MAX_NESTING} others is not made any more.
 */
public final class Guarded {

    /** So deep may calls be within each other on a thread. */
    public static final int MAX_NESTING = 8;

    /** Set within such a call only, so that threads that are many, or stay for long, hold nothing of this. */
    private static final ThreadLocal<int @Nullable []> NESTING = new ThreadLocal<>();

    private Guarded() {}

    /** What {@code value} prints itself as, or a text that names the error that came instead. */
    static String text(Object value) {
        return String.valueOf(call(value, "toString()", Guarded::printed));
    }

    /**
     * What {@code call} gives, or a text that says what came of this {@code method} of {@code target} instead.
     *
     * @param call a function that holds nothing, so that no memory is needed for it
     */
    public static <T> @Nullable String call(T target, String method, Function<? super T, @Nullable String> call) {
        int[] nesting = nesting();
        if (nesting[0] >= MAX_NESTING) {
            return failed(target, method, "not called: nested too deep");
        }
        nesting[0]++;
        try {
            return call.apply(target);
        } catch (Throwable e) { // StackOverflowError and OutOfMemoryError too: the log statement must not fail
            return failed(target, method, "failed: " + e.getClass().getName());
        } finally {
            if (--nesting[0] == 0) {
                NESTING.remove();
            }
        }
    }

    /** What {@code call} gives, or {@code otherwise}; as the other. */
    public static <T> @Nullable String callOr(
            @Nullable String otherwise, T target, Function<? super T, @Nullable String> call) {
        int[] nesting = nesting();
        if (nesting[0] >= MAX_NESTING) {
            return otherwise;
        }
        nesting[0]++;
        try {
            return call.apply(target);
        } catch (Throwable e) { // as above
            return otherwise;
        } finally {
            if (--nesting[0] == 0) {
                NESTING.remove();
            }
        }
    }

    /** Whether this thread holds anything of such calls: only while it is in one. */
    static boolean isHeld() {
        if (NESTING.get() == null) {
            NESTING.remove(); // to ask leaves something behind
            return false;
        }
        return true;
    }

    private static int[] nesting() {
        int[] nesting = NESTING.get();
        if (nesting == null) {
            nesting = new int[1];
            NESTING.set(nesting);
        }
        return nesting;
    }

    private static String failed(Object target, String method, String how) {
        return "[" + method + " of " + target.getClass().getName() + " " + how + "]";
    }

    private static @Nullable String printed(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.deepToString(array);
        }
        if (value.getClass().isArray()) {
            String text = Arrays.deepToString(new Object[] {value});
            return text.substring(1, text.length() - 1);
        }
        return value.toString();
    }
}
