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
package io.logspool.encode;

import java.util.Arrays;

/**
 * The JSON of texts that come again as the same object: constants of an encoder, and what a page of the spool defines
 * once. Of two that want the same place the later one has it. Not thread-safe.
 */
final class EncodedTexts {

    /** That a text has to be encoded. */
    static final byte[] NONE = {};

    private static final int PLACES = 512;
    private static final int LONGEST = 128;

    private final String[] texts = new String[PLACES];
    private final byte[][] encoded = new byte[PLACES][];
    private final ByteArrayOutput scratch = new ByteArrayOutput();

    EncodedTexts() {
        Arrays.fill(texts, "");
        Arrays.fill(encoded, NONE);
    }

    /** The text's JSON without quotes, or {@link #NONE}. */
    byte[] find(String text) {
        int place = text.hashCode() & (PLACES - 1);
        // The same object only: to compare all chars is as much work as to encode them.
        return isSame(texts[place], text) ? encoded[place] : encode(text, place);
    }

    private byte[] encode(String text, int place) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return NONE;
        }
        scratch.reset();
        new JsonWriter(scratch, this).writeString(text);
        byte[] quoted = scratch.toByteArray();
        byte[] bare = Arrays.copyOfRange(quoted, 1, quoted.length - 1);
        texts[place] = text;
        encoded[place] = bare;
        return bare;
    }

    @SuppressWarnings("ReferenceEquality") // is meant
    private static boolean isSame(String one, String other) {
        return one == other;
    }
}
