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
package io.logspool.event;

/**
 * Counts how often something was met in a page, roughly: a bounded table that forgets. Any thread; races lose a count.
 *
 * <p>Each slot has the fingerprint of what was met there last, and how often. So a million names that come once cost
 * nothing but their own bytes.
 */
final class Sights {

    /** As many as can be told apart at a time. */
    static final int SLOTS = 4096;

    private static final int COUNT_MASK = 3;

    private final int[] slots = new int[SLOTS];

    /**
     * Counts one sight.
     *
     * @param before how often it must have been met before, at most 3
     * @return whether it was met as often before, in the same page
     */
    boolean isFamiliar(int hash, long page, int before) {
        long mixed = (hash + page * 0x9E3779B97F4A7C15L) * 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 32;
        int index = (int) mixed & (SLOTS - 1);
        int fingerprint = (int) (mixed >>> 20) & ~COUNT_MASK;
        int seen = slots[index];
        int count = (seen & ~COUNT_MASK) == fingerprint ? seen & COUNT_MASK : 0;
        if (count >= before) {
            return true;
        }
        slots[index] = fingerprint | (count + 1);
        return false;
    }
}
