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
package io.logspool.samples.quickstart;

import io.logspool.LogAgentStats;
import java.io.PrintStream;
import java.util.Locale;

/** One line that is written over and over on a terminal, and one line a second elsewhere. */
final class Display {
    /** Set by the script that starts the quickstart: only the shell knows whether standard output is a terminal. */
    private static final String TERMINAL_PROPERTY = "quickstart.terminal";

    private static final long BYTES_PER_KIB = 1024;
    private static final long LINE_NANOS = 1_000_000_000L;

    private final PrintStream out;
    private final boolean terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
    private long lastLine = System.nanoTime() - LINE_NANOS;
    private boolean open;

    Display(PrintStream out) {
        this.out = out;
    }

    /** Shows the numbers of this moment. */
    void show(long logged, LogAgentStats agent, long arrived, String broker) {
        String line = String.format(
                Locale.ROOT,
                "logged %,8d   spooled %,8d   shipped %,8d   backlog %,6d KiB   arrived %,8d   broker %s",
                logged,
                agent.accepted(),
                agent.acknowledged(),
                agent.backlogBytes() / BYTES_PER_KIB,
                arrived,
                broker);
        if (terminal) {
            out.print("\r\u001b[K" + line);
            out.flush();
            open = true;
        } else if (System.nanoTime() - lastLine >= LINE_NANOS) {
            lastLine = System.nanoTime();
            out.println(line);
        }
    }

    /** Ends the line, so that others can print. */
    void end() {
        if (open) {
            out.println();
            open = false;
        }
    }
}
