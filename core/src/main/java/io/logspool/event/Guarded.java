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
import java.util.function.Supplier;
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

    private static final ThreadLocal<int[]> NESTING = ThreadLocal.withInitial(() -> new int[1]);

    private Guarded() {}

    /** What {@code value} prints itself as, or a text that names the error that came instead. */
    static String text(Object value) {
        String text = call(value, "toString()", () -> printed(value));
        return text == null ? "null" : text;
    }

    /** What {@code call} gives, or a text that says what came of this {@code method} of {@code target} instead. */
    public static @Nullable String call(Object target, String method, Supplier<@Nullable String> call) {
        return run(
                call,
                error -> "[" + method + " of " + target.getClass().getName()
                        + (error == null
                                ? " not called: nested too deep]"
                                : " failed: " + error.getClass().getName() + "]"));
    }

    /** What {@code call} gives, or {@code otherwise}. */
    public static @Nullable String callOr(@Nullable String otherwise, Supplier<@Nullable String> call) {
        return run(call, error -> otherwise);
    }

    /** {@code instead} gets the error, or null if the call was not made. */
    private static @Nullable String run(
            Supplier<@Nullable String> call, Function<@Nullable Throwable, @Nullable String> instead) {
        int[] nesting = NESTING.get();
        if (nesting[0] >= MAX_NESTING) {
            return instead.apply(null);
        }
        nesting[0]++;
        try {
            return call.get();
        } catch (Throwable e) { // StackOverflowError and OutOfMemoryError too: the log statement must not fail
            return instead.apply(e);
        } finally {
            nesting[0]--;
        }
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
