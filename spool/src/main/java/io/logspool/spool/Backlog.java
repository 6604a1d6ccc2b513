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
import java.nio.file.Path;
import java.util.List;

/** What waits in a slot, for the one who ships it: to be read, and acknowledged. One thread, but for what says more. */
public interface Backlog {

    /** Where the slot is. Any thread. */
    Path slotDirectory();

    /** Whether the right to read, and to move the checkpoint, is held. Any thread. */
    boolean isReading();

    /** A reader from the checkpoint on. */
    Cursor openCursor();

    /** Where the checkpoint is, as far as is known here. Any thread. */
    SpoolPosition acknowledged();

    /**
     * Makes everything before a position, which a cursor gave, done: it is never read again, and its segments are
     * deleted.
     *
     * @throws IOException if the checkpoint cannot be written; nothing is deleted then
     */
    void acknowledge(SpoolPosition upTo) throws IOException;

    /** What {@link OverflowPolicy#DROP_OLDEST} took out of the slot, in the order in which that happened. Any thread. */
    List<Eviction> evictions() throws IOException;

    /** How far the incarnations go that are on disk and have ended, in their order. Any thread. */
    List<IncarnationTail> tails() throws IOException;
}
