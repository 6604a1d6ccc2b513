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

/**
 * What is kept of the quota for important entries.
 *
 * @param floorBytes when more is used, the rest is for them
 * @param tag        the lowest of theirs; 0 if nothing is kept
 */
record Reserve(long floorBytes, int tag) {

    static Reserve of(SpoolOptions options) {
        // Of what is left for entries when the segments' own overhead is taken off.
        int overhead = Segment.overheadBytes(true);
        long segments = options.maxBytes() / (options.segmentBytes() + overhead) + 1;
        long forEntries = options.maxBytes() - segments * overhead;
        // With drop-oldest, what is in the way is evicted, and nothing is refused for what may come.
        boolean reserves = options.reservePercent() > 0 && options.overflow() != OverflowPolicy.DROP_OLDEST;
        return new Reserve(forEntries / 100 * (100 - options.reservePercent()), reserves ? options.reserveTag() : 0);
    }
}
