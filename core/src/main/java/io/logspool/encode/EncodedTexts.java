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

import org.jspecify.annotations.Nullable;

/**
 * The JSON of texts that come again as the same object: constants of an encoder, and what a page of the spool defines
 * once. Of two that want the same place the later one has it. Not thread-safe.
 */
final class EncodedTexts {

    private static final int PLACES = 512;

    /** A longer one is not remembered. */
    private static final int LONGEST = 128;

    private final String prefix;
    private final @Nullable String[] texts = new String[PLACES];
    private final byte[][] encoded = new byte[PLACES][];
    private final ByteArrayOutput scratch = new ByteArrayOutput();

    /**
     * Remembers nothing yet.
     *
     * @param prefix what each text begins with
     */
    EncodedTexts(String prefix) {
        this.prefix = prefix;
    }

    /**
     * The text as {@code ,"prefix and text":} with its comma and its colon, so that what is needed of it is one piece; not
     * to be changed.
     */
    byte[] find(String text) {
        int place = text.hashCode() & (PLACES - 1);
        // The same object only: to compare all chars is as much work as to encode them.
        return isSame(texts[place], text) ? encoded[place] : encode(text, place);
    }

    private byte[] encode(String text, int place) {
        scratch.reset();
        scratch.write(',');
        scratch.write('"');
        JsonText.write(prefix, scratch);
        JsonText.write(text, scratch);
        scratch.write('"');
        scratch.write(':');
        byte[] bytes = scratch.toByteArray();
        if (text.length() <= LONGEST) {
            texts[place] = text;
            encoded[place] = bytes;
        }
        return bytes;
    }

    @SuppressWarnings("ReferenceEquality") // is meant
    private static boolean isSame(@Nullable String one, String other) {
        return one == other;
    }
}
