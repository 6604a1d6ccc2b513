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

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * How many entries a slot did not take since it was made, in the file {@value #FILE_NAME}: for who looks from outside. One
 * line, {@code <reason>:<count>,... <CRC32C of the line up to here, in hex>}.
 *
 * <p>It is written a second after entries were refused, and at the end; a crash takes the counts of the second before it. The
 * file is replaced as a whole; one that fails its check counts as none. The spool's thread owns it; others read.
 */
final class RefusalLog {

    static final String FILE_NAME = "refusals";

    private static final String NEW_FILE_NAME = "refusals.new";
    private static final int CHECK_LENGTH = 8;

    private final Path directory;
    private final Map<AppendRefusal, Long> before;
    private Map<AppendRefusal, Long> written;

    private RefusalLog(Path directory, Map<AppendRefusal, Long> before) {
        this.directory = directory;
        this.before = before;
        this.written = before;
    }

    /** What is there is added to. */
    static RefusalLog open(Path slotDirectory) throws IOException {
        return new RefusalLog(slotDirectory, read(slotDirectory));
    }

    /** What a slot's file holds; none if there is no file. */
    static Map<AppendRefusal, Long> read(Path slotDirectory) throws IOException {
        Map<AppendRefusal, Long> counts = new EnumMap<>(AppendRefusal.class);
        String line;
        try {
            line = Files.readString(slotDirectory.resolve(FILE_NAME), ISO_8859_1);
        } catch (NoSuchFileException e) {
            return counts;
        }
        int end = line.length() - CHECK_LENGTH - 1;
        if (end < 0 || !line.equals(checked(line.substring(0, end)))) {
            return counts;
        }
        for (String count : line.substring(0, end).split(",", -1)) {
            int colon = count.indexOf(':');
            for (AppendRefusal reason : AppendRefusal.values()) {
                if (reason.name().equals(count.substring(0, Math.max(0, colon)))) {
                    counts.put(reason, Long.parseLong(count.substring(colon + 1)));
                }
            }
        }
        return counts;
    }

    /**
     * Writes it if there is something new, and if that can be.
     *
     * @param now counts of this incarnation
     */
    void tryWrite(Map<AppendRefusal, Long> now) {
        try {
            write(now);
        } catch (IOException e) {
            // A full disk, as likely as not: why else should there be something to write? It is tried again.
            return;
        }
    }

    private void write(Map<AppendRefusal, Long> now) throws IOException {
        Map<AppendRefusal, Long> sum = new EnumMap<>(AppendRefusal.class);
        now.forEach((reason, count) -> {
            long all = count + before.getOrDefault(reason, 0L);
            if (all > 0) {
                sum.put(reason, all);
            }
        });
        if (sum.equals(written)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        sum.forEach((reason, count) -> text.append(text.isEmpty() ? "" : ",")
                .append(reason)
                .append(':')
                .append(count));
        Path fresh = directory.resolve(NEW_FILE_NAME);
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PrivateFiles.fileAttributes(directory))) {
            ByteBuffer bytes = ByteBuffer.wrap(checked(text.toString()).getBytes(ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(fresh, directory.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
        written = sum;
    }

    private static String checked(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(ISO_8859_1));
        return text + " " + HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
