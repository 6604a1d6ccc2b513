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

/**
 * Sequences of one incarnation, one after the other.
 *
 * @param first the first of them
 * @param last  the last of them, at least the first
 */
public record SequenceRange(long first, long last) {

    public SequenceRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("sequences " + first + " to " + last + " are no range");
        }
    }

    /** How many. */
    public long count() {
        return last - first + 1;
    }
}
