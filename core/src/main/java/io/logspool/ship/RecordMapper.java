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
package io.logspool.ship;

import io.logspool.spool.Cursor;

/** Turns an entry of the spool into a record. */
@FunctionalInterface
public interface RecordMapper {

    /**
     * Maps the cursor's current entry.
     *
     * @param eventId {@code <incarnation id>-<sequence>}
     * @param createdMillis when the entry was read, in milliseconds since the epoch
     * @throws Exception if this entry cannot be mapped, and never will be
     */
    SinkRecord map(Cursor entry, String eventId, long createdMillis) throws Exception;

    /** Takes the definition that the cursor is at; what follows in its page may need it. */
    default void define(Cursor definition) {}
}
