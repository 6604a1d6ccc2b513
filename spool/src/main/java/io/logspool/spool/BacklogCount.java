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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many entries wait, by their sequences: without reading them. Any thread. */
final class BacklogCount {

    private final SegmentSet segments;
    private final Incarnation own;
    private final long firstOwnSegment;

    // What has ended does not change any more.
    private @Nullable List<IncarnationTail> tails;

    BacklogCount(SegmentSet segments, Incarnation own, long firstOwnSegment) {
        this.segments = segments;
        this.own = own;
        this.firstOwnSegment = firstOwnSegment;
    }

    /** About as many as will be read: what damage took is counted as well, where it is not known yet. */
    synchronized long of(SpoolPosition acknowledged, long appended) throws IOException {
        List<IncarnationTail> ended = tails;
        if (ended == null) {
            ended = IncarnationTail.of(segments, own);
            tails = ended;
        }
        long count = 0;
        for (int i = 0; i < ended.size(); i++) {
            IncarnationTail tail = ended.get(i);
            long behind = i + 1 < ended.size() ? ended.get(i + 1).segment() : firstOwnSegment;
            count += waiting(tail.incarnation(), tail.lastSequence(), tail.segment(), behind, acknowledged);
        }
        return count + waiting(own, appended, firstOwnSegment, Long.MAX_VALUE, acknowledged);
    }

    private long waiting(
            Incarnation incarnation, long last, long firstSegment, long behindSegment, SpoolPosition acknowledged) {
        if (acknowledged.segment() >= behindSegment) {
            return 0;
        }
        long done = acknowledged.segment() >= firstSegment ? acknowledged.sequence() : 0;
        return last <= done ? 0 : last - done - segments.evictions().countOf(incarnation, done + 1, last);
    }
}
