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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How the brokers decided a slot's last transaction, which they forget when the slot's next producer is initialised. So it
 * is in the file {@value #FILE_NAME} of the slot from before that until the slot has committed again. One line:
 *
 * <pre>
 * &lt;CRC32C of the rest, in hex&gt; 1 &lt;slot's identity&gt; committed|aborted &lt;producer id&gt; &lt;producer epoch&gt; [position]
 * </pre>
 *
 * <p>1 is the version; the position is there if the brokers have forgotten to end what is committed, as in {@link
 * PositionRecord}.
 *
 * @param producerEpoch what has a higher one was begun later
 * @param position      committed, though those who read committed records may never see it
 */
record LastTransaction(
        long producerId,
        int producerEpoch,
        boolean isCommitted,
        @Nullable PositionRecord position) {

    /** Its name in the slot's directory: {@value}. */
    static final String FILE_NAME = "last-transaction";

    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{8}) (1 ([0-9a-f]{32}) (committed|aborted) ([0-9]{1,18}) ([0-9]{1,9}) (.*))\n");

    LastTransaction(long producerId, int producerEpoch, boolean isCommitted) {
        this(producerId, producerEpoch, isCommitted, null);
    }

    LastTransaction with(@Nullable PositionRecord known) {
        return new LastTransaction(producerId, producerEpoch, isCommitted, known);
    }

    /** Null if there is none of this slot, or what is there is damaged. */
    static @Nullable LastTransaction read(Path slotDirectory, String identity) throws IOException {
        Matcher line;
        try {
            line = LINE.matcher(Files.readString(slotDirectory.resolve(FILE_NAME), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return null;
        }
        if (!line.matches()
                || !line.group(1).equals(check(line.group(2)))
                || !line.group(3).equals(identity)) {
            return null;
        }
        LastTransaction read = new LastTransaction(
                Long.parseLong(line.group(5)),
                Integer.parseInt(line.group(6)),
                line.group(4).equals("committed"));
        String position = line.group(7);
        return position.isEmpty()
                ? read
                : read.with(PositionRecord.parse(position.getBytes(StandardCharsets.ISO_8859_1)));
    }

    void write(Path slotDirectory, String identity) throws IOException {
        String text = "1 " + identity + (isCommitted ? " committed " : " aborted ") + producerId + ' ' + producerEpoch
                + ' ' + (position == null ? "" : new String(position.toBytes(), StandardCharsets.ISO_8859_1));
        DurableFile.replace(
                slotDirectory.resolve(FILE_NAME),
                (check(text) + ' ' + text + '\n').getBytes(StandardCharsets.ISO_8859_1));
    }

    static void delete(Path slotDirectory) throws IOException {
        Files.deleteIfExists(slotDirectory.resolve(FILE_NAME));
    }

    private static String check(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
