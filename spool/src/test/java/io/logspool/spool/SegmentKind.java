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
import java.nio.file.Path;
import java.util.stream.Stream;

/** The two kinds of segments, so that tests can ask for one. */
enum SegmentKind {
    PLAIN(PlainMapping.FILE),
    CHRONICLE(ChronicleMapping.FILE);

    private final String fileName;

    SegmentKind(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }

    /** A new spool whose active segment is of this kind. Chronicle stays loaded for the tests that follow. */
    Spool open(SpoolOptions options, byte[] preamble) throws IOException {
        Spool spool = Spool.open(options, preamble);
        if (this == CHRONICLE) {
            load();
            spool.doWork();
        }
        return spool;
    }

    static void load() throws IOException {
        Path directory = Files.createTempDirectory("logspool-load");
        try {
            ChronicleRuntime.load(directory, Incarnation.next(1));
        } finally {
            PrivateFiles.deleteRecursively(directory);
        }
    }

    /** The only file of this kind below a directory. */
    Path file(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.endsWith(fileName)).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
