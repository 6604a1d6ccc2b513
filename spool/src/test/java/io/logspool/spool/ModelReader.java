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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Reads one life of a model's spool, and holds what comes against the model's entries. */
final class ModelReader implements AutoCloseable {

    /**
     * An entry that was read.
     *
     * @param index of the model's entry
     */
    record Read(int index, SpoolPosition position) {}

    private final Spool spool;
    private final ModelEntries entries;
    private final int flips;
    private final SpoolCursor cursor;
    private final List<Read> unacknowledged = new ArrayList<>();
    private final Set<String> definitions = new HashSet<>();
    private long definitionsPage;
    private int next;

    /**
     * Begins at the checkpoint.
     *
     * @param next  index of the first entry behind it
     * @param flips how often a byte was damaged so far
     */
    ModelReader(Spool spool, ModelEntries entries, int next, int flips) throws IOException {
        this.spool = spool;
        this.entries = entries;
        this.next = next;
        this.flips = flips;
        this.cursor = spool.openCursor();
    }

    /** How many entries were read and are not acknowledged. */
    int unacknowledged() {
        return unacknowledged.size();
    }

    /** One of those, which is acknowledged now with all before it. */
    Read takeUpTo(int at) {
        Read read = unacknowledged.get(at);
        unacknowledged.subList(0, at + 1).clear();
        return read;
    }

    void checkAtEnd() throws IOException {
        assertThat(cursor.next()).as("nothing is left").isFalse();
    }

    /** Reads at most so many, each of which has to be the next one; returns how many. */
    int read(int most) throws IOException {
        int read = 0;
        while (read < most && cursor.next()) {
            if (cursor.isDefinition()) {
                define(cursor.page(), new String(cursor.array(), cursor.offset(), cursor.length(), UTF_8));
                continue;
            }
            int index = entries.find(next, cursor.incarnation(), cursor.sequence());
            ModelEntries.Entry entry = entries.get(index);
            entries.passOver(next, index, spool, flips);
            next = index + 1;
            assertThat(cursor.tag()).as("tag of %d", index).isEqualTo(entry.tag());
            assertThat(ByteBuffer.wrap(cursor.array(), cursor.offset(), cursor.length()))
                    .as("payload of %d", index)
                    .isEqualTo(entry.payload());
            checkDefinition(entry, cursor.page());
            entries.countLost(entry, spool);
            unacknowledged.add(new Read(index, cursor.position()));
            read++;
        }
        if (read < most) {
            entries.passOver(next, entries.size(), spool, flips);
        }
        return read;
    }

    int readAll() throws IOException {
        return read(Integer.MAX_VALUE);
    }

    private void define(long page, String definition) {
        if (page != definitionsPage) {
            definitions.clear();
            definitionsPage = page;
        }
        definitions.add(definition);
    }

    private void checkDefinition(ModelEntries.Entry entry, long page) {
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

    /** Back to an entry that is not acknowledged. */
    void seek(Random random) throws IOException {
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

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
