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

/** What to do about a record that did not arrive. */
public enum Remedy {
    /** Send the same record again in the next duty cycle: the sink finishes something first, and nothing is wrong. */
    BUSY,
    /** Send the same record again; the sink itself is sound. */
    RETRY,
    /** Send the same record again, later: somebody has to change something first (a permission, a topic). */
    WAIT,
    /** The record's topic does not exist; others may. */
    TOPIC_MISSING,
    /** We may not write to the record's topic; to others we may. */
    TOPIC_FORBIDDEN,
    /** Send the record again with the current time as its timestamp. */
    RESTAMP,
    /** The destination will never take this record. */
    DEAD_LETTER,
    /** The sink is broken: reset it, and send everything again from the checkpoint. */
    REBUILD
}
