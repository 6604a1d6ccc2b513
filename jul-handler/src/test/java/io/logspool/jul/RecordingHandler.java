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
package io.logspool.jul;

import io.logspool.testing.appender.RecordedLines;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Keeps what the JDK's own formatter makes of each record, and who logged it. Named in the configurations of the tests. */
public final class RecordingHandler extends Handler {

    private final RecordedLines lines = new RecordedLines();
    private final Formatter formatter = new SimpleFormatter();
    private final ThreadLocal<Boolean> rendering = ThreadLocal.withInitial(() -> false);

    /** The LogManager makes one by its name. */
    public RecordingHandler() {
        setLevel(Level.ALL);
    }

    RecordedLines lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(rendered(record));
    }

    /** Unlike the JDK's handlers, without an end that is only the stack's. */
    private String rendered(LogRecord record) {
        if (rendering.get()) {
            return String.valueOf(record.getMessage());
        }
        rendering.set(true);
        try {
            return String.valueOf(formatter.formatMessage(record));
        } catch (StackOverflowError e) {
            return String.valueOf(record.getMessage());
        } finally {
            rendering.set(false);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
