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

import java.util.Objects;

/**
 * Reads entries as {@link EventWriter} writes them, a page at a time: the definitions of a page must be given before its
 * events, or those will lack what was defined. Not thread-safe.
 */
public final class EventReader {

    private final PageDefinitions definitions = new PageDefinitions();
    private long page;

    /**
     * Takes a definition.
     *
     * @param array where it is; not held on to
     * @param offset where it begins
     * @param length how many bytes it has
     * @param definedPage the page it is in
     * @throws EventFormatException if the bytes are not a definition of a version this class knows
     * @throws IndexOutOfBoundsException if offset and length are not within the array
     */
    public void define(byte[] array, int offset, int length, long definedPage) throws EventFormatException {
        Objects.checkFromIndexSize(offset, length, array.length);
        enter(definedPage);
        definitions.add(Definition.read(array, offset, length));
    }

    /**
     * Reads one event of a page.
     *
     * @param array where it is; not held on to
     * @param offset where it begins
     * @param length how many bytes it has
     * @param eventPage the page it is in
     * @throws EventFormatException if the bytes are not an entry of a version this class knows
     * @throws IndexOutOfBoundsException if offset and length are not within the array
     */
    public LogEvent read(byte[] array, int offset, int length, long eventPage) throws EventFormatException {
        enter(eventPage);
        return decode(array, offset, length, definitions);
    }

    /**
     * Reads one event with nothing but its own bytes: what it refers to in its page is lost. Any thread; otherwise as
     * {@link #read}.
     */
    public static LogEvent decode(byte[] array, int offset, int length) throws EventFormatException {
        return decode(array, offset, length, PageDefinitions.NONE);
    }

    private static LogEvent decode(byte[] array, int offset, int length, PageDefinitions definitions)
            throws EventFormatException {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new EventAssembler(new EntryCursor(array, offset, length, definitions)).read();
    }

    private void enter(long next) {
        if (next != page) {
            definitions.clear();
            page = next;
        }
    }
}
