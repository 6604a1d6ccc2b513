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
 * A throwable of which only the parts are here, because it was thrown in another process. {@link EventWriter#throwable}
 * writes it as it would have written the original. Causes and suppressed ones are set as with any other.
 */
public final class ThrowableCopy extends Throwable {

    private static final long serialVersionUID = 1L;

    private final String className;
    private final @Nullable String text;

    /**
     * Makes a copy.
     *
     * @param className class of the original
     * @param text what the original prints itself as; {@code null} if that is class and message, as usual
     * @param frames its stack trace
     */
    public ThrowableCopy(
            String className, @Nullable String message, @Nullable String text, StackTraceElement[] frames) {
        super(message);
        this.className = className;
        this.text = text;
        setStackTrace(frames);
    }

    /** The class of the original. */
    public String className() {
        return className;
    }

    /** Where the copy was made says nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the original may have done so, and the copy prints the same
    public String toString() {
        if (text != null) {
            return text;
        }
        String message = getMessage();
        return message == null ? className : className + ": " + message;
    }
}
