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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The backlog of a slot that is not one's own: its owner is gone, or does not ship. Beside an owner that runs, the owner
 * deletes what is acknowledged here; without one, this does.
 *
 * <p>One thread, but for what {@link Backlog} says of any. Uses no class of Chronicle.
 */
public final class SlotBacklog implements Backlog, AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Path directory;
    private final SlotLock shipping;
    private final @Nullable SlotLock owning;
    private final Checkpoint checkpoint;
    private volatile SpoolPosition acknowledged;
    private long lastOrdinal;

    private SlotBacklog(Path directory, SlotLock shipping, @Nullable SlotLock owning, Checkpoint checkpoint) {
        this.directory = directory;
        this.shipping = shipping;
        this.owning = owning;
        this.checkpoint = checkpoint;
        this.acknowledged = checkpoint.position();
        this.lastOrdinal = checkpoint.lastOrdinal();
    }

    /**
     * Takes the right to ship a slot; whether it has an owner does not matter.
     *
     * @return null if somebody ships it
     * @throws IOException if the slot is not there, or cannot be read and written
     */
    public static @Nullable SlotBacklog open(Path slotDirectory) throws IOException {
        return open(slotDirectory.toRealPath(), false);
    }

    /**
     * Takes over a slot whose owner is gone: nobody can claim it before this is closed.
     *
     * @return null if it has an owner, or somebody ships it
     */
    public static @Nullable SlotBacklog adopt(Path slotDirectory) throws IOException {
        return open(slotDirectory.toRealPath(), true);
    }

    /**
     * The slots beside one, whether they have owners or not, the lowest number first.
     *
     * @param ownSlot a slot of the same service
     */
    public static List<Path> beside(Path ownSlot) throws IOException {
        Path own = ownSlot.toRealPath();
        List<Path> beside = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(own.resolveSibling("."))) {
            for (Path directory : all) {
                String name = directory.getFileName().toString();
                if (name.startsWith(Slot.GONE_PREFIX)) {
                    PrivateFiles.deleteRecursively(directory); // who removed it did not come to the end
                } else if (!name.equals(own.getFileName() + "")
                        && NUMBER.matcher(name).matches()) {
                    beside.add(own.resolveSibling(name));
                }
            }
        }
        Collections.sort(beside);
        return beside;
    }

    private static @Nullable SlotBacklog open(Path directory, boolean own) throws IOException {
        SlotLock owning = own ? SlotLock.tryClaimExisting(directory.resolve(Slot.LOCK_FILE)) : null;
        SlotLock shipping = null;
        SlotBacklog opened = null;
        try {
            if (own && owning == null) {
                return null;
            }
            shipping = SlotLock.tryClaim(directory.resolve(Slot.SHIP_LOCK_FILE));
            if (shipping == null) {
                return null;
            }
            opened = new SlotBacklog(directory, shipping, owning, Checkpoint.open(directory));
            return opened;
        } finally {
            if (opened == null) {
                close(shipping, owning);
            }
        }
    }

    @Override
    public Path slotDirectory() {
        return directory;
    }

    @Override
    public boolean isReading() {
        return true;
    }

    @Override
    public SlotCursor openCursor() {
        return new SlotCursor(directory, acknowledged);
    }

    @Override
    public SpoolPosition acknowledged() {
        return acknowledged;
    }

    @Override
    public void acknowledge(SpoolPosition upTo) throws IOException {
        SpoolPosition before = acknowledged;
        if (upTo.compareTo(before) <= 0) {
            return;
        }
        boolean moved = upTo.segment() > before.segment();
        if (moved) {
            // An owner that started meanwhile could not write its ordinal.
            lastOrdinal =
                    Math.max(lastOrdinal, SegmentSet.scan(directory, false).lastOrdinal());
        }
        checkpoint.write(upTo, lastOrdinal, false);
        acknowledged = upTo;
        if (moved) {
            deleteAcknowledged();
        }
    }

    @Override
    public List<Eviction> evictions() throws IOException {
        return EvictionLog.open(directory).all();
    }

    @Override
    public List<IncarnationTail> tails() throws IOException {
        SlotLock owner = claimOwner();
        try {
            // With an owner that runs, the newest incarnation has not ended.
            SegmentSet segments = SegmentSet.scan(directory, false);
            Segment last = segments.atOrAfter(segments.lastNumber());
            return IncarnationTail.of(segments, owner != null || last == null ? null : last.incarnation());
        } finally {
            giveBack(owner);
        }
    }

    /** Deletes what lies before the checkpoint, unless the slot has an owner, who does that. */
    public void deleteAcknowledged() throws IOException {
        SlotLock owner = claimOwner();
        if (owner == null) {
            return;
        }
        try {
            for (Segment segment : SegmentSet.scan(directory, false).all()) {
                if (segment.number() < acknowledged.segment()) {
                    PrivateFiles.deleteRecursively(segment.directory());
                }
            }
        } finally {
            giveBack(owner);
        }
    }

    /**
     * Removes the slot of which this has taken over both locks, and ends this. Whoever had opened its lock meanwhile finds
     * that it is gone, and makes the slot anew.
     */
    public void remove() throws IOException {
        if (owning == null) {
            throw new IllegalStateException("the slot was not adopted");
        }
        try {
            Path gone = directory.resolveSibling(
                    Slot.GONE_PREFIX + Incarnation.next(1).id());
            Files.move(directory, gone);
            PrivateFiles.deleteRecursively(gone);
        } finally {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            checkpoint.close();
        } finally {
            close(shipping, owning);
        }
    }

    private static void close(@Nullable SlotLock shipping, @Nullable SlotLock owning) throws IOException {
        try {
            if (shipping != null) {
                shipping.close();
            }
        } finally {
            if (owning != null) {
                owning.close();
            }
        }
    }

    private @Nullable SlotLock claimOwner() throws IOException {
        return owning != null ? owning : SlotLock.tryClaim(directory.resolve(Slot.LOCK_FILE));
    }

    private void giveBack(@Nullable SlotLock owner) throws IOException {
        if (owner != null && owner != owning) {
            owner.close();
        }
    }
}
