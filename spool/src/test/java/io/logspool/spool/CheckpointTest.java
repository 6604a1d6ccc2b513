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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest whole copy counts; one torn copy costs one step back, and two cost duplicates, never a loss. */
class CheckpointTest {

    private static final SpoolPosition OLDER = new SpoolPosition(3, 40_000);
    private static final SpoolPosition NEWER = new SpoolPosition(4, 17_000);

    @TempDir
    private Path directory;

    @Test
    void what_was_written_last_is_read_back() throws IOException {
        write();
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            assertThat(checkpoint.position()).isEqualTo(NEWER);
            assertThat(checkpoint.lastOrdinal()).isEqualTo(7);
            assertThat(checkpoint.damaged()).isFalse();
        }
    }

    @Test
    void every_flipped_bit_of_the_newer_copy_leaves_the_older_one() throws IOException {
        write();
        Path file = directory.resolve(Checkpoint.FILE_NAME);
        byte[] pristine = Files.readAllBytes(file);
        int newerAt = 0; // the second write has an even generation
        for (int bit = 0; bit < Checkpoint.COPY_BYTES * 8; bit++) {
            byte[] damaged = pristine.clone();
            damaged[newerAt + bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            try (Checkpoint checkpoint = Checkpoint.open(directory)) {
                assertThat(checkpoint.position()).as("bit %d", bit).isEqualTo(OLDER);
                assertThat(checkpoint.damaged()).as("bit %d", bit).isTrue();
            }
        }
    }

    @Test
    void with_both_copies_gone_reading_starts_at_the_beginning() throws IOException {
        write();
        Files.write(directory.resolve(Checkpoint.FILE_NAME), new byte[Checkpoint.COPY_DISTANCE * 2]);
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            assertThat(checkpoint.position()).isEqualTo(SpoolPosition.START);
        }
    }

    @Test
    void a_checkpoint_goes_on_from_where_it_was() throws IOException {
        write();
        SpoolPosition next = new SpoolPosition(5, 0);
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            checkpoint.write(next, 8, true);
        }
        assertThat(Checkpoint.peek(directory)).isEqualTo(next);
    }

    private void write() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            checkpoint.write(OLDER, 7, false);
            checkpoint.write(NEWER, 7, false);
        }
    }
}
