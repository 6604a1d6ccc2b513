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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log statement, as {@link EventReader} reads it from an entry. Immutable; all strings are well-formed UTF-16.
 *
 * @param epochNanos time of the statement, nanoseconds since 1970-01-01T00:00Z
 * @param level severity
 * @param levelName the framework's own name of the level, {@code null} if it is that of {@code level}
 * @param logger name of the logger
 * @param threadName name of the thread
 * @param threadId id of the thread, {@code 0} if not known
 * @param message the rendered message
 * @param template the message before its arguments went in
 * @param mdc the diagnostic context, in the order it was written in; of keys that were the same, the second {@code a} is
 *     {@code a_2}
 * @param keyValues structured values, in the order they were written in; a name may come more than once
 * @param markers names of the markers, in the order they were written in
 * @param caller place of the statement, if it was captured
 * @param throwable what was thrown, if anything
 * @param truncated whether something was cut because the entry would have been too large
 * @param lostDefinitions how many names and frames of the event have {@code ?n?} in their place, because what defines
 *     number n was damaged
 */
public record LogEvent(
        long epochNanos,
        LogLevel level,
        @Nullable String levelName,
        @Nullable String logger,
        @Nullable String threadName,
        long threadId,
        @Nullable String message,
        @Nullable String template,
        Map<String, @Nullable String> mdc,
        List<KeyValue> keyValues,
        List<String> markers,
        @Nullable StackFrame caller,
        @Nullable ThrowableInfo throwable,
        boolean truncated,
        int lostDefinitions) {

    /** The level as the framework calls it. */
    public String displayLevel() {
        return levelName == null ? level.name() : levelName;
    }
}
