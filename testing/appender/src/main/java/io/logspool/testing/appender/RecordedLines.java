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
package io.logspool.testing.appender;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a layout of the framework has printed, and on which thread. Any thread. */
public final class RecordedLines {

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

    private record Line(String thread, String message) {}

    /** For the appenders that record. */
    public RecordedLines() {}

    /** A line of the thread that calls. */
    public void add(String message) {
        lines.add(new Line(Thread.currentThread().getName(), message));
    }

    /** All lines, in order. */
    public List<String> messages() {
        return lines.stream().map(Line::message).toList();
    }

    /** Whether a thread of such a name has logged anything. */
    boolean has(String threadPrefix) {
        return lines.stream().anyMatch(line -> line.thread().startsWith(threadPrefix));
    }
}
