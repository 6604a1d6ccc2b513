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

import org.jspecify.annotations.Nullable;

/**
 * One frame of a stack trace, or the place of a log statement.
 *
 * @param origin class loader and module as {@link StackTraceElement#toString()} prints them, up to and with the slash
 *     before the class name ({@code java.base/}); {@code null} if it prints none
 * @param className binary name of the class
 * @param method name of the method
 * @param file source file, {@code null} if unknown
 * @param line line in the file; negative if unknown, {@value #NATIVE} for a native method
 */
public record StackFrame(
        @Nullable String origin,
        String className,
        String method,
        @Nullable String file,
        int line) {

    /** The line of a native method, as {@link StackTraceElement} has it. */
    public static final int NATIVE = -2;

    /** Appends what {@link StackTraceElement#toString()} prints. */
    void appendTo(StringBuilder out) {
        if (origin != null) {
            out.append(origin);
        }
        out.append(className).append('.').append(method).append('(');
        if (line == NATIVE) {
            out.append("Native Method");
        } else if (file == null) {
            out.append("Unknown Source");
        } else {
            out.append(file);
            if (line >= 0) {
                out.append(':').append(line);
            }
        }
        out.append(')');
    }

    /** What {@link StackTraceElement#toString()} prints. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        appendTo(out);
        return out.toString();
    }
}
