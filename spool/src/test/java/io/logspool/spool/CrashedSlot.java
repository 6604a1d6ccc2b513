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
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a process that died leaves of a slot: its files as they are, and some that it was just making or deleting. */
final class CrashedSlot {

    private static final int BLOCK_BYTES = 4096;

    private CrashedSlot() {}

    /** Copies files without their holes, which would become disk. */
    static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                copyFile(path, target);
            }
        }
    }

    private static void copyFile(Path from, Path to) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        byte[] zeros = new byte[BLOCK_BYTES];
        try (RandomAccessFile in = new RandomAccessFile(from.toFile(), "r");
                RandomAccessFile out = new RandomAccessFile(to.toFile(), "rw")) {
            out.setLength(in.length());
            for (long at = 0; at < in.length(); at += BLOCK_BYTES) {
                in.seek(at);
                int read = in.read(block);
                if (read > 0 && !Arrays.equals(block, 0, read, zeros, 0, read)) {
                    out.seek(at);
                    out.write(block, 0, read);
                }
            }
        }
    }

    /** In their order. */
    static List<Path> segments(Path slot) throws IOException {
        try (Stream<Path> children = Files.list(slot)) {
            return children.filter(
                            child -> SegmentName.parse(child.getFileName().toString()) != null)
                    .sorted()
                    .toList();
        }
    }

    /** The file of entries; null for a directory that has none. */
    static @Nullable Path file(Path segment) {
        for (SegmentKind kind : SegmentKind.values()) {
            Path file = segment.resolve(kind.fileName());
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }

    /** The last entry's append did not come to its end: everything but the word is there, or a part of it, or a word of none. */
    static void tearTail(Path slot, Random random) throws IOException {
        List<Path> segments = segments(slot);
        if (segments.isEmpty()) {
            return;
        }
        Path last = segments.get(segments.size() - 1);
        Path path = file(last);
        SegmentName name = SegmentName.parse(last.getFileName().toString());
        if (path == null || name == null || Files.size(path) == 0) {
            return;
        }
        long end = endOfEntries(name, slot);
        byte[] torn = new byte[EntryFormat.HEADER_BYTES + random.nextInt(300)];
        random.nextBytes(torn);
        switch (random.nextInt(3)) {
            case 0 -> Arrays.fill(torn, 0, EntryFormat.HEADER_BYTES, (byte) 0); // the payload alone
            case 1 -> Arrays.fill(torn, random.nextInt(torn.length), torn.length, (byte) 0);
            default -> Arrays.fill(torn, 8, EntryFormat.HEADER_BYTES, (byte) 0);
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (end + EntryFormat.WORD_BYTES + torn.length <= file.length()) {
                file.seek(end + EntryFormat.WORD_BYTES);
                file.write(torn);
                if (random.nextInt(4) == 0) {
                    // After a power loss a word may be on disk before what it vouches for.
                    file.seek(end);
                    file.write(torn.length);
                    file.write(torn.length >> 8);
                }
            }
        }
    }

    private static long endOfEntries(SegmentName name, Path slot) throws IOException {
        Segment segment = Segment.found(name, slot);
        try (SegmentReader reader = new SegmentReader(segment)) {
            long end = reader.position();
            while (reader.next(segment.committedEnd())) {
                end = reader.position();
            }
            return end;
        }
    }

    /** Files that a crash leaves while a segment, Chronicle's first queue or the list of evictions is made. */
    static void leaveHalfMade(Path slot, Incarnation incarnation, Random random) throws IOException {
        List<Path> segments = segments(slot);
        long number = 1;
        for (Path segment : segments) {
            SegmentName name = SegmentName.parse(segment.getFileName().toString());
            number = name == null ? number : Math.max(number, name.number() + 1);
        }
        Path next = slot.resolve(new SegmentName(number, incarnation).toString());
        int choice = random.nextInt(9);
        if (choice <= 5) {
            Files.createDirectories(next);
        }
        switch (choice) {
            case 0 -> Files.createFile(next.resolve(PlainMapping.FILE));
            case 1 -> zeros(next.resolve(PlainMapping.FILE), random.nextInt(1 << 20));
            case 2 -> zeros(next.resolve(ChronicleMapping.PREPARED_FILE), random.nextInt(1 << 20));
            case 3 -> {
                zeros(next.resolve(ChronicleMapping.PREPARED_FILE), Preparation.STEP_BYTES);
                zeros(next.resolve(ChronicleMapping.METADATA_FILE), ChronicleMapping.METADATA_BYTES);
            }
            case 4 -> {
                zeros(next.resolve(ChronicleMapping.FILE), Preparation.STEP_BYTES);
                headOfAnother(segments, next.resolve(ChronicleMapping.FILE), random);
            }
            case 5 -> zeros(next.resolve(ChronicleMapping.METADATA_FILE), 100);
            case 6 -> {
                Path loading = slot.resolve(ChronicleRuntime.LOADING + incarnation.id());
                Path inner = loading.resolve(new SegmentName(1, incarnation).toString());
                Files.createDirectories(inner);
                zeros(inner.resolve(ChronicleMapping.PREPARED_FILE), 1000);
            }
            case 7 -> Files.write(slot.resolve("evictions.new"), new byte[] {'1', ' ', 'x'});
            default -> zeros(slot.resolve("evictions.new"), random.nextInt(100));
        }
    }

    private static void headOfAnother(List<Path> segments, Path to, Random random) throws IOException {
        for (Path segment : segments) {
            Path file = segment.resolve(ChronicleMapping.FILE);
            if (Files.exists(file)) {
                byte[] head = new byte[random.nextInt(600)];
                try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
                        RandomAccessFile out = new RandomAccessFile(to.toFile(), "rw")) {
                    in.readFully(head);
                    out.write(head);
                }
                return;
            }
        }
    }

    private static void zeros(Path file, int length) throws IOException {
        Files.write(file, new byte[length]);
    }

    /**
     * Brings back, into a slot as it is after some segments were deleted, those that a crash in the middle of the
     * deletion would have left: one of them in part, and all behind it.
     */
    static void undelete(Path before, Path after, Random random) throws IOException {
        List<Path> deleted = new ArrayList<>();
        for (Path segment : segments(before)) {
            if (!Files.exists(after.resolve(segment.getFileName().toString()))) {
                deleted.add(segment);
            }
        }
        int first = random.nextInt(deleted.size() + 1);
        for (Path segment : deleted.subList(first, deleted.size())) {
            copy(segment, after.resolve(segment.getFileName().toString()));
        }
        if (first < deleted.size() && random.nextBoolean()) {
            Path partial = after.resolve(deleted.get(first).getFileName().toString());
            List<Path> files;
            try (Stream<Path> all = Files.list(partial)) {
                files = new ArrayList<>(all.sorted().toList());
            }
            if (random.nextBoolean()) {
                Collections.reverse(files);
            }
            for (Path file : files.subList(0, random.nextInt(files.size() + 1))) {
                Files.delete(file);
            }
        }
    }

    /** Takes back what was made and not used yet: segments without an entry may be missing, or be half made. */
    static void unmake(Path before, Path after, Random random) throws IOException {
        for (Path segment : segments(after)) {
            if (!Files.exists(before.resolve(segment.getFileName().toString())) && random.nextBoolean()) {
                PrivateFiles.deleteRecursively(segment);
            }
        }
    }

    /** Damages the newer or the older of the two copies of the checkpoint. */
    static void tearCheckpoint(Path slot, boolean newer, Random random) throws IOException {
        Path path = slot.resolve(Checkpoint.FILE_NAME);
        byte[] bytes = Files.readAllBytes(path);
        long first = bytes.length < 16 ? 0 : EntryFormat.longAt(bytes, 8);
        long second = bytes.length < Checkpoint.COPY_DISTANCE + 16
                ? 0
                : EntryFormat.longAt(bytes, Checkpoint.COPY_DISTANCE + 8);
        int at = newer == first > second ? 0 : Checkpoint.COPY_DISTANCE;
        int torn = 1 + random.nextInt(Checkpoint.COPY_BYTES);
        for (int i = Checkpoint.COPY_BYTES - torn; i < Checkpoint.COPY_BYTES && at + i < bytes.length; i++) {
            bytes[at + i] ^= (byte) (1 + random.nextInt(255));
        }
        Files.write(path, bytes);
    }

    /** Flips one bit of a file. */
    static void flip(Path file, Random random) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            if (bytes.length() > 0) {
                long at = (long) (random.nextDouble() * Math.min(bytes.length(), 200_000));
                bytes.seek(at);
                int value = bytes.read();
                bytes.seek(at);
                bytes.write(value ^ 1 << random.nextInt(8));
            }
        }
    }
}
