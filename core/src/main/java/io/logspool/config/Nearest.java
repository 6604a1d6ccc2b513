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

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The known name that an unknown one was probably meant to be. */
final class Nearest {

    private Nearest() {}

    /** The closest candidate, if it is close: a third of the letters may be wrong, or the head may be missing. */
    static @Nullable String to(String unknown, Collection<String> candidates) {
        String name = unknown.toLowerCase(Locale.ROOT);
        int limit = Math.max(2, name.length() / 3);
        String nearest = null;
        for (String candidate : candidates) {
            int distance = candidate.endsWith("." + name) ? 1 : distance(name, candidate.toLowerCase(Locale.ROOT));
            if (distance <= limit) {
                nearest = candidate;
                limit = distance - 1;
            }
        }
        return nearest;
    }

    /**
     * Letters to insert, delete, change, or swap with their neighbour: the optimal string alignment distance
     * (https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance).
     */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
