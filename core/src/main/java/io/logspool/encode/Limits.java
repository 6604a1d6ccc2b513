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

/**
 * How much of an event goes into its record.
 *
 * @param text longest text, in chars
 * @param entries most labels, key-value pairs, tags and constant fields, of each
 */
record Limits(int text, int entries) {

    private static final int SHORTEST_TEXT = 64;

    /** Texts get shorter by this before anything is left out. */
    private static final int SHORT_TEXT = 256;

    private static final int MANY_ENTRIES = 1024;
    private static final int STEP = 4;

    static Limits none(int maxRecordBytes) {
        return new Limits(maxRecordBytes, Integer.MAX_VALUE);
    }

    /** The next smaller limits; in the end 64 chars and no entries. */
    Limits tighter() {
        if (text > SHORT_TEXT) {
            return new Limits(Math.max(SHORT_TEXT, text / STEP), entries);
        }
        return new Limits(SHORTEST_TEXT, entries > MANY_ENTRIES ? MANY_ENTRIES : entries / STEP);
    }
}
