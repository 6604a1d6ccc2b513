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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one page defines: a number for each {@link String} and {@link StackTraceElement} in it.
 *
 * <p>Looking up takes no lock and no memory. Defining takes the lock if it is free, and goes without if it is not: no
 * thread waits for another's definition.
 */
final class PageDictionary {

    /** Longest string that is defined, in chars. */
    static final int MAX_CHARS = 512;

    /** Longest value of the application's, as opposed to a name, that is defined, in chars. */
    static final int MAX_VALUE_CHARS = 64;

    /** Numbers are below this. */
    static final int MAX_NUMBERS = 1 << 14;

    /** What is no name of the program is defined at its fourth sight only: most of it does not come often. */
    static final int VALUE_SIGHTS = 3;

    static final int NAME_SIGHTS = 1;

    private static final int INITIAL_SLOTS = 64;

    /** So far from its place a key may lie; with more collisions than that, it is not defined. */
    private static final int MAX_PROBES = 16;

    private static final int NONE = -1;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Defined[].class);

    private record Defined(Object key, int hash, int number) {}

    final long page;

    private final DefinitionLog log;
    private final Sights sights;
    private final int maxChars;
    private final ReentrantLock lock = new ReentrantLock();

    // Entries are only added, under the lock.
    private volatile @Nullable Defined[] table = new Defined[INITIAL_SLOTS];
    private volatile boolean ended;

    // Under the lock.
    private final EntryBuffer definition = new EntryBuffer(128);
    private int size;

    PageDictionary(long page, DefinitionLog log, Sights sights, int maxChars) {
        this.page = page;
        this.log = log;
        this.sights = sights;
        this.maxChars = maxChars;
    }

    /** The number of a name of the program, or negative if it has to be written out. */
    int ofName(String name) {
        return name.length() > maxChars ? NONE : number(name, name.hashCode(), NAME_SIGHTS);
    }

    /** The number of a value, or negative if it has to be written out. */
    int ofValue(String value) {
        return value.length() > MAX_VALUE_CHARS ? NONE : number(value, value.hashCode(), VALUE_SIGHTS);
    }

    /** The number of a frame, or negative if it has to be written out. */
    int ofFrame(StackTraceElement frame) {
        return number(frame, frame.hashCode(), NAME_SIGHTS);
    }

    /** What a number that was given stands for. */
    Object key(int number) {
        @Nullable Defined[] slots = table;
        for (int i = 0; i < slots.length; i++) {
            Defined defined = (Defined) SLOT.getAcquire(slots, i);
            if (defined != null && defined.number == number) {
                return defined.key;
            }
        }
        throw new IllegalStateException("page " + page + " has no number " + number);
    }

    private int number(Object key, int keyHash, int sightsBefore) {
        int hash = keyHash ^ keyHash >>> 16;
        Defined found = find(key, hash);
        if (found != null) {
            return found.number;
        }
        if (ended || !sights.isFamiliar(hash, page, sightsBefore) || !lock.tryLock()) {
            return NONE;
        }
        try {
            // Another thread may have been first.
            found = find(key, hash);
            return found == null ? define(key, hash) : found.number;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Defined find(Object key, int hash) {
        @Nullable Defined[] slots = table;
        int mask = slots.length - 1;
        for (int i = 0; i < MAX_PROBES; i++) {
            Defined defined = (Defined) SLOT.getAcquire(slots, (hash + i) & mask);
            if (defined == null) {
                return null;
            }
            if (defined.key == key || (defined.hash == hash && defined.key.equals(key))) {
                return defined;
            }
        }
        return null;
    }

    private int define(Object key, int hash) {
        if (size == MAX_NUMBERS || ended) {
            return NONE;
        }
        if (2 * size >= table.length && !grow()) {
            ended = true; // with as many collisions as that, the table is no good any more
            return NONE;
        }
        int slot = freeSlot(table, hash);
        if (slot < 0) {
            return NONE;
        }
        definition.clear();
        if (key instanceof StackTraceElement frame) {
            if (Definition.chars(frame) > maxChars) {
                return NONE;
            }
            Definition.put(definition, size, frame);
        } else {
            Definition.put(definition, size, (String) key);
        }
        if (!log.define(definition.bytes, 0, definition.size, page)) {
            ended = true;
            return NONE;
        }
        // Nobody sees the number before its definition is written.
        SLOT.setRelease(table, slot, new Defined(key, hash, size));
        return size++;
    }

    private boolean grow() {
        @Nullable Defined[] larger = new Defined[4 * table.length];
        for (Defined defined : table) {
            if (defined != null) {
                int slot = freeSlot(larger, defined.hash);
                if (slot < 0) {
                    return false;
                }
                larger[slot] = defined;
            }
        }
        table = larger;
        return true;
    }

    private static int freeSlot(@Nullable Defined[] slots, int hash) {
        int mask = slots.length - 1;
        for (int i = 0; i < MAX_PROBES; i++) {
            int slot = (hash + i) & mask;
            if (slots[slot] == null) {
                return slot;
            }
        }
        return NONE;
    }
}
