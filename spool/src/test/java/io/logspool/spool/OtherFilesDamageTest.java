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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Beside the entries a slot has files that help: each may be damaged, cut, emptied or removed, and every directory
 * renamed. The spool opens all the same, gives no wrong entry, and none twice in one run of a cursor; what a damaged
 * checkpoint costs is that events come again. {@code -Dcampaign.rounds} multiplies the mutations.
 */
class OtherFilesDamageTest {

    private static final int MUTATIONS = 2 * Integer.getInteger("campaign.rounds", 20);
    private static final int ENTRIES = 9000;

    @TempDir
    private static Path directory;

    private final Random random = new Random(Long.getLong("campaign.seed", 42));

    /** What can be read of the slot before it is damaged: incarnation's ordinal and sequence. */
    private static final Set<String> LEFT = new HashSet<>();

    private static Path pristine = Path.of("");

    @BeforeAll
    static void fillSlot() throws IOException {
        pristine = directory.resolve("pristine");
        SegmentKind.load();
        for (int start = 1; start <= 2; start++) {
            try (Spool spool = Spool.open(options(pristine), "preamble".getBytes(UTF_8));
                    SpoolCursor cursor = spool.openCursor()) {
                for (int i = 1; i <= ENTRIES; i++) {
                    if (i % 1000 == 1) {
                        byte[] name = ("definition " + i).getBytes(UTF_8);
                        assertThat(spool.define(name, 0, name.length, spool.page()))
                                .isTrue();
                    }
                    assertThat(TestSpools.append(spool, payload(start, i), 1)).isEqualTo(i);
                    spool.doWork();
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(cursor.next()).isTrue();
                }
                spool.acknowledge(cursor.position());
            }
        }
        assertThat(Files.exists(pristine.resolve("0").resolve(EvictionLog.FILE_NAME)))
                .isTrue();
        LEFT.addAll(read(copy()));
        assertThat(LEFT.size()).isGreaterThan(3000);
    }

    @Test
    void a_damaged_checkpoint_lets_events_come_again_and_loses_none() throws IOException {
        mutate(Checkpoint.FILE_NAME, read -> assertThat(read.containsAll(LEFT)).isTrue());
    }

    @Test
    void a_damaged_list_of_evictions_loses_no_entry() throws IOException {
        mutate(EvictionLog.FILE_NAME, read -> assertThat(read.equals(LEFT)).isTrue());
    }

    @Test
    void a_damaged_lock_file_is_a_lock_file() throws IOException {
        mutate(Slot.LOCK_FILE, read -> assertThat(read.equals(LEFT)).isTrue());
    }

    @Test
    void chronicles_metadata_is_not_needed() throws IOException {
        mutate(
                ChronicleMapping.METADATA_FILE,
                read -> assertThat(read.equals(LEFT)).isTrue());
    }

    @Test
    void a_segment_that_is_gone_costs_its_entries_alone() throws IOException {
        for (String name : segmentNames()) {
            Path copy = copy();
            PrivateFiles.deleteRecursively(copy.resolve("0").resolve(name));
            Set<String> read = read(copy);
            assertThat(LEFT.containsAll(read)).isTrue();
            assertThat(LEFT.size() - read.size()).as(name).isBetween(1, 1100);
        }
    }

    @Test
    void a_directory_with_another_name_gives_no_wrong_entry_and_hides_no_other() throws IOException {
        List<String> names = segmentNames();
        for (String name : names) {
            for (int i = random.nextInt(6); i < name.length(); i += 6) {
                char other = (char) ('0' + random.nextInt(10));
                String changed = name.substring(0, i) + other + name.substring(i + 1);
                Path copy = copy();
                Path slot = copy.resolve("0");
                if (!names.contains(changed)) {
                    Files.move(slot.resolve(name), slot.resolve(changed));
                }
                Set<String> read = read(copy);
                // Another ordinal is another name for the same entries: nothing says that it is wrong.
                assertThat(read.size()).as("%s as %s", name, changed).isGreaterThanOrEqualTo(LEFT.size() - 1200);
                PrivateFiles.deleteRecursively(copy);
            }
        }
    }

    @Test
    void files_where_directories_should_be_and_directories_where_files_should_be_are_left_alone() throws IOException {
        Path copy = copy();
        Path slot = copy.resolve("0");
        Files.writeString(slot.resolve("000000000099-00000009-" + "0".repeat(32)), "no directory");
        Files.createDirectories(
                slot.resolve("000000000098-00000009-" + "0".repeat(32)).resolve(PlainMapping.FILE));
        Files.createDirectories(slot.resolve("evictions.new"));
        Files.createDirectories(slot.resolve("what is this"));
        Files.writeString(slot.resolve("loading-x"), "no directory");
        assertThat(read(copy).equals(LEFT)).isTrue();
    }

    @Test
    void a_damaged_definition_costs_itself_alone() throws IOException {
        for (String name : segmentNames()) {
            Path segment = CrashedSlot.file(pristine.resolve("0").resolve(name));
            if (segment != null) {
                damageDefinitions(segment);
            }
        }
    }

    private void damageDefinitions(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        List<Integer> starts = new ArrayList<>();
        byte[] text = "definition ".getBytes(UTF_8);
        for (int at = 0; at + text.length < bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                starts.add(at);
            }
        }
        for (int start : starts) {
            for (int at = start - EntryFormat.PAYLOAD_AT; at < start + text.length; at += 4) {
                Path copy = copy();
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(copy.resolve(pristine.relativize(segment).toString()), damaged);
                assertThat(read(copy).equals(LEFT)).as("byte %d", at).isTrue();
                PrivateFiles.deleteRecursively(copy);
            }
        }
    }

    private interface Expectation {
        void check(Set<String> read);
    }

    /** All files of this name, in each of the ways in turn. */
    private void mutate(String fileName, Expectation expectation) throws IOException {
        for (int i = 0; i < MUTATIONS; i++) {
            Path copy = copy();
            List<Path> files;
            try (Stream<Path> all = Files.walk(copy)) {
                files = all.filter(path -> path.endsWith(fileName)).toList();
            }
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                int at = random.nextInt(bytes.length + 1);
                switch (i % 5) {
                    case 0 -> Files.delete(file);
                    case 1 -> Files.write(file, Arrays.copyOf(bytes, at));
                    case 2 -> Files.write(file, Arrays.copyOf(bytes, bytes.length + random.nextInt(1000)));
                    case 3 -> {
                        random.nextBytes(bytes);
                        Files.write(file, bytes);
                    }
                    default -> {
                        if (at < bytes.length) {
                            bytes[at] ^= (byte) (1 << random.nextInt(8));
                        }
                        Files.write(file, bytes);
                    }
                }
            }
            expectation.check(read(copy));
            PrivateFiles.deleteRecursively(copy);
        }
    }

    private static Path copy() throws IOException {
        Path copy = directory.resolve("copy");
        PrivateFiles.deleteRecursively(copy);
        CrashedSlot.copy(pristine, copy);
        return copy;
    }

    private static List<String> segmentNames() throws IOException {
        return CrashedSlot.segments(pristine.resolve("0")).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    /** What is read, by text; each has to be what its sequence says, and to come once, in order. */
    private static Set<String> read(Path service) throws IOException {
        Set<String> read = new HashSet<>();
        readFromOutside(service);
        try (Spool spool = Spool.open(options(service), new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            Map<Long, Long> last = new TreeMap<>();
            while (cursor.next()) {
                if (!cursor.isDefinition()) {
                    String payload = TestSpools.payload(cursor);
                    assertThat(payload).matches("start [12] entry " + cursor.sequence() + " x+");
                    assertThat(read.add(payload.substring(0, payload.indexOf('x'))))
                            .as(payload)
                            .isTrue();
                    long before = last.getOrDefault(cursor.position().segment(), 0L);
                    assertThat(cursor.sequence()).isGreaterThan(before);
                    last.put(cursor.position().segment(), cursor.sequence());
                }
            }
            assertThat(spool.stats().lost()).isNotNegative();
            assertThat(TestSpools.append(spool, "goes on", 1)).isNotZero();
        }
        return read;
    }

    private static void readFromOutside(Path service) throws IOException {
        for (SlotView view : SlotView.find(service)) {
            view.checkpointDamaged();
            assertThat(view.evictions()).hasSizeLessThanOrEqualTo(3);
            try (SlotCursor cursor = view.openCursor(SpoolPosition.START)) {
                while (cursor.next()) {
                    assertThat(cursor.length()).isPositive();
                }
            }
        }
    }

    private static String payload(int start, int number) {
        return "start " + start + " entry " + number + " " + "x".repeat(1000);
    }

    private static SpoolOptions options(Path service) {
        return TestOptions.in(service)
                .maxBytes(8L << 20)
                .overflow(OverflowPolicy.DROP_OLDEST)
                .build();
    }
}
