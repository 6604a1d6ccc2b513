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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that fills up, by others or by the spool itself, is a refusal, never a fault; what was accepted stays readable,
 * and the spool goes on when there is room again, without a restart.
 */
class DiskFullIT {

    private static final long VOLUME_BYTES = 24L << 20;

    @TempDir
    private Path directory;

    private Path volume = Path.of("");

    @AfterEach
    void unmount() throws Exception {
        if (!volume.toString().isEmpty()) {
            SystemCommand.run("umount", "-l", volume.toString()); // mappings go in the background
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4"})
    void a_full_disk_refuses_keeps_what_it_has_and_recovers(String type) throws Exception {
        mount(type);
        try (Spool spool = Spool.open(options(0), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            for (int i = 1; i <= 100; i++) {
                assertThat(TestSpools.append(spool, payload(i), 1)).isEqualTo(i);
            }
            Path hog = volume.resolve("hog");
            fill(hog);
            int taken = 100;
            long result = 0;
            while (result >= 0) {
                spool.doWork();
                result = TestSpools.append(spool, payload(taken + 1), 1);
                taken += result > 0 ? 1 : 0;
            }
            assertThat(AppendRefusal.of(result)).isEqualTo(AppendRefusal.SPOOL_FULL);
            assertThat(spool.stats().full()).isTrue();

            for (int i = 1; i <= taken; i++) {
                assertThat(cursor.next()).isTrue();
                assertThat(TestSpools.payload(cursor)).isEqualTo(payload(i));
            }
            Files.delete(hog);
            spool.doWork();
            assertThat(spool.stats().full()).isFalse();
            assertThat(TestSpools.append(spool, "room again", 1)).isEqualTo(taken + 1);
            assertThat(cursor.next()).isTrue();
            assertThat(TestSpools.payload(cursor)).isEqualTo("room again");
            assertThat(spool.stats().lost()).isZero();
        }
    }

    @Test
    void the_spool_stops_growing_when_the_volume_has_less_than_what_is_to_stay_free() throws Exception {
        mount("tmpfs");
        long minFree = 10L << 20;
        try (Spool spool = Spool.open(options(minFree), new byte[0])) {
            while (TestSpools.append(spool, payload(1), 1) > 0) {
                spool.doWork();
            }
            assertThat(Files.getFileStore(volume).getUsableSpace()).isGreaterThanOrEqualTo(minFree);
            assertThat(spool.stats().appended()).isPositive();
        }
    }

    @Test
    void where_nothing_more_may_be_allocated_a_segment_that_is_used_up_and_acknowledged_is_given_up() throws Exception {
        mount("tmpfs");
        // Room for the first segment of 4 MiB, and not for the beginning of a second one.
        try (Spool spool = Spool.open(options(VOLUME_BYTES - (4L << 20) - (400 << 10)), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            for (int round = 0; round < 3; round++) {
                int taken = 0;
                while (TestSpools.append(spool, payload(taken), 1) > 0) {
                    taken++;
                    spool.doWork();
                }
                assertThat(taken).as("round %d", round).isGreaterThan(5000);
                while (cursor.next()) {
                    taken--;
                }
                assertThat(taken).isZero();
                spool.acknowledge(cursor.position());
                // The old segment's disk is free once the reader has left it and its mapping is gone.
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                while (spool.stats().full()) {
                    assertThat(System.nanoTime()).as("%s", spool.stats()).isLessThan(deadline);
                    spool.doWork();
                    assertThat(cursor.next()).isFalse();
                }
            }
        }
    }

    @Test
    void a_volume_without_room_for_a_first_segment_is_an_error_that_names_the_place_and_the_reason() throws Exception {
        mount("tmpfs");
        IOException error = null;
        try (Spool spool = Spool.open(options(VOLUME_BYTES), new byte[0])) {
            assertThat(spool.stats().appended()).as("it must not have opened").isNegative();
        } catch (IOException e) {
            error = e;
        }
        assertThat(error).isNotNull().hasMessageContaining(volume.toString()).hasMessageContaining("are to stay free");
    }

    @Test
    void a_backlog_on_a_volume_smaller_than_what_is_to_stay_free_is_read_and_given_back_and_nothing_is_added()
            throws Exception {
        mount("tmpfs");
        int taken = 100;
        try (Spool spool = Spool.open(options(0), new byte[0])) {
            for (int i = 1; i <= taken; i++) {
                assertThat(TestSpools.append(spool, payload(i), 1)).isEqualTo(i);
            }
        }
        try (Spool spool = Spool.open(options(2 * VOLUME_BYTES), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            spool.doWork();
            assertThat(AppendRefusal.of(TestSpools.append(spool, payload(1), 1)))
                    .isEqualTo(AppendRefusal.SPOOL_FULL);
            for (int i = 1; i <= taken; i++) {
                assertThat(cursor.next()).isTrue();
                assertThat(TestSpools.payload(cursor)).isEqualTo(payload(i));
            }
            spool.acknowledge(cursor.position());
            assertThat(cursor.next()).isFalse();
            spool.doWork();
            assertThat(spool.stats().segments()).isZero();
            assertThat(AppendRefusal.of(TestSpools.append(spool, payload(1), 1)))
                    .isEqualTo(AppendRefusal.SPOOL_FULL);
        }
    }

    @Test
    void a_volume_that_is_read_only_is_an_error_that_names_the_place_and_its_backlog_is_seen_and_kept()
            throws Exception {
        mount("tmpfs");
        try (Spool spool = Spool.open(options(0), new byte[0])) {
            assertThat(TestSpools.append(spool, "kept", 1)).isEqualTo(1);
        }
        assumeTrue(
                SystemCommand.run("mount", "-o", "remount,ro", volume.toString()),
                "a volume cannot be made read-only here");
        assertThatThrownBy(() -> Spool.open(options(0), new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(volume.toString());
        try (SlotCursor view = SlotView.find(volume).get(0).openCursor(SpoolPosition.START)) {
            assertThat(view.next()).isTrue();
        }
        assertThat(SystemCommand.run("mount", "-o", "remount,rw", volume.toString()))
                .isTrue();
        try (Spool spool = Spool.open(options(0), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            assertThat(spool.slotDirectory().getFileName()).hasToString("0");
            assertThat(cursor.next()).isTrue();
            assertThat(TestSpools.payload(cursor)).isEqualTo("kept");
        }
    }

    private SpoolOptions options(long minFreeBytes) {
        return TestOptions.in(volume.resolve("service"))
                .maxBytes(1L << 30)
                .segmentBytes(4 << 20)
                .minFreeBytes(minFreeBytes)
                .build();
    }

    private static String payload(int number) {
        return "entry " + number + " " + "x".repeat(500);
    }

    private void mount(String type) throws Exception {
        Path mountPoint = Files.createDirectory(directory.resolve("volume"));
        boolean mounted;
        if (type.equals("tmpfs")) {
            mounted = SystemCommand.run(
                    "mount", "-t", "tmpfs", "-o", "size=" + VOLUME_BYTES, "tmpfs", mountPoint.toString());
        } else {
            Path image = directory.resolve("image");
            mounted = SystemCommand.run("truncate", "-s", Long.toString(VOLUME_BYTES), image.toString())
                    && SystemCommand.run("mkfs.ext4", "-q", "-m", "0", image.toString())
                    && SystemCommand.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
        }
        assumeTrue(mounted, "mounting a small " + type + " needs root and its tools");
        volume = mountPoint;
    }

    /** Takes every byte the volume has left. */
    private static void fill(Path hog) throws IOException {
        byte[] block = new byte[4096];
        boolean full = false;
        try (OutputStream out = Files.newOutputStream(hog)) {
            while (!full) {
                out.write(block);
            }
        } catch (IOException e) {
            full = true;
        }
        assertThat(full).isTrue();
    }
}
