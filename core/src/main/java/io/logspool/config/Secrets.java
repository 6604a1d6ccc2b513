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
package io.logspool.config;

import java.util.List;
import java.util.Locale;

/** What must not be shown, and how the rest is. */
final class Secrets {

    static final String HIDDEN = "***";

    private static final int MAX_SHOWN = 120;

    /** Parts of key names; {@code -} and {@code _} count as {@code .}. Better one too many than one too few. */
    private static final List<String> MARKS = List.of(
            "passw",
            "passphrase",
            "pwd",
            "secret",
            "jaas",
            "token",
            "credential",
            "api.key",
            "apikey",
            "access.key",
            "private.key",
            "privatekey",
            "keystore.key",
            "certificate.chain",
            "user.info",
            "assertion");

    private Secrets() {}

    /** What is masked is named after secrets, and is none. */
    static boolean looksSecret(String key) {
        if (key.startsWith(ConfigKeys.MASK.prefix())) {
            return false;
        }
        String name = key.toLowerCase(Locale.ROOT).replace('-', '.').replace('_', '.');
        return MARKS.stream().anyMatch(name::contains);
    }

    /** A value for a message: {@link #HIDDEN} if it may be a secret, else on one line and not too long. */
    static String shown(String text, boolean secret) {
        return secret ? HIDDEN : cut(text, MAX_SHOWN);
    }

    /** On one line, and no longer than that many characters; what is cut off is marked. */
    static String cut(String text, int maxCharacters) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(maxCharacters).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.codePointCount(0, text.length()) > maxCharacters ? shown + "..." : shown.toString();
    }
}
