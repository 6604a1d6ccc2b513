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
package io.logspool.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Where a run of the command writes to, and what time it is. Used by one thread.
 *
 * @param out         data; what it throws ends the command
 * @param err         messages
 * @param errTerminal whether a person watches {@code err}
 * @param clock       for ages, and for times given as "ago"
 */
record Streams(OutputStream out, PrintWriter err, boolean errTerminal, Clock clock) {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final Path ERR_LINK = Path.of("/proc/self/fd/2");

    /** Those of the process. */
    static Streams ofProcess() {
        return new Streams(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
                new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isErrTerminal(),
                Clock.systemUTC());
    }

    /** Writes a line of data. */
    void line(CharSequence text) throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    /** Writes a message. */
    void message(String text) {
        err.println("logspool: " + text);
        err.flush();
    }

    private static boolean isErrTerminal() {
        try {
            String target = Files.readSymbolicLink(ERR_LINK).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // cannot be told: no bar is better than one in a file
        }
    }
}
