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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of the command, and what came of it.
 *
 * @param exitCode the exit code
 * @param out      what it wrote to standard output
 * @param err      what it wrote to standard error
 */
record Run(int exitCode, String out, String err) {

    /** The time at which every run takes place. */
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    static Run of(String... args) {
        return of(false, args);
    }

    static Run of(boolean terminal, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        int exitCode =
                Logspool.run(new Streams(out, new PrintWriter(err), terminal, Clock.fixed(NOW, ZoneOffset.UTC)), args);
        return new Run(exitCode, out.toString(UTF_8), err.toString());
    }

    /** Runs a command on a spool. */
    static Run on(Path spool, String command, String... options) {
        List<String> args = new ArrayList<>(List.of(command, "--spool", spool.toString()));
        args.addAll(List.of(options));
        return of(args.toArray(String[]::new));
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
