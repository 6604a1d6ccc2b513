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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A spool, and beside it a list of what it accepted, which says after each step what the spool has to show. A step of the
 * spool's thread is a step here, and time goes by the steps: the spool's clock is the model's, and so is its disk.
 */
final class SpoolModel implements AutoCloseable {

    private static final int MAX_ENTRY_BYTES = 64 << 10;
    private static final int SEGMENT_BYTES = 1 << 20;
    private static final int WORK_AFTER_DRAIN = 8;

    private final Path directory;
    private final SpoolOptions options;
    private final TestMachine machine = new TestMachine();
    private final ModelEntries entries = new ModelEntries();

    private int lives;
    private Path service;
    private Spool spool;
    private ModelReader reader;
    private ModelWriter writer;

    // Indices into entries.
    private int acknowledged;
    private int acknowledgedBefore;

    private SpoolPosition position = SpoolPosition.START;
    private SpoolPosition positionBefore = SpoolPosition.START;
    private int flips;
    private boolean steppedBack;
    private boolean wasFull;

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
                List.of(SyncMode.INTERVAL, SyncMode.ALWAYS, SyncMode.NONE, SyncMode.NONE)
                        .get(random.nextInt(4)),
                Duration.ofMillis(10));
        this.service = directory.resolve("life-0");
        this.spool = Spool.open(options(), new byte[] {1, 2, 3}, machine);
        this.reader = new ModelReader(spool, entries, 0, flips);
        this.writer = new ModelWriter(spool, options, entries);
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
            case APPEND -> writer.appendSome(random);
            case APPEND_IN_PAGE -> writer.appendInPage(random);
            case READ -> reader.read(1 + random.nextInt(50));
            case READ_ALL -> {
                reader.readAll();
                checkView();
            }
            case SEEK -> reader.seek(random);
            case ACKNOWLEDGE -> acknowledge(random);
            case WORK -> spool.doWork();
            case ROLL -> writer.roll(random);
            case FILL -> writer.fill(random);
            case DRAIN -> drain();
            case REOPEN -> reopen();
            case CRASH -> crash(random);
            case CRASH_IN_WORK -> crashInWork(random);
            case CRASH_AND_FLIP -> crashAndFlip(random);
            case SYNC -> sync();
            case SET_CLOCK -> setClock(random);
            case DISK_FULL -> fillDisk(random);
            case POWER_LOSS -> losePower(random);
        }
        if (options.sync() == SyncMode.ALWAYS) {
            entries.forced();
        }
        check(action.seed() % 4 == 0 || action.kind() == ModelAction.Kind.FILL);
    }

    /** What has to be true at the end: everything comes, the spool goes on, and a restart finds nothing. */
    void finish() throws IOException {
        machine.disk(TestMachine.Disk.HAS_ROOM);
        reopen();
        reader.readAll();
        drain();
        reopen();
        reader.checkAtEnd();
        check(true);
    }

    private void acknowledge(Random random) throws IOException {
        if (reader.unacknowledged() > 0) {
            acknowledgeUpTo(random.nextInt(reader.unacknowledged()));
        }
    }

    private void acknowledgeUpTo(int at) throws IOException {
        ModelReader.Read read = reader.takeUpTo(at);
        spool.acknowledge(read.position());
        Incarnation incarnation = entries.get(read.index()).incarnation();
        Path segment =
                spool.slotDirectory().resolve(new SegmentName(read.position().segment(), incarnation).toString());
        if (options.sync() != SyncMode.NONE && Files.exists(segment)) {
            assertThat(machine.forcedEnd(segment))
                    .as("on the device before the checkpoint")
                    .isGreaterThanOrEqualTo(read.position().offset());
        }
        wrotePosition(read.position(), read.index() + 1);
    }

    private void wrotePosition(SpoolPosition newPosition, int index) {
        positionBefore = position;
        acknowledgedBefore = acknowledged;
        position = newPosition;
        acknowledged = index;
        entries.acknowledged(index);
    }

    private void drain() throws IOException {
        machine.disk(TestMachine.Disk.HAS_ROOM);
        reader.readAll();
        if (reader.unacknowledged() > 0) {
            acknowledgeUpTo(reader.unacknowledged() - 1);
        }
        assertThat(spool.stats().backlogBytes()).as("backlog").isZero();
        Random random = new Random(7);
        boolean taken = false;
        for (int i = 0; i < WORK_AFTER_DRAIN && !taken; i++) {
            spool.doWork();
            reader.checkAtEnd();
            taken = writer.appendImportant(random);
        }
        assertThat(taken).as("an empty spool takes an entry: %s", spool.stats()).isTrue();
        spool.doWork();
        assertThat(spool.stats().segments()).as("segments of an empty spool").isLessThanOrEqualTo(3);
        assertThat(reader.readAll()).isEqualTo(1);
        acknowledgeUpTo(0);
    }

    private void reopen() throws IOException {
        reader.close();
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

    /** What was appended longer ago than the interval is on the device. */
    private void sync() throws IOException {
        machine.advance(options.syncInterval().toNanos());
        spool.doWork();
        if (options.sync() == SyncMode.INTERVAL) {
            entries.forced();
        }
    }

    /** Nothing comes of it: not of the time of day, which only the files have, nor of the time since the start. */
    private void setClock(Random random) throws IOException {
        long seconds = random.nextInt(3) == 0 ? -random.nextInt(100_000) : random.nextInt(30);
        machine.advance(TimeUnit.SECONDS.toNanos(seconds));
        FileTime written = FileTime.from(random.nextInt(), TimeUnit.SECONDS);
        try (Stream<Path> all = Files.walk(service)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, written);
            }
        }
        spool.doWork();
    }

    /** Until it has room again: see {@link #drain()} and {@link #open()}. */
    private void fillDisk(Random random) throws IOException {
        machine.fillDisk(random);
        wasFull = true;
        spool.doWork();
        writer.fill(random);
    }

    /** Of what was not forced, nothing is left. */
    private void losePower(Random random) throws IOException {
        if (options.sync() == SyncMode.NONE) {
            return; // promises nothing
        }
        Path slot = die();
        machine.loseUnforced(slot, random);
        entries.powerLost();
        open();
    }

    private Path die() throws IOException {
        Path dead = service;
        service = directory.resolve("life-" + ++lives);
        Path slot = service.resolve("0");
        CrashedSlot.copy(dead.resolve("0"), slot);
        reader.close();
        machine.off(true);
        spool.close();
        machine.off(false);
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
        long ordinal = entries.lastOrdinal();
        spool = openSpool();
        assertThat(spool.slotDirectory().getFileName()).as("slot").hasToString("0");
        reader = new ModelReader(spool, entries, acknowledged, flips);
        writer = new ModelWriter(spool, options, entries);
        entries.reopened();
        if (options.sync() != SyncMode.NONE) {
            entries.forced();
        }
        assertThat(spool.incarnation().ordinal()).as("ordinal").isGreaterThan(ordinal);
        wrotePosition(position, acknowledged);
    }

    private Spool openSpool() throws IOException {
        try {
            return Spool.open(options(), new byte[] {1, 2, 3}, machine);
        } catch (IOException e) {
            assertThat(machine.isFull()).as("the disk is full; %s", e).isTrue();
            machine.disk(TestMachine.Disk.HAS_ROOM);
            return Spool.open(options(), new byte[] {1, 2, 3}, machine);
        }
    }

    private void check(boolean disk) throws IOException {
        SpoolStats stats = spool.stats();
        long own = entries.lastSequence(spool.incarnation());
        assertThat(stats.appended()).as("appended").isEqualTo(own);
        assertThat(stats.refused().values().stream().mapToLong(Long::longValue).sum())
                .as("refused")
                .isEqualTo(writer.refusals());
        assertThat(stats.lost()).as("lost").isEqualTo(entries.lost());
        assertThat(stats.allocatedBytes()).as("allocated").isLessThanOrEqualTo(options.maxBytes());
        assertThat(Checkpoint.peek(spool.slotDirectory())).as("checkpoint").isEqualTo(position);
        if (flips == 0) {
            assertThat(stats.lost()).as("lost, though nothing was damaged").isZero();
            assertThat(wasFull ? null : stats.lastError()).isNull();
            entries.checkEvictions(stats.evicted());
        }
        if (disk) {
            assertThat(TestSpools.diskUsage(service))
                    .as("disk usage; %s", stats)
                    .isLessThanOrEqualTo(stats.allocatedBytes());
        }
    }

    /** Somebody who looks from outside sees the same, and no gap where there is none. */
    private void checkView() throws IOException {
        ModelEntries.EvictedRanges evicted =
                new ModelEntries.EvictedRanges(spool.stats().evicted());
        int index = acknowledged;
        try (SlotCursor view = SlotView.find(spool.slotDirectory()).get(0).openCursor(position)) {
            while (view.next()) {
                if (!view.isDefinition()) {
                    int found = entries.find(index, view.incarnation(), view.sequence());
                    for (int i = index; i < found; i++) {
                        entries.checkUnseen(i, evicted);
                    }
                    index = found + 1;
                }
            }
            for (int i = index; i < entries.size(); i++) {
                entries.checkUnseen(i, evicted);
            }
            if (flips == 0) {
                // With the newest copy of the checkpoint gone, what was acknowledged and deleted can look like lost.
                assertThat(steppedBack ? List.of() : view.gaps()).isEmpty();
                assertThat(view.damage()).isEmpty();
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
        spool.close();
    }
}
