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
package io.logspool;

import java.util.Locale;

/** Why an event did not enter the spool. */
public enum DropReason {
    /** Quota or disk was used up. */
    SPOOL_FULL,
    /** What was left is reserved for higher levels. */
    RESERVED,
    /** The spool was not to be had within {@code spool.block-timeout}. */
    TIMEOUT,
    /** The event could not be read from the framework's: something in it threw. */
    UNREADABLE,
    /** The agent was closed. */
    CLOSED,
    /** The write failed. */
    FAILED;

    /** As machines read it: {@code spool_full}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
