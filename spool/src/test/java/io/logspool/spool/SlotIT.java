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
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every owner has a slot of its own, and a dead one's is free at once, whatever its process id was. */
public class SlotIT {

    @TempDir
    private Path directory;

    @Test
    void three_processes_side_by_side_have_three_slots_and_a_killed_ones_is_taken_next() throws Exception {
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                processes.add(startWriter(List.of(), "records-" + i));
            }
            assertThat(slots()).containsExactlyInAnyOrder("0", "1", "2");
            processes.get(1).destroyForcibly().waitFor();
            try (Spool spool = Spool.open(CrashingWriter.options(directory.resolve("spool")), new byte[0])) {
                assertThat(spool.slotDirectory().getFileName()).hasToString("1");
            }
        } finally {
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void class_loaders_of_one_process_have_slots_of_their_own_and_closing_one_frees_only_its_own() throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(SlotIT::url)
                .toArray(URL[]::new);
        try (Spool own = Spool.open(CrashingWriter.options(directory.resolve("spool")), new byte[0]);
                URLClassLoader other = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            assertThat(own.slotDirectory().getFileName()).hasToString("0");
            AutoCloseable theirs = (AutoCloseable) other.loadClass(SlotIT.class.getName())
                    .getDeclaredMethod("open", Path.class)
                    .invoke(null, directory.resolve("spool"));
            assertThat(slots()).containsExactlyInAnyOrder("0", "1");
            theirs.close();

            Process third = startWriter(List.of(), "records");
            try {
                // Slot 1 is free again; slot 0 still is not, although this process closed a spool in between.
                assertThat(slots()).containsExactlyInAnyOrder("0", "1");
                assertThat(TestSpools.append(own, "mine", 1)).isPositive();
            } finally {
                third.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void a_program_that_replaces_the_system_properties_frees_no_slot_that_is_taken() throws Exception {
        Properties before = System.getProperties();
        try (Spool own = Spool.open(CrashingWriter.options(directory.resolve("spool")), new byte[0])) {
            System.setProperties(null);
            try (Spool second = Spool.open(CrashingWriter.options(directory.resolve("spool")), new byte[0])) {
                assertThat(second.slotDirectory()).isNotEqualTo(own.slotDirectory());
            }
            SlotView first = SlotView.find(own.slotDirectory()).get(0);
            assertThat(first.owner())
                    .isEqualTo(new SlotOwner(
                            SlotOwner.State.HELD, ProcessHandle.current().pid()));
        } finally {
            System.setProperties(before);
        }
    }

    @Test
    void a_restart_with_the_same_process_id_takes_its_slot_at_once() throws Exception {
        List<String> sameId = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
        assumeTrue(canRun(sameId), "a process-id namespace of our own needs root and unshare");
        for (int round = 1; round <= 3; round++) {
            Process process = startWriter(sameId, "records-" + round);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(slots()).containsExactly("0");
        }
    }

    @Test
    void the_first_append_after_a_kill_is_accepted_within_a_second_of_the_start_with_the_same_process_id()
            throws Exception {
        List<String> sameId = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
        assumeTrue(canRun(sameId), "a process-id namespace of our own needs root and unshare");
        Process process = startWriter(sameId, "records");
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        List<String> command = new ArrayList<>(sameId);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstAppend.class.getName(),
                directory.resolve("spool").toString()));
        Process next = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] said = new String(next.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .trim()
                .split(" ", -1);
        assertThat(next.waitFor()).isZero();
        assertThat(said).as("process id, result, milliseconds").hasSize(3).startsWith("1", "1");
        assertThat(Long.parseLong(said[2])).isLessThan(1000);
        assertThat(slots()).containsExactly("0");
    }

    /** Opens a spool, appends, and says how long that took. */
    static final class FirstAppend {

        private FirstAppend() {}

        public static void main(String[] args) throws IOException {
            long begin = System.nanoTime();
            try (Spool spool = Spool.open(CrashingWriter.options(Path.of(args[0])), new byte[] {1, 2, 3})) {
                long result = TestSpools.append(spool, "first", 1);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                System.out.println(ProcessHandle.current().pid() + " " + result + " " + millis);
            }
        }
    }

    /** Called through another class loader. */
    public static Spool open(Path service) throws IOException {
        return Spool.open(CrashingWriter.options(service), new byte[0]);
    }

    /** Returns when the program has opened its spool. */
    private Process startWriter(List<String> prefix, String records) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                CrashingWriter.class.getName(),
                directory.resolve("spool").toString(),
                Files.createDirectories(directory.resolve(records)).toString(),
                "1"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(out.readLine()).hasSize(32);
        return process;
    }

    private List<String> slots() throws IOException {
        try (Stream<Path> slots = Files.list(directory.resolve("spool"))) {
            return slots.map(slot -> slot.getFileName().toString()).toList();
        }
    }

    private static boolean canRun(List<String> prefix) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // no such tool
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
