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

/** What became of an event that was handed to the agent. */
public enum LogResult {
    /** It is in the spool, and survives the death of the process. */
    ACCEPTED,
    /** A thread of the agent itself logged it: counted, and never shipped. */
    KEPT_OUT,
    /** It was not taken; counted by reason. The adapter hands it to its fallback. */
    REFUSED
}
