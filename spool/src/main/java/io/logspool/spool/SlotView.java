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
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A slot, looked at from outside: nothing is claimed, written or deleted, and an owner that appends, ships and
 * deletes meanwhile is not disturbed. Any process, any thread; no class of Chronicle is used.
 */
public final class SlotView {

    /** How far below a directory slots are looked for: service names may have a few parts. */
    private static final int DEPTH = 4;

    private static final LockTable LOCKS = new LockTable(Path.of("/proc"));
    private static final int MAX_DIGITS = 9;
    private static final int CHECKPOINT_TRIES = 3;

    private final Path directory;

    private SlotView(Path directory) {
        this.directory = directory;
    }

    /**
     * Finds slots.
     *
     * @param directory a slot, or a directory above slots
     * @return the slots, by path and number; empty if there is none
     * @throws IOException if a directory is not there or cannot be read
     */
    public static List<SlotView> find(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new NotDirectoryException(directory.toString());
        }
        List<SlotView> found = new ArrayList<>();
        collect(real, 0, found);
        return found;
    }

    private static void collect(Path directory, int depth, List<SlotView> into) throws IOException {
        if (isSlot(directory)) {
            into.add(new SlotView(directory));
            return;
        }
        if (depth == DEPTH) {
            return;
        }
        for (Path child : children(directory)) {
            if (Files.isDirectory(child)) {
                collect(child, depth + 1, into);
            }
        }
    }

    private static boolean isSlot(Path directory) throws IOException {
        if (Files.exists(directory.resolve(Checkpoint.FILE_NAME))) {
            return true;
        }
        for (Path child : children(directory)) {
            if (SegmentName.parse(child.getFileName().toString()) != null) {
                return true;
            }
        }
        return false;
    }

    /** By name, numbers as numbers. */
    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (NoSuchFileException e) {
            return List.of(); // deleted by its owner
        }
        children.sort(Comparator.comparing(SlotView::sortKey));
        return children;
    }

    private static String sortKey(Path child) {
        String name = child.getFileName().toString();
        boolean number = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? "0".repeat(Math.max(0, MAX_DIGITS - name.length())) + name : name;
    }

    /** Where the slot is. */
    public Path directory() {
        return directory;
    }

    /** Whether a process owns the slot now. Asking never gets in the way of one that wants to claim it. */
    public SlotOwner owner() throws IOException {
        return LOCKS.ownerOf(directory.resolve(Slot.LOCK_FILE));
    }

    /** Whether a process reads the slot now, and ships what is in it: its owner, or the command. */
    public SlotOwner shipper() throws IOException {
        return LOCKS.ownerOf(directory.resolve(Slot.SHIP_LOCK_FILE));
    }

    /** Where the backlog begins: everything before is acknowledged. Null if no checkpoint can be read. */
    public @Nullable SpoolPosition checkpoint() throws IOException {
        try {
            return Checkpoint.peek(directory);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Whether a part of the checkpoint's file is damaged; it has two copies, of which one is enough. */
    public boolean checkpointDamaged() throws IOException {
        try {
            // A copy that is just being written is whole at the next look.
            for (int i = 0; i < CHECKPOINT_TRIES; i++) {
                if (!Checkpoint.inspect(directory).damaged()) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The segments that are on disk now, in their order. */
    public List<SegmentFile> segments() throws IOException {
        List<SegmentFile> files = new ArrayList<>();
        for (Segment segment : SegmentSet.scan(directory, false).all()) {
            files.add(new SegmentFile(segment.number(), segment.incarnation(), segment.file(), segment.committedEnd()));
        }
        return files;
    }

    /** What {@link OverflowPolicy#DROP_OLDEST} took out of the slot, in the order in which that happened. */
    public List<Eviction> evictions() throws IOException {
        return EvictionLog.open(directory).all();
    }

    /** How many entries did not come into the slot since it was made, as of a second ago; by reason, those that are not 0. */
    public Map<AppendRefusal, Long> refusals() throws IOException {
        return RefusalLog.read(directory);
    }

    /**
     * A reader of the entries behind a position.
     *
     * @param from {@link SpoolPosition#START}, or what {@link #checkpoint()} gave
     */
    public SlotCursor openCursor(SpoolPosition from) {
        return new SlotCursor(directory, from);
    }
}
