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
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Who a slot is for Kafka's transactions: 32 random hex characters in a file of the slot, so that they follow its events
 * wherever the directory is mounted, whatever the host is called.
 *
 * <p>A copied directory has the same identity: of two processes that use both, each fences the other, and says so.
 */
final class SlotIdentity {

    /** Its name in the slot's directory: {@value}. */
    static final String FILE_NAME = "identity";

    private static final Pattern FORMAT = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;

    private SlotIdentity() {}

    /** Reads the identity; makes one that survives power loss if there is none, or what is there is damaged. */
    static String of(Path slotDirectory) throws IOException {
        Path file = slotDirectory.resolve(FILE_NAME);
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (FORMAT.matcher(text).matches()) {
                return text;
            }
        } catch (NoSuchFileException none) {
            return create(file);
        }
        return create(file);
    }

    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String create(Path file) throws IOException {
        String identity = random();
        DurableFile.replace(file, (identity + "\n").getBytes(StandardCharsets.ISO_8859_1));
        return identity;
    }
}
