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

/**
 * Whether a slot is owned.
 *
 * @param state     what is known
 * @param processId the owner's, as this process sees it; 0 if not known
 */
public record SlotOwner(State state, long processId) {

    /** What is known of a slot's owner. */
    public enum State {
        /** A process holds the lock. */
        HELD,
        /** Nobody does. */
        FREE,
        /** It cannot be told without touching the lock. */
        UNKNOWN
    }
}
