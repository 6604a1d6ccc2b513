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

import org.jspecify.annotations.Nullable;

/**
 * Where an entry is, or ends.
 *
 * @param segment number of the segment, from 1; positions of one slot are ordered by it
 * @param offset  byte offset in the segment's file
 * @param sequence of the entry that ends here, in the incarnation that wrote the segment; 0 if not known. Not part of what
 *     makes two positions the same
 */
public record SpoolPosition(long segment, long offset, long sequence) implements Comparable<SpoolPosition> {

    /** Before every entry. */
    public static final SpoolPosition START = new SpoolPosition(0, 0);

    /** A position of which it is not known which entry ends there. */
    public SpoolPosition(long segment, long offset) {
        this(segment, offset, 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpoolPosition that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(segment) + Long.hashCode(offset);
    }

    @Override
    public int compareTo(SpoolPosition other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return segment + ":" + offset;
    }
}
