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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls into the application's objects, none of which gets out again with an exception or an error. */
final class Guarded {

    private Guarded() {}

    /** What {@code value} prints itself as, or a text that names the error that came instead. */
    static String text(Object value) {
        try {
            String text = value instanceof Object[] array
                    ? Arrays.deepToString(array)
                    : value.getClass().isArray() ? primitives(value) : value.toString();
            return text == null ? "null" : text;
        } catch (Throwable e) { // StackOverflowError and OutOfMemoryError too: the log statement must not fail
            return failed(value, "toString()", e);
        }
    }

    /** What {@code call} gives, or a text that names the error that came instead. */
    static @Nullable String call(Object target, String method, Supplier<@Nullable String> call) {
        try {
            return call.get();
        } catch (Throwable e) { // as above
            return failed(target, method, e);
        }
    }

    private static String primitives(Object array) {
        String text = Arrays.deepToString(new Object[] {array});
        return text.substring(1, text.length() - 1);
    }

    private static String failed(Object target, String method, Throwable error) {
        return "[" + method + " of " + target.getClass().getName() + " failed: "
                + error.getClass().getName() + "]";
    }
}
