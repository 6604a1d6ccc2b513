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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What programs recorded before they died, held against what the next start finds. */
final class CrashRecords {

    private record Entry(long ordinal, long sequence) {}

    private final Path directory;
    private final Path records;

    long accepted;
    long readBefore;
    long readAfter;
    long evicted;

    CrashRecords(Path directory) throws IOException {
        this.directory = directory;
        this.records = Files.createDirectories(directory.resolve("records"));
    }

    /**
     * Reads all that is left, and acknowledges it: with what was read and listed as evicted before, it is everything that
     * was accepted, in order, and each as it was appended.
     */
    void verify(SpoolOptions options, String context) throws IOException {
        Map<Entry, Long> appended = new HashMap<>();
        Map<Entry, Long> found = new HashMap<>();
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.toList()) {
                boolean isRead = file.getFileName().toString().startsWith("read-");
                addAll(file, isRead ? found : appended, context);
            }
        }
        accepted += appended.size();
        readBefore += found.size();
        Map<Long, Long> highest = new HashMap<>();
        found.keySet().forEach(entry -> highest.merge(entry.ordinal(), entry.sequence(), Math::max));

        try (Spool spool = Spool.open(options, new byte[0]);
                SpoolCursor cursor = spool.openCursor()) {
            List<Eviction> evictions = spool.stats().evicted();
            Map<Long, Long> last = new TreeMap<>(highest);
            while (cursor.next()) {
                if (cursor.isDefinition()) {
                    continue;
                }
                Entry entry = new Entry(cursor.incarnation().ordinal(), cursor.sequence());
                assertThat(cursor.preamble()).containsExactly(1, 2, 3);
                long expected = last.getOrDefault(entry.ordinal(), 0L) + 1;
                for (long missing = expected; missing < entry.sequence(); missing++) {
                    assertThat(isEvicted(evictions, entry.ordinal(), missing))
                            .as("%d of start %d is missing; %s", missing, entry.ordinal(), context)
                            .isTrue();
                }
                if (expected > highest.getOrDefault(entry.ordinal(), 0L) + 1) {
                    assertThat(entry.sequence()).as("order; " + context).isGreaterThanOrEqualTo(expected);
                }
                last.merge(entry.ordinal(), entry.sequence(), Math::max);
                found.put(entry, CrashingWriter.number(cursor));
                readAfter++;
            }
            assertThat(spool.stats().lost()).as(context).isZero();
            assertThat(spool.stats().allocatedBytes()).as(context).isLessThanOrEqualTo(options.maxBytes());
            spool.acknowledge(cursor.position());
            for (Map.Entry<Entry, Long> entry : appended.entrySet()) {
                Long number = found.get(entry.getKey());
                if (number == null
                        && isEvicted(
                                evictions,
                                entry.getKey().ordinal(),
                                entry.getKey().sequence())) {
                    evicted++;
                } else {
                    assertThat(number).as("%s; %s", entry, context).isEqualTo(entry.getValue());
                }
            }
        }
    }

    /** Forgets what was verified. */
    void clear() throws IOException {
        PrivateFiles.deleteRecursively(records);
        Files.createDirectories(records);
    }

    void delete() throws IOException {
        PrivateFiles.deleteRecursively(directory);
    }

    Path spoolDirectory() {
        return directory.resolve("spool");
    }

    Path records() {
        return records;
    }

    private static boolean isEvicted(List<Eviction> evictions, long ordinal, long sequence) {
        return evictions.stream()
                .anyMatch(eviction -> eviction.incarnation().ordinal() == ordinal
                        && eviction.firstSequence() <= sequence
                        && sequence <= eviction.lastSequence());
    }

    private static void addAll(Path file, Map<Entry, Long> into, String context) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        Map<Long, Long> last = new HashMap<>();
        while (bytes.remaining() >= CrashingWriter.RECORD_BYTES) {
            Entry entry = new Entry(bytes.getLong(), bytes.getLong());
            Long before = last.put(entry.ordinal(), entry.sequence());
            assertThat(before == null || entry.sequence() > before)
                    .as("order in %s; %s", file, context)
                    .isTrue();
            into.put(entry, bytes.getLong());
        }
    }
}
