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
package io.logspool.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The books of a slot, in the file {@value #NAME} of its directory: what the ledger's topic does not have yet. A line for
 * each open incarnation, as JSON like in the topic, and a first one that says up to which ordinal all are closed:
 *
 * <pre>
 * &lt;CRC32C of the rest of the line, in hex&gt; &lt;text&gt;
 * </pre>
 *
 * <p>The file is replaced as a whole. A line that fails its check is left out. One thread at a time.
 */
final class BooksFile {

    static final String NAME = "books";

    private static final String NEW_NAME = "books.new";
    private static final int CHECK_LENGTH = 8;
    private static final String CLOSED = "closed ";

    /**
     * What the file holds.
     *
     * @param closedOrdinal up to this, the incarnations of the slot are closed for good
     * @param records       of those that are not, and of other slots
     */
    record Content(long closedOrdinal, List<LedgerRecord> records) {}

    private final Path directory;

    BooksFile(Path slotDirectory) {
        this.directory = slotDirectory;
    }

    Content read() throws IOException {
        long closedOrdinal = 0;
        List<LedgerRecord> records = new ArrayList<>();
        try {
            for (String line : new String(Files.readAllBytes(directory.resolve(NAME)), UTF_8).split("\n", -1)) {
                String text = checked(line);
                if (text != null && text.startsWith(CLOSED)) {
                    closedOrdinal = Long.parseLong(text.substring(CLOSED.length()));
                } else if (text != null) {
                    add(text, records);
                }
            }
        } catch (NoSuchFileException e) {
            return new Content(0, List.of());
        }
        return new Content(closedOrdinal, records);
    }

    void write(Content content) throws IOException {
        StringBuilder text = new StringBuilder();
        line(text, CLOSED + content.closedOrdinal());
        content.records().forEach(record -> line(text, new String(record.toJson(), UTF_8)));
        Path fresh = directory.resolve(NEW_NAME);
        Files.deleteIfExists(fresh);
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(fresh, text.toString().getBytes(UTF_8));
        Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void add(String text, List<LedgerRecord> records) {
        try {
            records.add(LedgerRecord.fromJson(text.getBytes(UTF_8)));
        } catch (IOException e) {
            // Of another version, after a downgrade: its books cannot be closed from here.
            return;
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(check(line)).append(' ').append(line).append('\n');
    }

    private static @Nullable String checked(String line) {
        if (line.length() <= CHECK_LENGTH) {
            return null;
        }
        String text = line.substring(CHECK_LENGTH + 1);
        return line.startsWith(check(text)) ? text : null;
    }

    private static String check(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
