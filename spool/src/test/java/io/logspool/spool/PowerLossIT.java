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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code spool.sync} promises when the power is cut. The spool is on an ext4 volume in a file: what the kernel has not
 * written to that file is what a power cut would take, so a copy of the file is what a power cut would leave. It is mounted,
 * and read. {@code -Dcampaign.rounds} says how often writers are stopped at any instant.
 */
class PowerLossIT {

    private static final int ROUNDS = Math.max(3, Integer.getInteger("campaign.rounds", 20) / 10);
    private static final int THREADS = 3;
    private static final int ENTRIES = 100;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofHours(1);

    /** The file system writes nothing unasked while a test lasts. */
    private static final String MOUNT_OPTIONS = "loop,commit=300";

    @TempDir
    private Path directory;

    private final List<Path> mounted = new ArrayList<>();

    @AfterEach
    void unmount() throws Exception {
        for (Path volume : mounted) {
            SystemCommand.run("umount", "-l", volume.toString());
        }
    }

    @Test
    void with_always_whatever_was_accepted_is_there_at_whatever_instant_the_power_is_cut() throws Exception {
        long seed = Long.getLong("campaign.seed", System.nanoTime());
        Random random = new Random(seed);
        CrashRecords records = new CrashRecords(directory);
        for (int round = 1; round <= ROUNDS; round++) {
            Path volume = makeVolume("always-" + round);
            Process process = start(volume.resolve("spool"), records.records());
            Path after;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                assertThat(out.readLine()).hasSize(32);
                assertThat(process.waitFor(100 + random.nextInt(400), TimeUnit.MILLISECONDS))
                        .isFalse();
                stop(process);
                after = cutPower(volume);
            } finally {
                process.destroyForcibly().waitFor();
            }
            records.verify(
                    CrashingWriter.options(after.resolve("spool"), OverflowPolicy.BLOCK),
                    "seed " + seed + " round " + round);
            records.clear();
        }
        System.out.printf(
                "power loss campaign: %d cuts, %d accepted, %d read before, %d after, 0 missing, seed %d%n",
                ROUNDS, records.accepted, records.readBefore, records.readAfter, seed);
        assertThat(records.accepted).isPositive();
        assertThat(records.readAfter).isPositive();
    }

    @Test
    void with_interval_what_is_older_than_that_is_there() throws Exception {
        Path volume = makeVolume("interval");
        try (Spool spool = Spool.open(options(volume, SyncMode.INTERVAL, INTERVAL), new byte[0])) {
            append(spool);
            long end = System.nanoTime() + INTERVAL.multipliedBy(2).toNanos();
            while (System.nanoTime() < end) {
                spool.doWork();
                Thread.onSpinWait();
            }
            assertThat(TestSpools.append(spool, "too late", 1)).isEqualTo(ENTRIES + 1);
            assertThat(entriesOn(cutPower(volume))).isEqualTo(ENTRIES);
        }
    }

    @Test
    void what_is_before_the_checkpoint_is_on_the_device_before_the_checkpoint_is() throws Exception {
        Path volume = makeVolume("checkpoint");
        try (Spool spool = Spool.open(options(volume, SyncMode.INTERVAL, NEVER), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            append(spool);
            for (int i = 0; i < ENTRIES; i++) {
                assertThat(cursor.next()).isTrue();
            }
            spool.acknowledge(cursor.position());
            Path after = cutPower(volume);
            assertThat(slot(after).checkpoint()).isEqualTo(cursor.position());
            assertThat(entriesOn(after)).isEqualTo(ENTRIES);
        }
    }

    @Test
    void a_start_forces_what_the_one_before_has_left_in_memory() throws Exception {
        Path volume = makeVolume("start");
        try (Spool spool = Spool.open(options(volume, SyncMode.NONE, NEVER), new byte[0])) {
            append(spool);
        }
        try (Spool spool = Spool.open(options(volume, SyncMode.INTERVAL, NEVER), new byte[0])) {
            assertThat(spool.stats().backlogBytes()).isPositive();
            assertThat(entriesOn(cutPower(volume))).isEqualTo(ENTRIES);
        }
    }

    /** Or the tests above would show nothing. */
    @Test
    void with_none_what_the_kernel_has_not_written_is_gone() throws Exception {
        Path volume = makeVolume("none");
        try (Spool spool = Spool.open(options(volume, SyncMode.NONE, INTERVAL), new byte[0])) {
            append(spool);
            spool.doWork();
            assertThat(entriesOn(cutPower(volume))).isLessThan(ENTRIES);
        }
    }

    private static void append(Spool spool) {
        for (int i = 1; i <= ENTRIES; i++) {
            assertThat(TestSpools.append(spool, "entry " + i, 1)).isEqualTo(i);
        }
    }

    private static long entriesOn(Path volume) throws IOException {
        try (SlotCursor cursor = slot(volume).openCursor(SpoolPosition.START)) {
            long last = 0;
            while (cursor.next()) {
                assertThat(cursor.sequence()).isEqualTo(last + 1);
                last = cursor.sequence();
            }
            return last;
        } catch (NoSuchFileException e) {
            return 0; // not even the directory is there
        }
    }

    private static SlotView slot(Path volume) throws IOException {
        List<SlotView> slots = SlotView.find(volume.resolve("spool"));
        if (slots.isEmpty()) {
            throw new NoSuchFileException(volume.toString());
        }
        return slots.get(0);
    }

    private static SpoolOptions options(Path volume, SyncMode sync, Duration interval) {
        return TestOptions.in(volume.resolve("spool")).sync(sync, interval).build();
    }

    private static Process start(Path service, Path records) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        CrashingWriter.class.getName(),
                        service.toString(),
                        records.toString(),
                        Integer.toString(THREADS),
                        OverflowPolicy.BLOCK.name()) // and with it, always
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Stops all threads where they are; one that waits for the device, when the device is done. */
    private static void stop(Process process) throws Exception {
        assertThat(SystemCommand.run("kill", "-STOP", Long.toString(process.pid())))
                .isTrue();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isStopped(process)) {
            assertThat(System.nanoTime()).as("time to stop").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean isStopped(Process process) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path task : tasks.toList()) {
                String stat = Files.readString(task.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        }
    }

    private Path makeVolume(String name) throws Exception {
        Path image = directory.resolve(name + ".image");
        assumeTrue(
                SystemCommand.run("truncate", "-s", "64M", image.toString())
                        && SystemCommand.run("mkfs.ext4", "-q", "-m", "0", "-E", "lazy_itable_init=0", image.toString())
                        && mount(image, name),
                "mounting a small ext4 volume needs root and its tools");
        return directory.resolve(name);
    }

    /** What a power cut would leave of a volume that nobody writes to at this moment, mounted at a place of its own. */
    private Path cutPower(Path volume) throws Exception {
        String name = volume.getFileName() + "-after";
        Path image = directory.resolve(name + ".image");
        assertThat(SystemCommand.run(
                        "cp",
                        "--sparse=always",
                        directory.resolve(volume.getFileName() + ".image") + "",
                        image.toString()))
                .isTrue();
        assertThat(mount(image, name)).isTrue();
        return directory.resolve(name);
    }

    private boolean mount(Path image, String name) throws Exception {
        Path mountPoint = Files.createDirectory(directory.resolve(name));
        boolean done = SystemCommand.run("mount", "-o", MOUNT_OPTIONS, image.toString(), mountPoint.toString());
        if (done) {
            mounted.add(mountPoint);
        }
        return done;
    }
}
