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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slot from outside, while its owner may append and delete: every entry that is whole and was not deleted
 * before it was reached, in the order of the spool, and each once.
 *
 * <p>Nobody tells this reader where a segment ends. A segment is left behind only when a later one was seen to hold
 * an entry, and it was read once more after that: entries go into one segment after the other.
 *
 * <p>One thread owns a cursor. What {@link #array()} and the like show is valid until the next {@link #next()}.
 */
public final class SlotCursor implements Cursor {

    private final Path slotDirectory;
    /** The first is the one that is read; in those behind it no entry was found, but maybe in the last. */
    private final Deque<SegmentReader> open = new ArrayDeque<>();

    private final List<DamagedRange> damage = new ArrayList<>();
    private final List<SequenceGap> gaps = new ArrayList<>();
    private final List<SpoolPosition> tornTails = new ArrayList<>();

    private SpoolPosition from;
    private SpoolPosition position;
    private SegmentSet known;
    private long lastOpened;
    private @Nullable SegmentReader primed;
    private @Nullable SegmentReader shown;
    private @Nullable Segment lastSegment;
    private long lastSequence;
    private long entries;
    private long bytesPassed;

    SlotCursor(Path slotDirectory, SpoolPosition from) {
        this.slotDirectory = slotDirectory;
        this.from = from;
        this.position = from;
        this.lastOpened = from.segment() - 1;
        this.known = SegmentSet.empty(slotDirectory);
    }

    @Override
    public boolean next() throws IOException {
        shown = null;
        while (true) {
            SegmentReader current = open.peekFirst();
            if (current != null && current != primed && hasNext(current)) {
                return show(current);
            }
            if (primed != null && current != null && current != primed) {
                // Those between the two were last read before the later one was seen to hold an entry.
                settle(open.removeFirst());
                continue;
            }
            if (primed != null) {
                current = primed;
                primed = null;
                return show(current);
            }
            primed = findLater();
            // Of what was read ahead, the end may have been written to since.
            open.forEach(reader -> {
                if (reader != primed) {
                    reader.refresh();
                }
            });
            if (primed == null) {
                return false;
            }
        }
    }

    /** Once a later segment was seen to hold an entry, what is not found in an earlier one never will be. */
    private boolean hasNext(SegmentReader reader) throws IOException {
        return primed == null ? reader.poll() : reader.next();
    }

    @Override
    public boolean isDefinition() {
        return shown().isDefinition();
    }

    @Override
    public long page() {
        return shown().page();
    }

    @Override
    public long sequence() {
        return shown().sequence();
    }

    @Override
    public int tag() {
        return shown().tag();
    }

    @Override
    public Incarnation incarnation() {
        return shown().segment().incarnation();
    }

    @Override
    public byte[] array() {
        return shown().array();
    }

    @Override
    public int offset() {
        return shown().payloadOffset();
    }

    @Override
    public int length() {
        return shown().payloadLength();
    }

    /** Bytes that the current entry takes on disk. */
    public long sizeOnDisk() {
        return EntryFormat.sizeOnDisk(length());
    }

    @Override
    public byte[] preamble() {
        return shown().preamble();
    }

    @Override
    public SpoolPosition position() {
        return position;
    }

    @Override
    public void seek(SpoolPosition target) throws IOException {
        close();
        from = target;
        position = target;
        lastOpened = target.segment() - 1;
        lastSegment = null;
    }

    /** How many entries were read. */
    public long entries() {
        return entries;
    }

    /** How far reading has come, in bytes of all segments read so far. */
    public long bytesPassed() {
        SegmentReader current = open.peekFirst();
        return bytesPassed + (current == null ? 0 : current.position());
    }

    /** The damage met so far; that at the end of a segment only once {@link #next()} had found nothing behind it. */
    public List<DamagedRange> damage() {
        List<DamagedRange> all = new ArrayList<>(damage);
        open.forEach(reader -> addDamage(reader, all));
        return all;
    }

    /** Entries that are missing between, or before, those that were read. */
    public List<SequenceGap> gaps() {
        return Collections.unmodifiableList(gaps);
    }

    /**
     * Where an append did not finish: it is under way, or its process died in it. Nothing that was accepted is lost
     * by it.
     */
    public List<SpoolPosition> tornTails() {
        List<SpoolPosition> all = new ArrayList<>(tornTails);
        open.forEach(reader -> addTornTail(reader, all));
        return all;
    }

    @Override
    public void close() throws IOException {
        for (SegmentReader reader : open) {
            reader.close();
        }
        open.clear();
        primed = null;
        shown = null;
    }

    /** Looks behind the current segment for one that has an entry, and moves it there. */
    private @Nullable SegmentReader findLater() throws IOException {
        boolean isCurrent = true;
        for (SegmentReader reader : open) {
            if (!isCurrent && reader.poll()) {
                return reader;
            }
            isCurrent = false;
        }
        SegmentReader found = openLater();
        if (found == null) {
            rescan();
            found = openLater();
        }
        return found;
    }

    private @Nullable SegmentReader openLater() throws IOException {
        for (Segment next = laterSegment(); next != null; next = laterSegment()) {
            lastOpened = next.number();
            SegmentReader reader = new SegmentReader(next);
            if (reader.missing()) {
                reader.close();
                continue;
            }
            open.addLast(reader);
            if (next.number() == from.segment()) {
                reader.seek(from.offset());
            }
            if (reader.next()) {
                return reader;
            }
        }
        return null;
    }

    /**
     * The next segment that was not opened yet. A directory is not listed in one instant, and a segment can be passed
     * over while it is made, and the one made after it be seen. So a hole is believed only at the second look.
     */
    private @Nullable Segment laterSegment() throws IOException {
        Segment later = known.after(lastOpened);
        if (later != null && later.number() > lastOpened + 1) {
            rescan();
            later = known.after(lastOpened);
        }
        return later;
    }

    private void rescan() throws IOException {
        try {
            known = SegmentSet.scan(slotDirectory, false);
        } catch (NoSuchFileException e) {
            known = SegmentSet.empty(slotDirectory); // a slot whose backlog was adopted is removed
        }
        passOverGone();
    }

    /**
     * A number is given again where a segment was deleted at the end of its incarnation because nothing was in it, and where
     * the whole slot was removed and made anew.
     */
    private void passOverGone() throws IOException {
        while (open.size() > 1 && open.getLast() != primed && open.getLast().isGone()) {
            open.removeLast().close();
            lastOpened = open.getLast().segment().number();
        }
        Segment oldest = known.after(0);
        SegmentReader only = open.size() == 1 ? open.getFirst() : null;
        // Segments go in the order of their numbers: where this one is gone, none before it is left.
        if (only != null && only != primed && oldest != null && oldest.number() <= lastOpened && only.isGone()) {
            settle(open.removeFirst());
            lastOpened = 0;
            lastSegment = null;
        }
    }

    private boolean show(SegmentReader reader) throws IOException {
        shown = reader;
        if (reader.isDefinition()) {
            return true;
        }
        noteGap(reader.segment(), reader.sequence());
        lastSegment = reader.segment();
        lastSequence = reader.sequence();
        position = new SpoolPosition(reader.segment().number(), reader.position(), reader.sequence());
        entries++;
        return true;
    }

    private void noteGap(Segment segment, long sequence) throws IOException {
        Segment before = lastSegment;
        long expected;
        if (before == null) {
            // Only of a slot where nothing was ever acknowledged it is known that it begins at the beginning.
            boolean fromStart = from.equals(SpoolPosition.START) && SpoolPosition.START.equals(checkpoint());
            expected = fromStart ? 1 : sequence;
        } else {
            expected = before.incarnation().equals(segment.incarnation()) ? lastSequence + 1 : 1;
        }
        long missing = sequence - expected;
        if (missing > 0) {
            rescan(); // for what was evicted meanwhile
        }
        if (missing > 0
                && missing > known.evictions().countOf(segment.incarnation(), expected, sequence - 1)
                && !wasDeleted(before, segment)) {
            gaps.add(new SequenceGap(segment.incarnation(), expected, sequence - 1));
        }
    }

    /** Whether the owner deleted what was between, because it was acknowledged while we read. */
    private boolean wasDeleted(@Nullable Segment before, Segment segment) throws IOException {
        if (before != null && segment.number() - before.number() <= 1 && Files.exists(before.file())) {
            return false;
        }
        SpoolPosition acknowledged = checkpoint();
        return acknowledged == null || acknowledged.segment() >= Math.max(1, segment.number() - 1);
    }

    private @Nullable SpoolPosition checkpoint() throws IOException {
        try {
            return Checkpoint.peek(slotDirectory);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void settle(SegmentReader reader) throws IOException {
        addDamage(reader, damage);
        addTornTail(reader, tornTails);
        bytesPassed += reader.fileSize();
        reader.close();
    }

    private static void addDamage(SegmentReader reader, List<DamagedRange> to) {
        to.addAll(reader.damage());
        DamagedRange tail = reader.damagedTail();
        if (tail != null) {
            to.add(tail);
        }
    }

    private static void addTornTail(SegmentReader reader, List<SpoolPosition> to) {
        if (reader.tornTail()) {
            to.add(new SpoolPosition(reader.segment().number(), reader.position()));
        }
    }

    private SegmentReader shown() {
        SegmentReader reader = shown;
        if (reader == null) {
            throw new IllegalStateException("the cursor is at no entry");
        }
        return reader;
    }
}
