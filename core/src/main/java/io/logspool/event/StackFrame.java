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

import java.util.Objects;
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

    /**
     * Class loader and module as the JDK prints them. What of both it leaves out is not to be seen from outside, only in
     * the printed frame; but that is known for classes from the class path and for java.base, which is nearly all.
     */
    static @Nullable String origin(StackTraceElement frame) {
        String loader = frame.getClassLoaderName();
        String module = frame.getModuleName();
        if (module == null && (loader == null || loader.equals("app"))) {
            return null;
        }
        if (loader == null && Objects.equals(module, "java.base")) {
            return "java.base/";
        }
        String printed = frame.toString();
        String plain = new StackFrame(
                        null, frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
                .toString();
        return printed.equals(plain) ? null : printed.substring(0, printed.length() - plain.length());
    }

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
