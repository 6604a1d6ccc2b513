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

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was evicted from a slot, in the file {@value #FILE_NAME}: written before a segment is deleted, so that no event
 * goes missing without a word. A line for each run of sequences:
 *
 * <pre>
 * &lt;ordinal&gt; &lt;incarnation id&gt; &lt;first&gt;-&lt;last&gt; &lt;tag&gt;:&lt;count&gt;,... &lt;CRC32C of the line up to here, in hex&gt;
 * </pre>
 *
 * <p>The file is replaced as a whole. A line that fails its check is left out. The spool's thread owns it; others read.
 */
final class EvictionLog {

    static final String FILE_NAME = "evictions";

    private static final String NEW_FILE_NAME = "evictions.new";
    private static final Pattern LINE =
            Pattern.compile("((\\d{1,18}) ([0-9a-f]{32}) (\\d{1,18})-(\\d{1,18}) ([0-9:,]*)) ([0-9a-f]{8})");

    private final Path directory;
    private volatile List<Eviction> evictions;

    private EvictionLog(Path directory, List<Eviction> evictions) {
        this.directory = directory;
        this.evictions = evictions;
    }

    static EvictionLog none(Path slotDirectory) {
        return new EvictionLog(slotDirectory, List.of());
    }

    /** Reads what is there. */
    static EvictionLog open(Path slotDirectory) throws IOException {
        List<Eviction> found = new ArrayList<>();
        try {
            for (String line : Files.readString(slotDirectory.resolve(FILE_NAME), ISO_8859_1)
                    .split("\n", -1)) {
                Eviction eviction = parse(line);
                if (eviction != null) {
                    found.add(eviction);
                }
            }
        } catch (NoSuchFileException e) {
            return none(slotDirectory);
        }
        return new EvictionLog(slotDirectory, List.copyOf(found));
    }

    /** In the order in which they happened; any thread. */
    List<Eviction> all() {
        return evictions;
    }

    /**
     * Adds one, durably.
     *
     * @throws IOException if it cannot be written; nothing may be evicted then
     */
    void add(Eviction eviction, boolean sync) throws IOException {
        List<Eviction> next = new ArrayList<>(evictions);
        int last = next.size() - 1;
        if (last >= 0 && next.get(last).isFollowedBy(eviction)) {
            next.set(last, next.get(last).with(eviction));
        } else {
            next.add(eviction);
        }
        write(next, sync);
        evictions = List.copyOf(next);
    }

    /** How many sequences of a range were evicted; any thread. */
    long countOf(Incarnation incarnation, long from, long to) {
        return evictions.stream()
                .mapToLong(eviction -> eviction.overlap(incarnation, from, to))
                .sum();
    }

    private void write(List<Eviction> next, boolean sync) throws IOException {
        StringBuilder text = new StringBuilder();
        next.forEach(eviction -> text.append(line(eviction)).append('\n'));
        Path fresh = directory.resolve(NEW_FILE_NAME);
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PrivateFiles.fileAttributes(directory))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (sync) {
                channel.force(true);
            }
        }
        Files.move(fresh, directory.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
        if (sync) {
            PrivateFiles.force(directory);
        }
    }

    private static String line(Eviction eviction) {
        StringBuilder counts = new StringBuilder();
        for (Map.Entry<Integer, Long> count : eviction.entriesByTag().entrySet()) {
            counts.append(counts.length() == 0 ? "" : ",")
                    .append(count.getKey())
                    .append(':')
                    .append(count.getValue());
        }
        String text =
                eviction.incarnation().ordinal() + " " + eviction.incarnation().id() + " " + eviction.firstSequence()
                        + "-" + eviction.lastSequence() + " " + counts;
        return text + " " + check(text);
    }

    private static @Nullable Eviction parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !check(matcher.group(1)).equals(matcher.group(7))) {
            return null;
        }
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (String count : matcher.group(6).split(",", -1)) {
            int colon = count.indexOf(':');
            if (colon > 0) {
                counts.put(Integer.parseInt(count, 0, colon, 10), Long.parseLong(count.substring(colon + 1)));
            }
        }
        Incarnation incarnation = new Incarnation(Long.parseLong(matcher.group(2)), matcher.group(3));
        return new Eviction(incarnation, Long.parseLong(matcher.group(4)), Long.parseLong(matcher.group(5)), counts);
    }

    private static String check(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(ISO_8859_1));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
