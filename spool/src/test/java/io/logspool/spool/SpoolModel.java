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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A spool, and beside it a list of what it accepted, which says after each step what the spool has to show. Time is no
 * part of it: a step of the spool's thread is a step here.
 */
final class SpoolModel implements AutoCloseable {

    private static final int MAX_ENTRY_BYTES = 64 << 10;
    private static final int SEGMENT_BYTES = 1 << 20;
    private static final int HIGHEST_TAG = 6;
    private static final int WORK_AFTER_DRAIN = 8;

    private record Entry(Incarnation incarnation, long sequence, int tag, ByteBuffer payload, long page, String name) {}

    private record Read(int index, SpoolPosition position) {}

    private final Path directory;
    private final SpoolOptions options;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Read> unacknowledged = new ArrayList<>();
    private final Set<Integer> missing = new HashSet<>();

    private int lives;
    private Path service;
    private Spool spool;
    private SpoolCursor cursor;

    // Indices into entries.
    private int acknowledged;
    private int acknowledgedBefore;
    private int highestAcknowledged;
    private int next;

    private SpoolPosition position = SpoolPosition.START;
    private SpoolPosition positionBefore = SpoolPosition.START;
    private long refusals;
    private long lost;
    private int flips;
    private boolean steppedBack;
    private @Nullable Entry lastRead;
    private final Set<String> definitions = new HashSet<>();
    private long definitionsPage;
    private String defined = "";
    private long definedPage = -1;

    SpoolModel(Path directory, long seed) throws IOException {
        this.directory = directory;
        Random random = new Random(seed);
        OverflowPolicy overflow = List.of(OverflowPolicy.values()).get(random.nextInt(3));
        this.options = new SpoolOptions(
                directory,
                (2L + random.nextInt(3)) << 20,
                SEGMENT_BYTES,
                0,
                MAX_ENTRY_BYTES,
                overflow,
                Duration.ofNanos(20_000),
                random.nextBoolean() ? 0 : 4,
                random.nextBoolean() ? 0 : 30,
                random.nextInt(4) == 0 ? SyncMode.INTERVAL : SyncMode.NONE,
                Duration.ofMillis(10));
        this.service = directory.resolve("life-0");
        this.spool = Spool.open(options(), new byte[] {1, 2, 3});
        this.cursor = spool.openCursor();
        wrotePosition(position, 0);
    }

    private SpoolOptions options() {
        return new SpoolOptions(
                service,
                options.maxBytes(),
                options.segmentBytes(),
                options.minFreeBytes(),
                options.maxEntryBytes(),
                options.overflow(),
                options.blockTimeout(),
                options.reserveTag(),
                options.reservePercent(),
                options.sync(),
                options.syncInterval());
    }

    @Override
    public String toString() {
        return options.overflow() + ", quota " + options.maxBytes() + ", reserve from tag " + options.reserveTag()
                + " of " + options.reservePercent() + " %, sync " + options.sync();
    }

    void run(ModelAction action) throws IOException {
        Random random = new Random(action.seed());
        switch (action.kind()) {
            case APPEND -> appendSome(random);
            case APPEND_IN_PAGE -> appendInPage(random);
            case READ -> read(1 + random.nextInt(50));
            case READ_ALL -> {
                readAll();
                checkView();
            }
            case SEEK -> seek(random);
            case ACKNOWLEDGE -> acknowledge(random);
            case WORK -> spool.doWork();
            case ROLL -> roll(random);
            case FILL -> fill(random);
            case DRAIN -> drain();
            case REOPEN -> reopen();
            case CRASH -> crash(random);
            case CRASH_IN_WORK -> crashInWork(random);
            case CRASH_AND_FLIP -> crashAndFlip(random);
        }
        check(action.seed() % 4 == 0 || action.kind() == ModelAction.Kind.FILL);
    }

    /** What has to be true at the end: everything comes, the spool goes on, and a restart finds nothing. */
    void finish() throws IOException {
        reopen();
        readAll();
        drain();
        reopen();
        assertThat(cursor.next()).as("nothing is left").isFalse();
        check(true);
    }

    private void appendSome(Random random) {
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(30) == 0 ? random.nextInt(MAX_ENTRY_BYTES + 1) : random.nextInt(300);
            append(random, length, -1, "");
        }
        if (random.nextInt(10) == 0) {
            append(random, MAX_ENTRY_BYTES + 1, -1, "");
        }
    }

    private boolean append(Random random, int length, long page, String name) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        int tag = random.nextInt(HIGHEST_TAG + 1);
        long expected = spool.stats().appended() + 1;
        long result = page < 0 ? spool.append(payload, 0, length, tag) : spool.append(payload, 0, length, tag, page);
        if (result == Spool.MOVED) {
            assertThat(page).as("moved").isNotNegative();
            return false;
        }
        if (result > 0) {
            assertThat(result).as("dense sequences").isEqualTo(expected);
            entries.add(new Entry(spool.incarnation(), result, tag, ByteBuffer.wrap(payload), page, name));
            return true;
        }
        refusals++;
        AppendRefusal refusal = AppendRefusal.of(result);
        if (length > MAX_ENTRY_BYTES) {
            assertThat(refusal).isEqualTo(AppendRefusal.TOO_LARGE);
        } else if (refusal == AppendRefusal.RESERVED) {
            assertThat(tag).isLessThan(options.reserveTag());
            assertThat(options.overflow()).isNotEqualTo(OverflowPolicy.DROP_OLDEST);
        } else {
            assertThat(refusal).isIn(AppendRefusal.SPOOL_FULL, AppendRefusal.TIMEOUT);
        }
        return false;
    }

    private void appendInPage(Random random) {
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            long page = spool.page();
            if (page != definedPage) {
                String name = page + "-" + random.nextInt(1000);
                byte[] bytes = name.getBytes(UTF_8);
                boolean written = spool.define(bytes, 0, bytes.length, page);
                defined = written ? name : "";
                definedPage = written ? page : -1;
            }
            append(random, random.nextInt(300), page, defined);
        }
    }

    private void roll(Random random) throws IOException {
        long segment = spool.page() >> 16;
        int refused = 0;
        for (int i = 0; i < 1200 && refused < 50 && spool.page() >> 16 == segment; i++) {
            refused += append(random, 1000, -1, "") ? 0 : 1;
            if (i % 16 == 0) {
                spool.doWork();
            }
        }
    }

    private void fill(Random random) throws IOException {
        int refused = 0;
        for (int i = 0; i < 600 && refused < 3; i++) {
            refused += append(random, 8000, -1, "") ? 0 : 1;
            if (i % 8 == 0 || refused > 0) {
                spool.doWork();
            }
        }
    }

    private int read(int most) throws IOException {
        int read = 0;
        while (read < most && cursor.next()) {
            if (cursor.isDefinition()) {
                define(cursor.page(), text(cursor.array(), cursor.offset(), cursor.length()));
                continue;
            }
            int index = find(next, cursor.incarnation(), cursor.sequence());
            Entry entry = entries.get(index);
            passOver(next, index);
            next = index + 1;
            assertThat(cursor.tag()).as("tag of %d", index).isEqualTo(entry.tag());
            assertThat(ByteBuffer.wrap(cursor.array(), cursor.offset(), cursor.length()))
                    .as("payload of %d", index)
                    .isEqualTo(entry.payload());
            checkDefinition(entry, cursor.page());
            countLost(entry);
            unacknowledged.add(new Read(index, cursor.position()));
            read++;
        }
        if (read < most) {
            passOver(next, entries.size());
        }
        return read;
    }

    private int readAll() throws IOException {
        return read(Integer.MAX_VALUE);
    }

    private void define(long page, String definition) {
        if (page != definitionsPage) {
            definitions.clear();
            definitionsPage = page;
        }
        definitions.add(definition);
    }

    private void checkDefinition(Entry entry, long page) {
        if (entry.page() >= 0) {
            assertThat(page).as("page of %s", entry.sequence()).isEqualTo(entry.page());
            if (!entry.name().isEmpty() && flips == 0) {
                assertThat(definitionsPage)
                        .as("page of the definitions before it")
                        .isEqualTo(page);
                assertThat(definitions).contains(entry.name());
            }
        }
    }

    /** Where a read entry is in the list; it must not stand before what was read. */
    private int find(int from, Incarnation incarnation, long sequence) {
        for (int i = from; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.sequence() == sequence && entry.incarnation().equals(incarnation)) {
                return i;
            }
        }
        throw new AssertionError("read " + sequence + " of " + incarnation + ", which "
                + (entries.stream()
                                .anyMatch(e -> e.sequence() == sequence
                                        && e.incarnation().equals(incarnation))
                        ? "comes again or out of order"
                        : "was never accepted"));
    }

    /** These were not read, though their turn was: they must have been evicted, or damaged, or acknowledged before. */
    private void passOver(int from, int to) {
        if (from == to) {
            return;
        }
        EvictedRanges evicted = new EvictedRanges(spool.stats().evicted());
        for (int i = Math.max(from, highestAcknowledged); i < to; i++) {
            Entry entry = entries.get(i);
            if (!evicted.contains(entry.incarnation(), entry.sequence())) {
                missing.add(i);
            }
        }
        assertThat(missing).as("entries that are neither read nor evicted").hasSizeLessThanOrEqualTo(flips);
    }

    private void countLost(Entry entry) {
        Entry last = lastRead;
        long expected = entry.sequence();
        if (last != null && !last.incarnation().equals(entry.incarnation())) {
            expected = entry.incarnation().ordinal() > last.incarnation().ordinal() ? 1 : expected;
        } else if (last != null) {
            expected = last.sequence() + 1;
        }
        boolean isNew = last == null
                || (last.incarnation().equals(entry.incarnation())
                        ? entry.sequence() > last.sequence()
                        : entry.incarnation().ordinal() > last.incarnation().ordinal());
        if (isNew) {
            EvictedRanges evicted = new EvictedRanges(
                    expected < entry.sequence() ? spool.stats().evicted() : List.of());
            for (long sequence = expected; sequence < entry.sequence(); sequence++) {
                lost += evicted.contains(entry.incarnation(), sequence) ? 0 : 1;
            }
            lastRead = entry;
        }
    }

    private void seek(Random random) throws IOException {
        if (!unacknowledged.isEmpty()) {
            int at = random.nextInt(unacknowledged.size());
            Read target = unacknowledged.get(at);
            cursor.seek(target.position());
            next = target.index() + 1;
            unacknowledged.subList(at + 1, unacknowledged.size()).clear();
            definitions.clear();
            read(1);
        }
    }

    private void acknowledge(Random random) throws IOException {
        if (!unacknowledged.isEmpty()) {
            acknowledgeUpTo(random.nextInt(unacknowledged.size()));
        }
    }

    private void acknowledgeUpTo(int at) throws IOException {
        Read read = unacknowledged.get(at);
        spool.acknowledge(read.position());
        unacknowledged.subList(0, at + 1).clear();
        wrotePosition(read.position(), read.index() + 1);
    }

    private void wrotePosition(SpoolPosition newPosition, int index) {
        positionBefore = position;
        acknowledgedBefore = acknowledged;
        position = newPosition;
        acknowledged = index;
        highestAcknowledged = Math.max(highestAcknowledged, index);
    }

    private void drain() throws IOException {
        readAll();
        if (!unacknowledged.isEmpty()) {
            acknowledgeUpTo(unacknowledged.size() - 1);
        }
        assertThat(spool.stats().backlogBytes()).as("backlog").isZero();
        Random random = new Random(7);
        boolean taken = false;
        for (int i = 0; i < WORK_AFTER_DRAIN && !taken; i++) {
            spool.doWork();
            assertThat(cursor.next()).isFalse();
            taken = appendImportant(random);
        }
        assertThat(taken).as("an empty spool takes an entry: %s", spool.stats()).isTrue();
        spool.doWork();
        assertThat(spool.stats().segments()).as("segments of an empty spool").isLessThanOrEqualTo(3);
        assertThat(readAll()).isEqualTo(1);
        acknowledgeUpTo(0);
    }

    private boolean appendImportant(Random random) {
        byte[] payload = new byte[10];
        random.nextBytes(payload);
        long result = spool.append(payload, 0, payload.length, HIGHEST_TAG);
        if (result > 0) {
            entries.add(new Entry(spool.incarnation(), result, HIGHEST_TAG, ByteBuffer.wrap(payload), -1, ""));
            return true;
        }
        refusals++;
        return false;
    }

    private void reopen() throws IOException {
        cursor.close();
        spool.close();
        open();
    }

    /** A process dies by its files alone going on. */
    private void crash(Random random) throws IOException {
        Path slot = die();
        if (random.nextInt(3) == 0) {
            CrashedSlot.tearTail(slot, random);
        }
        leaveFiles(slot, random);
        open();
    }

    private void crashInWork(Random random) throws IOException {
        Path before = directory.resolve("before");
        PrivateFiles.deleteRecursively(before);
        CrashedSlot.copy(spool.slotDirectory(), before);
        spool.doWork();
        Path slot = die();
        CrashedSlot.undelete(before, slot, random);
        CrashedSlot.unmake(before, slot, random);
        leaveFiles(slot, random);
        open();
    }

    private void crashAndFlip(Random random) throws IOException {
        Path slot = die();
        List<Path> segments = CrashedSlot.segments(slot);
        for (int i = random.nextInt(3); i >= 0 && !segments.isEmpty(); i--) {
            Path file = CrashedSlot.file(segments.get(random.nextInt(segments.size())));
            if (file != null) {
                CrashedSlot.flip(file, random);
                flips++;
            }
        }
        open();
    }

    private Path die() throws IOException {
        Path dead = service;
        service = directory.resolve("life-" + ++lives);
        Path slot = service.resolve("0");
        CrashedSlot.copy(dead.resolve("0"), slot);
        cursor.close();
        spool.close();
        PrivateFiles.deleteRecursively(dead);
        return slot;
    }

    private void leaveFiles(Path slot, Random random) throws IOException {
        if (random.nextInt(3) == 0) {
            CrashedSlot.leaveHalfMade(slot, spool.incarnation(), random);
        }
        int tear = random.nextInt(8);
        if (tear < 2) {
            CrashedSlot.tearCheckpoint(slot, tear == 0, random);
            if (tear == 0) {
                position = positionBefore;
                acknowledged = acknowledgedBefore;
                steppedBack = true;
            }
        }
    }

    private void open() throws IOException {
        long ordinal = entries.isEmpty()
                ? 0
                : entries.get(entries.size() - 1).incarnation().ordinal();
        spool = Spool.open(options(), new byte[] {1, 2, 3});
        cursor = spool.openCursor();
        assertThat(spool.incarnation().ordinal()).as("ordinal").isGreaterThan(ordinal);
        wrotePosition(position, acknowledged);
        next = acknowledged;
        unacknowledged.clear();
        definitions.clear();
        definedPage = -1;
        refusals = 0;
        lost = 0;
        lastRead = null;
    }

    private void check(boolean disk) throws IOException {
        SpoolStats stats = spool.stats();
        long own = entries.isEmpty()
                        || !entries.get(entries.size() - 1).incarnation().equals(spool.incarnation())
                ? 0
                : entries.get(entries.size() - 1).sequence();
        assertThat(stats.appended()).as("appended").isEqualTo(own);
        assertThat(stats.refused().values().stream().mapToLong(Long::longValue).sum())
                .as("refused")
                .isEqualTo(refusals);
        assertThat(stats.lost()).as("lost").isEqualTo(lost);
        assertThat(stats.allocatedBytes()).as("allocated").isLessThanOrEqualTo(options.maxBytes());
        assertThat(Checkpoint.peek(spool.slotDirectory())).as("checkpoint").isEqualTo(position);
        if (flips == 0) {
            assertThat(stats.lost()).as("lost, though nothing was damaged").isZero();
            assertThat(stats.lastError()).isNull();
            checkEvictions(stats.evicted());
        }
        if (disk) {
            assertThat(TestSpools.diskUsage(service))
                    .as("disk usage; %s", stats)
                    .isLessThanOrEqualTo(stats.allocatedBytes());
        }
    }

    /** Each entry is listed once, by its tag. */
    private void checkEvictions(List<Eviction> evictions) {
        for (Eviction eviction : evictions) {
            Map<Integer, Long> counts = new HashMap<>();
            for (Entry entry : entries) {
                if (entry.incarnation().equals(eviction.incarnation())
                        && entry.sequence() >= eviction.firstSequence()
                        && entry.sequence() <= eviction.lastSequence()) {
                    counts.merge(entry.tag(), 1L, Long::sum);
                }
            }
            assertThat(eviction.entriesByTag()).as("%s", eviction).isEqualTo(counts);
        }
        assertThat(new EvictedRanges(evictions).overlaps())
                .as("listed twice: %s", evictions)
                .isFalse();
    }

    /** Somebody who looks from outside sees the same, and no gap where there is none. */
    private void checkView() throws IOException {
        EvictedRanges evicted = new EvictedRanges(spool.stats().evicted());
        int index = acknowledged;
        try (SlotCursor view = SlotView.find(spool.slotDirectory()).get(0).openCursor(position)) {
            while (view.next()) {
                if (!view.isDefinition()) {
                    int found = find(index, view.incarnation(), view.sequence());
                    for (int i = index; i < found; i++) {
                        checkUnseen(i, evicted);
                    }
                    index = found + 1;
                }
            }
            for (int i = index; i < entries.size(); i++) {
                checkUnseen(i, evicted);
            }
            if (flips == 0) {
                // With the newest copy of the checkpoint gone, what was acknowledged and deleted can look like lost.
                assertThat(steppedBack ? List.of() : view.gaps()).isEmpty();
                assertThat(view.damage()).isEmpty();
            }
        }
    }

    private void checkUnseen(int index, EvictedRanges evicted) {
        Entry entry = entries.get(index);
        assertThat(index < highestAcknowledged
                        || missing.contains(index)
                        || evicted.contains(entry.incarnation(), entry.sequence()))
                .as("entry %d is not seen from outside", index)
                .isTrue();
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, UTF_8);
    }

    @Override
    public void close() throws IOException {
        cursor.close();
        spool.close();
    }

    /** What was evicted, to be asked for single entries. */
    private record EvictedRanges(List<Eviction> evictions) {

        boolean contains(Incarnation incarnation, long sequence) {
            return evictions.stream().anyMatch(e -> e.overlap(incarnation, sequence, sequence) > 0);
        }

        boolean overlaps() {
            for (int i = 0; i < evictions.size(); i++) {
                Eviction one = evictions.get(i);
                for (Eviction other : evictions.subList(0, i)) {
                    if (one.overlap(other.incarnation(), other.firstSequence(), other.lastSequence()) > 0) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
