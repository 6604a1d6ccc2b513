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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Files of acknowledged segments, mapped and allocated, that wait for the next segment: to clear one costs a sixth of what
 * a new one does. Owned by the spool's thread.
 *
 * <p>A file is renamed before it is changed, so that readers which still have it open can tell; and it gets its next name
 * when the next segment is ready in it. Whatever a crash leaves in between is no segment, and the next start deletes it.
 */
final class SpareSegments {

    /** How the names of their directories begin. */
    static final String PREFIX = "spare-";

    private final Path slotDirectory;
    private final Deque<SegmentWriter> spent = new ArrayDeque<>();

    SpareSegments(Path slotDirectory) {
        this.slotDirectory = slotDirectory;
    }

    int size() {
        return spent.size();
    }

    /** Whether the next to be taken is one of Chronicle's, or one that is not. */
    boolean has(boolean chronicle) {
        SegmentWriter writer = spent.peek();
        return writer != null && writer.isPlain() != chronicle;
    }

    /** Takes the file of an acknowledged segment away from where readers look for it. */
    void add(SegmentWriter writer) throws IOException {
        Files.move(writer.segment().directory(), directory(writer), StandardCopyOption.ATOMIC_MOVE);
        spent.add(writer);
    }

    /**
     * Makes a segment ready in one of the files.
     *
     * @return null if there is none
     */
    @Nullable
    SegmentWriter take(Segment segment, byte[] preamble) throws IOException {
        SegmentWriter writer = spent.peek();
        if (writer == null || writer.isPlain() == segment.isChronicle()) {
            return null;
        }
        if (writer.isCutShort()) {
            throw new IOException(directory(writer) + " was cut short");
        }
        SegmentWriter next = SegmentWriter.reusing(writer, directory(writer), segment, preamble);
        spent.remove();
        return next;
    }

    /** Disk that the next one to be taken takes; 0 if there is none. */
    long nextBytes() {
        SegmentWriter writer = spent.peek();
        return writer == null ? 0 : writer.diskBytes();
    }

    /** Closes and deletes the next one. */
    void drop() throws IOException {
        SegmentWriter writer = spent.remove();
        try {
            writer.close();
        } finally {
            PrivateFiles.deleteRecursively(directory(writer));
        }
    }

    private Path directory(SegmentWriter writer) {
        return slotDirectory.resolve(PREFIX + writer.segment().number());
    }
}
