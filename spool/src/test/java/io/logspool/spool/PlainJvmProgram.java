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
import java.nio.file.Path;
import java.time.Duration;

/** Opens a spool, rolls it a few times, reads it back, closes it; as an application would, with nothing set. */
final class PlainJvmProgram {

    private PlainJvmProgram() {}

    public static void main(String[] args) throws IOException {
        SpoolOptions options = CrashingWriter.options(Path.of(args[0]));
        byte[] payload = new byte[10_000];
        int entries = 500;
        int read = 0;
        try (Spool spool = Spool.open(options, new byte[0]);
                DutyCycleRunner runner =
                        new DutyCycleRunner("spool", spool, Duration.ofMillis(5), Throwable::printStackTrace);
                SpoolCursor cursor = spool.openCursor()) {
            spool.onWorkNeeded(runner::wakeUp);
            runner.start();
            for (int i = 0; i < entries; i++) {
                spool.append(payload, 0, payload.length, 1);
            }
            while (cursor.next()) {
                read++;
            }
            spool.acknowledge(cursor.position());
        }
        System.out.println("read " + read + " of " + entries);
    }
}
