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

/** How long to leave a sink alone: twice as long each time, up to a limit. One thread. */
final class Backoff {

    private final long firstNanos;
    private final long limitNanos;
    private long nextNanos;

    Backoff(long firstNanos, long limitNanos) {
        this.firstNanos = firstNanos;
        this.limitNanos = limitNanos;
        this.nextNanos = firstNanos;
    }

    /** Nanoseconds to wait this time. */
    long next() {
        long now = nextNanos;
        nextNanos = Math.min(limitNanos, 2 * now);
        return now;
    }

    void reset() {
        nextNanos = firstNanos;
    }
}
