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

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that claims a slot which another removes at that moment owns it, or the next one made in its place. */
class SlotRemovalIT {

    private static final int CLAIMS = 400;

    @TempDir
    private Path service;

    @Test
    void slots_that_are_claimed_while_they_are_removed_have_one_owner_each() throws Exception {
        Process remover = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Remover.class.getName(),
                        service.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = remover.inputReader()) {
            assertThat(out.readLine()).isEqualTo("removing");
            for (int i = 0; i < CLAIMS; i++) {
                try (Spool claimed = Spool.open(TestOptions.in(service).build(), new byte[0])) {
                    // Whoever had its directory removed under it would find nothing there, or another's files.
                    assertThat(TestSpools.append(claimed, "event " + i, 1)).isPositive();
                    Path slot = claimed.slotDirectory();
                    assertThat(slot.resolve(Slot.LOCK_FILE)).exists();
                    assertThat(slot.resolve(Checkpoint.FILE_NAME)).exists();
                    assertThat(SlotView.find(slot).get(0).segments())
                            .anyMatch(segment -> segment.incarnation().equals(claimed.incarnation()));
                }
            }
            assertThat(remover.isAlive()).isTrue();
        } finally {
            remover.destroyForcibly().waitFor();
        }
    }

    /** Adopts what it can and removes it, again and again. */
    static final class Remover {

        private Remover() {}

        public static void main(String[] args) throws Exception {
            Path service = Path.of(args[0]);
            Path own = Files.createDirectories(service.resolve("4095"));
            System.out.println("removing");
            while (true) {
                for (Path slot : SlotBacklog.beside(own)) {
                    SlotBacklog orphan = SlotBacklog.adopt(slot);
                    if (orphan != null) {
                        orphan.remove();
                    }
                }
            }
        }
    }
}
