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
package io.logspool.testing.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of the broker's child process. Not thread-safe, except for {@link #kill()}. */
final class BrokerProcess {
    static final String LOG_FILE = "broker.log";

    private static final int LOG_TAIL_LINES = 30;
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final Path errors;
    private @Nullable Process pauser;

    private BrokerProcess(Process process, Path log, Path errors) {
        this.process = process;
        this.log = log;
        this.errors = errors;
    }

    /**
     * Starts the child process and waits until the broker takes requests.
     *
     * @param directory where the log files of the broker go
     * @param properties the file with the broker's configuration
     * @param library what comes on the class path behind the broker's own
     */
    static BrokerProcess start(
            Path directory,
            Path properties,
            List<String> jvmOptions,
            List<Path> library,
            List<String> formatArguments,
            Duration timeout) {
        Path log = directory.resolve(LOG_FILE);
        Path errors = directory.resolve("broker.err");
        List<String> command = new ArrayList<>();
        // Ctrl-C in a terminal reaches the child too; it is for the parent to decide what then becomes of the broker.
        command.addAll(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Ready sooner, and small beside what is tested: 1.6 s instead of 2.5 s to be ready on two cores.
        command.addAll(List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dtesting.broker.log=" + log);
        command.add("-Dlog4j2.configurationFile=classpath:io/logspool/testing/kafka/broker-log4j2.xml");
        command.addAll(jvmOptions);
        command.addAll(
                List.of("-cp", BrokerLibrary.classPath(library), BrokerMain.class.getName(), properties.toString()));
        command.addAll(formatArguments);
        BrokerProcess started;
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                    .start();
            started = new BrokerProcess(process, log, errors);
        } catch (IOException e) {
            throw new KafkaBrokerException("The broker's process could not be started: " + command, e);
        }
        started.awaitReady(timeout);
        return started;
    }

    private void awaitReady(Duration timeout) {
        CompletableFuture<@Nullable String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> readLine(line), "broker-ready-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        try {
            if (BrokerMain.READY.equals(line.get(timeout.toMillis(), TimeUnit.MILLISECONDS))) {
                return;
            }
            process.waitFor(KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            String end = process.isAlive() ? "closed its output" : "ended with exit code " + process.exitValue();
            throw failure("The broker " + end + " before it was ready.");
        } catch (TimeoutException e) {
            throw failure("The broker was not ready within " + timeout.toSeconds() + " s.");
        } catch (ExecutionException e) {
            throw failure("The broker's output could not be read: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("Interrupted while the broker was starting.");
        }
    }

    /** Not closed: the pipe stays open as long as the process, so that its later output cannot fail. */
    @SuppressWarnings("resource")
    private void readLine(CompletableFuture<@Nullable String> line) {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        try {
            line.complete(output.readLine());
        } catch (IOException e) {
            line.completeExceptionally(e);
        }
    }

    private KafkaBrokerException failure(String what) {
        kill();
        return new KafkaBrokerException(
                what + "\n--- end of " + errors + "\n" + tail(errors) + "\n--- end of " + log + "\n" + tail(log));
    }

    static String tail(Path file) {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(not readable: " + e + ")";
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Shuts the broker down in order; kills it if it takes longer than the timeout. */
    void stop(Duration timeout) {
        resume();
        try (OutputStream commands = process.getOutputStream()) {
            commands.write(BrokerMain.STOP);
            commands.flush();
            // Waits before the stream is closed: its end would be the command to halt.
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException e) {
            if (!process.isAlive()) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw failure("The broker did not stop in order within " + timeout.toSeconds() + " s; it was killed.");
    }

    /** Kills the process, paused or not, and returns when it is gone. Any thread. */
    void kill() {
        process.destroyForcibly();
        boolean interrupted = false;
        long deadline = System.nanoTime() + KILL_TIMEOUT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        endPauser();
    }

    /**
     * Stops the process where it stands (SIGSTOP). A stopped process cannot see its parent end, so a shell stands by
     * that wakes it when its own input ends: when {@link #resume()} closes it, or when this process dies.
     */
    void pause() {
        if (pauser != null) {
            return;
        }
        String script = "trap '' INT TERM HUP; kill -STOP \"$1\" && echo paused; read -r line; kill -CONT \"$1\"";
        try {
            Process shell = new ProcessBuilder("sh", "-c", script, "sh", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start();
            pauser = shell;
            String answer = shell.inputReader(StandardCharsets.UTF_8).readLine();
            if (!"paused".equals(answer)) {
                endPauser();
                throw new KafkaBrokerException("The broker could not be paused: " + answer);
            }
        } catch (IOException e) {
            throw new KafkaBrokerException("The broker could not be paused.", e);
        }
    }

    /** Lets a paused process go on; without effect on a running one. */
    void resume() {
        endPauser();
    }

    private void endPauser() {
        Process shell = pauser;
        if (shell == null) {
            return;
        }
        pauser = null;
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                shell.destroyForcibly();
                throw new KafkaBrokerException("The shell that should wake the broker hangs; it was killed.");
            }
        } catch (IOException e) {
            throw new KafkaBrokerException("The broker could not be woken.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
