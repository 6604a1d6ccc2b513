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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * One start of a spool on a slot.
 *
 * @param ordinal counts the starts on this slot, from 1
 * @param id      32 lower-case hexadecimal characters, random, never repeated whatever happens to the disk
 */
public record Incarnation(long ordinal, String id) {

    static final int ID_LENGTH = 32;

    private static final Path RANDOM_DEVICE = Path.of("/dev/urandom");

    public Incarnation {
        if (ordinal < 1) {
            throw new IllegalArgumentException("incarnation ordinal " + ordinal + " is not positive");
        }
        if (id.length() != ID_LENGTH || !id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("incarnation id '" + id + "' is not 32 lower-case hex characters");
        }
    }

    static Incarnation next(long ordinal) {
        return new Incarnation(ordinal, HexFormat.of().formatHex(randomBytes()));
    }

    /** From the operating system where it has a file for that: SecureRandom loads a hundred classes of providers. */
    private static byte[] randomBytes() {
        try (InputStream device = Files.newInputStream(RANDOM_DEVICE)) {
            byte[] bytes = device.readNBytes(ID_LENGTH / 2);
            if (bytes.length == ID_LENGTH / 2) {
                return bytes;
            }
        } catch (IOException e) {
            // Windows has no such file.
        }
        byte[] bytes = new byte[ID_LENGTH / 2];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** What the checksums of this incarnation's entries have in common, and others have not. */
    long salt() {
        return Long.parseUnsignedLong(id, 0, 16, 16) ^ Long.parseUnsignedLong(id, 16, 32, 16);
    }
}
