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

import java.io.IOException;

/**
 * A reader's place in a slot: every entry that is whole, in the order of the spool.
 *
 * <p>One thread owns a cursor. What {@link #array()} and the like show is valid until the next {@link #next()}.
 */
public interface Cursor extends AutoCloseable {

    /**
     * Moves to the next entry, or definition. Where reading begins in the middle of a page, the page's definitions come
     * first.
     *
     * @return false if there is nothing more now; there may be later
     * @throws IOException if a file cannot be read, or another process reads the slot; the cursor stays where it is
     */
    boolean next() throws IOException;

    /** Whether this is a definition: see {@link Spool#define}. It has a payload and a page, and nothing else. */
    boolean isDefinition();

    /** The page in which the current entry or definition begins: definitions hold in their page alone. */
    long page();

    /** The current entry's sequence, dense from 1 in its incarnation. */
    long sequence();

    /** The current entry's tag, as it was appended. */
    int tag();

    /** Who appended the current entry. */
    Incarnation incarnation();

    /** Holds the current entry's payload. */
    byte[] array();

    /** Where in {@link #array()} the payload begins. */
    int offset();

    /** Length of the payload, in bytes. */
    int length();

    /** What the owner wrote at the head of the current entry's segment; empty if that is damaged. */
    byte[] preamble();

    /** Just after the last entry, definitions aside; before the first {@link #next()}, where reading began. */
    SpoolPosition position();

    /** Goes back, or forward, to a position that this cursor gave; what follows it is read again. */
    void seek(SpoolPosition target) throws IOException;

    @Override
    void close() throws IOException;
}
