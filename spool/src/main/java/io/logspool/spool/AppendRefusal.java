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

/** Why the spool did not take an entry. */
public enum AppendRefusal {
    /** The spool is closed, or closing. */
    CLOSED(-1),
    /** The entry is larger than {@link SpoolOptions#maxEntryBytes()}. */
    TOO_LARGE(-2),
    /** Quota or disk is used up. */
    SPOOL_FULL(-3),
    /** What is left is reserved for higher tags. */
    RESERVED(-4),
    /** There is room, but the lock or a prepared segment was not to be had in time. */
    TIMEOUT(-5),
    /** The write failed; the reason is in {@link SpoolStats#lastError()}. */
    FAILED(-6);

    private static final AppendRefusal[] VALUES = values();

    private final long result;

    AppendRefusal(long result) {
        this.result = result;
    }

    /** The negative result of {@link Spool#append} that stands for this reason. */
    public long result() {
        return result;
    }

    /** The reason behind a negative result of {@link Spool#append}. */
    public static AppendRefusal of(long result) {
        for (AppendRefusal refusal : VALUES) {
            if (refusal.result == result) {
                return refusal;
            }
        }
        throw new IllegalArgumentException("append result " + result + " is not a refusal");
    }
}
