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

import io.logspool.FileTrouble;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself, and its {@code main}. */
@Command(
        name = "logspool",
        mixinStandardHelpOptions = true,
        versionProvider = Logspool.Version.class,
        description =
                "Looks at spools of log events on disk, also of applications that are running, and at what arrived.",
        footer = {"", "Exit codes: 0 done, 1 found something wrong (damage, a gap), 2 wrong usage, 3 could not do it."})
public final class Logspool implements Runnable {

    @Spec
    private CommandSpec spec;

    private Logspool() {}

    /** Runs the command, and exits with its code. */
    public static void main(String[] args) {
        System.exit(run(Streams.ofProcess(), args));
    }

    /** Runs the command. */
    static int run(Streams streams, String... args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), true);
        CommandLine line = new CommandLine(new Logspool())
                .addSubcommand(new StatCommand(streams))
                .addSubcommand(new CatCommand(streams))
                .addSubcommand(new TailCommand(streams))
                .addSubcommand(new VerifyCommand(streams))
                .addSubcommand(new ShipCommand(streams))
                .addSubcommand(new ReplayCommand(streams))
                .addSubcommand(new AuditCommand(streams))
                .registerConverter(Instant.class, new PointInTime(streams.clock()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(streams.err())
                .setExecutionExceptionHandler((e, command, parsed) -> failed(streams, e));
        int exitCode = line.execute(args);
        try {
            streams.out().flush();
            return exitCode;
        } catch (IOException e) {
            return failed(streams, e);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int failed(Streams streams, Exception e) {
        Throwable cause = cause(e);
        if (isClosedPipe(cause)) {
            return ExitCode.DONE; // the reader has seen enough
        }
        if (cause instanceof FileSystemException file) {
            streams.message(FileTrouble.sentence(file));
        } else if (cause instanceof IOException) {
            streams.message(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        } else {
            e.printStackTrace(streams.err());
        }
        return ExitCode.FAILED;
    }

    /** Streams of files wrap what goes wrong. */
    private static Throwable cause(Exception e) {
        boolean wrapped = e instanceof UncheckedIOException || e instanceof DirectoryIteratorException;
        Throwable cause = e.getCause();
        return wrapped && cause != null ? cause : e;
    }

    private static boolean isClosedPipe(Throwable e) {
        String message = e.getMessage();
        return e instanceof IOException
                && message != null
                && message.toLowerCase(Locale.ROOT).contains("pipe");
    }

    /** The version that the jar's manifest names. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            @Nullable String version = Logspool.class.getPackage().getImplementationVersion();
            return new String[] {"logspool " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
