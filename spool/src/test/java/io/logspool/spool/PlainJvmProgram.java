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
package io.logspool.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens a spool, appends until Chronicle is in use or is said not to load, reads it back, closes it; as an application
 * would, with nothing set.
 */
final class PlainJvmProgram {

    private PlainJvmProgram() {}

    public static void main(String[] args) throws IOException {
        SpoolOptions options = CrashingWriter.options(Path.of(args[0]));
        byte[] payload = new byte[10_000];
        long appended = 0;
        long read = 0;
        String outcome = null;
        try (Spool spool = Spool.open(options, new byte[0]);
                DutyCycleRunner runner =
                        new DutyCycleRunner("spool", spool, Duration.ofMillis(5), Throwable::printStackTrace);
                SpoolCursor cursor = spool.openCursor()) {
            spool.onWorkNeeded(runner::wakeUp);
            runner.start();
            while (outcome == null) {
                appended = Math.max(appended, spool.append(payload, 0, payload.length, 1));
                while (cursor.next()) {
                    read++;
                }
                spool.acknowledge(cursor.position());
                outcome = outcome(spool);
            }
            System.out.println("read " + (read == appended ? "all" : read + " of " + appended) + ", " + outcome);
        }
    }

    private static @Nullable String outcome(Spool spool) throws IOException {
        String error = spool.stats().lastError();
        if (error != null) {
            return error;
        }
        try (Stream<Path> files = Files.walk(spool.slotDirectory())) {
            return files.anyMatch(file -> file.endsWith(ChronicleMapping.FILE)) ? "Chronicle is in use" : null;
        } catch (UncheckedIOException | NoSuchFileException e) {
            return null; // a segment was deleted meanwhile
        }
    }
}
