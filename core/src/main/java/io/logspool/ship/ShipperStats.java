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

import org.jspecify.annotations.Nullable;

/**
 * What a shipper did since it started. The numbers are read one after the other, while the shipper goes on.
 *
 * @param shipped       records the sink took, those sent again included
 * @param acknowledged  events that are done and behind the checkpoint, each once, dead letters not included
 * @param deadLettered  events the destination will never take, each once
 * @param discarded     those of the dead letters that are lost, because their file is full
 * @param undecodable   those of the dead letters that were entries nobody can read
 * @param inFlightBytes sent and not yet behind the checkpoint
 * @param lastError     null if there was none yet
 */
public record ShipperStats(
        AgentState state,
        long shipped,
        long acknowledged,
        long deadLettered,
        long discarded,
        long undecodable,
        long inFlightBytes,
        @Nullable String lastError) {}
