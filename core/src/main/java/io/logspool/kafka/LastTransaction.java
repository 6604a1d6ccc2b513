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
package io.logspool.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the brokers decided a slot's last transaction, which they forget when the slot's next producer is initialised. So it
 * is in the file {@value #FILE_NAME} of the slot from before that until the slot has committed again:
 *
 * <pre>
 * committed 4711                          or aborted; and the producer's id
 * {"writer": ..., "next": ...}            the position in it, if the brokers have forgotten to end it
 * </pre>
 *
 * @param position the newest that is committed, and that nobody sees who reads committed records
 */
record LastTransaction(
        long producerId, boolean isCommitted, @Nullable PositionRecord position) {

    /** Its name in the slot's directory: {@value}. */
    static final String FILE_NAME = "last-transaction";

    private static final Pattern DECISION = Pattern.compile("(committed|aborted) ([0-9]{1,18})");

    LastTransaction(long producerId, boolean isCommitted) {
        this(producerId, isCommitted, null);
    }

    LastTransaction with(@Nullable PositionRecord known) {
        return new LastTransaction(producerId, isCommitted, known);
    }

    /** Null if there is none, or what is there is damaged. */
    static @Nullable LastTransaction read(Path slotDirectory) throws IOException {
        String[] lines;
        try {
            lines = Files.readString(slotDirectory.resolve(FILE_NAME), StandardCharsets.ISO_8859_1)
                    .split("\n", 2);
        } catch (NoSuchFileException none) {
            return null;
        }
        Matcher decision = DECISION.matcher(lines[0]);
        if (lines.length < 2 || !decision.matches()) {
            return null;
        }
        LastTransaction read = new LastTransaction(
                Long.parseLong(decision.group(2)), decision.group(1).equals("committed"));
        if (lines[1].isEmpty()) {
            return read;
        }
        try {
            return read.with(PositionRecord.parse(lines[1].getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException damaged) {
            return null;
        }
    }

    void write(Path slotDirectory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        String decision = (isCommitted ? "committed " : "aborted ") + producerId + "\n";
        bytes.write(decision.getBytes(StandardCharsets.ISO_8859_1));
        if (position != null) {
            bytes.write(position.toBytes());
        }
        DurableFile.replace(slotDirectory.resolve(FILE_NAME), bytes.toByteArray());
    }

    static void delete(Path slotDirectory) throws IOException {
        Files.deleteIfExists(slotDirectory.resolve(FILE_NAME));
    }
}
