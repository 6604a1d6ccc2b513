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
 * How to ship.
 *
 * @param maxInFlightBytes {@code ship.max-in-flight-bytes}: encoded, and not yet behind the checkpoint
 * @param routed           whether topics are made from events, so that one may never come to exist
 * @param deadLetterTopic  {@code ship.dead-letter-topic}; null: dead letters are only stored
 */
public record ShipperOptions(
        long maxInFlightBytes, boolean routed, @Nullable String deadLetterTopic) {

    /** Fixed topics, and no topic for dead letters. */
    public static ShipperOptions of(long maxInFlightBytes) {
        return new ShipperOptions(maxInFlightBytes, false, null);
    }
}
