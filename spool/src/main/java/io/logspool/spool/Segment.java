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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * One segment of a slot, as the spool and its cursor both see it.
 *
 * <p>Goes writing, sealed, deleted. A segment of an earlier incarnation is sealed from the start, and its end is
 * where the file ends. {@code committedEnd} is written under the append lock and read by the cursor: what lies
 * before it is whole.
 */
final class Segment {

    private static final VarHandle COMMITTED_END;

    static {
        try {
            COMMITTED_END = MethodHandles.lookup().findVarHandle(Segment.class, "committedEnd", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SegmentName name;
    private final Path directory;
    private long committedEnd;
    private volatile boolean sealed;
    private volatile boolean settled;
    private volatile long firstEntryAt;

    private Segment(SegmentName name, Path directory, long committedEnd, boolean sealed) {
        this.name = name;
        this.directory = directory;
        this.committedEnd = committedEnd;
        this.sealed = sealed;
    }

    static Segment fresh(SegmentName name, Path slotDirectory) {
        return new Segment(name, slotDirectory.resolve(name.toString()), 0, false);
    }

    static Segment found(SegmentName name, Path slotDirectory, long fileSize) {
        Segment segment = new Segment(name, slotDirectory.resolve(name.toString()), fileSize, true);
        segment.settled = true;
        return segment;
    }

    long number() {
        return name.number();
    }

    Incarnation incarnation() {
        return name.incarnation();
    }

    Path directory() {
        return directory;
    }

    Path file() {
        return directory.resolve(SegmentCycle.FILE);
    }

    /** Byte offset up to which entries are whole. */
    long committedEnd() {
        return (long) COMMITTED_END.getAcquire(this);
    }

    /** The same, for whoever holds the append lock. */
    long ownEnd() {
        return committedEnd;
    }

    void publish(long end) {
        COMMITTED_END.setRelease(this, end);
    }

    /** Marks what is committed so far as no entry: the segment's own head. */
    void begin() {
        firstEntryAt = committedEnd();
    }

    /** Where the first entry is, or will be; 0 for a segment of an earlier incarnation. */
    long firstEntryAt() {
        return firstEntryAt;
    }

    /** Whether nobody will append any more. */
    boolean sealed() {
        return sealed;
    }

    void seal() {
        sealed = true;
    }

    /** Whether no writer holds it any more, so that it may be deleted. */
    boolean settled() {
        return settled;
    }

    void settle() {
        settled = true;
    }
}
