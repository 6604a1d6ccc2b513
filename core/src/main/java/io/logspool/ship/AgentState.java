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

/** What an agent is doing, as its statistics show it. */
public enum AgentState {
    /** Nothing was acknowledged yet, and nothing is wrong yet. */
    STARTING,
    /** Events go out as they come in. */
    SHIPPING,
    /** Events are kept on disk, because the sink has taken or acknowledged nothing for a while. */
    WAITING_FOR_BROKER,
    /** The spool takes no more events. */
    SPOOL_FULL,
    /** Nothing goes in or out any more. */
    CLOSED
}
