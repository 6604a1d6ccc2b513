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
package io.logspool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's rsyslog, which sends each line of {@code app.json} to Kafka: what a file needs beside it to come there. */
final class Sidecar implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");
    private static final Path MODULE = Path.of("/usr/lib/x86_64-linux-gnu/rsyslog/omkafka.so");

    private static final long LONGEST_STOP_SECONDS = 20;

    private final Process process;

    private Sidecar(Process process) {
        this.process = process;
    }

    /** Whether the packages {@code rsyslog} and {@code rsyslog-kafka} are there. */
    static boolean isInstalled() {
        return Files.exists(PROGRAM) && Files.exists(MODULE);
    }

    /** Returns at once: it waits for the file by itself. */
    static Sidecar start(Place place) throws IOException {
        Path file = place.directory().resolve("rsyslog.conf");
        Files.writeString(file, place.file("sidecar/rsyslog.conf"));
        Path pid = place.directory().resolve("rsyslog.pid");
        Path output = place.directory().resolve("rsyslog.log");
        return new Sidecar(new ProcessBuilder(PROGRAM.toString(), "-n", "-f", file.toString(), "-i", pid.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
    }

    /** So far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
