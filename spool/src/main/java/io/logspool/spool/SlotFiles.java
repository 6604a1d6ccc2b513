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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Disk that a slot takes beside its segments: its directory, which grows with their number, and its files. The spool's
 * thread measures; any reads.
 */
final class SlotFiles {

    /** The service's directory; and as much as the slot's can grow by with one more segment. */
    private static final int AROUND_BYTES = 2 * Segment.BLOCK_BYTES;

    /** Kept for the files, of which a slot gets some only later: the lists of evictions, books and the like. */
    private static final int LEAST_FOR_FILES = 8 * Segment.BLOCK_BYTES;

    private final Path directory;
    private volatile long bytes;

    SlotFiles(Path directory) throws IOException {
        this.directory = directory;
        measure();
    }

    /** As it was measured last. */
    long bytes() {
        return bytes;
    }

    void measure() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                // A segment's name is longer than that of any file, and to ask for its attributes would take longer
                // still.
                if (SegmentName.parse(entry.getFileName().toString()) == null) {
                    sum += ofFile(entry);
                }
            }
        }
        bytes = AROUND_BYTES + blocks(Files.size(directory)) + Math.max(LEAST_FOR_FILES, sum);
    }

    private static long ofFile(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return 0;
            }
            long size = blocks(attributes.size());
            // What is replaced as a whole is there twice for a moment.
            boolean replaced = !file.getFileName().toString().equals(Checkpoint.FILE_NAME);
            return replaced ? 2 * size : size;
        } catch (NoSuchFileException e) {
            return 0; // replaced just now
        }
    }

    private static long blocks(long size) {
        return (size + Segment.BLOCK_BYTES - 1) / Segment.BLOCK_BYTES * Segment.BLOCK_BYTES;
    }
}
