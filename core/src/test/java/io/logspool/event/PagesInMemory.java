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
package io.logspool.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A log of pages in memory: what is appended to a page that is over is refused, and definitions now and then. */
final class PagesInMemory implements DefinitionLog {

    static final long MOVED = -1;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(long page, boolean isDefinition, byte[] bytes) {}

    private final List<Entry> entries = new ArrayList<>();
    private final int pageBytes;
    private final Random random;
    private final int refusals;
    private long page = 100;
    private int used;

    /** Of {@code refusals} definitions one is refused, at random; none, if it is 0. */
    PagesInMemory(int pageBytes, long seed, int refusals) {
        this.pageBytes = pageBytes;
        this.random = new Random(seed);
        this.refusals = refusals;
    }

    @Override
    public synchronized long page() {
        return page;
    }

    @Override
    public synchronized boolean define(byte[] payload, int offset, int length, long definedPage) {
        if (refusals > 0 && random.nextInt(refusals) == 0) {
            return false;
        }
        return add(payload, offset, length, definedPage, true);
    }

    /** Appends what the writer has written, as an agent does. */
    void append(EventWriter writer) {
        while (writer.isBound()) {
            if (add(writer.array(), writer.offset(), writer.length(), writer.page(), false)) {
                return;
            }
            writer.moveOn();
        }
        synchronized (this) {
            add(writer.array(), writer.offset(), writer.length(), page, false);
        }
    }

    synchronized void nextPage() {
        page++;
        used = 0;
    }

    synchronized List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    private synchronized boolean add(byte[] payload, int offset, int length, long wanted, boolean isDefinition) {
        if (wanted != page) {
            return false;
        }
        entries.add(new Entry(page, isDefinition, Arrays.copyOfRange(payload, offset, offset + length)));
        used += length;
        if (used >= pageBytes) {
            nextPage();
        }
        return true;
    }
}
