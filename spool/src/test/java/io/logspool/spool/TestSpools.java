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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** What tests do to spools. */
final class TestSpools {

    private TestSpools() {}

    /** What the directory really takes: a segment's file is longer than what is allocated of it. */
    static long diskUsage(Path directory) throws IOException {
        Process du = new ProcessBuilder("du", "--summarize", "--block-size=1", directory.toString()).start();
        String output = new String(du.getInputStream().readAllBytes(), UTF_8);
        return Long.parseLong(output.substring(0, output.indexOf('\t')));
    }

    static long append(Spool spool, String payload, int tag) {
        byte[] bytes = payload.getBytes(UTF_8);
        return spool.append(bytes, 0, bytes.length, tag);
    }

    static String payload(SpoolCursor cursor) {
        return new String(cursor.array(), cursor.offset(), cursor.length(), UTF_8);
    }
}
