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
package io.logspool.kafka;

import io.logspool.ship.ShipClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's own clocks, of which time that a test does not want to wait for is behind. */
final class JumpingClock implements ShipClock {

    private final AtomicLong ahead = new AtomicLong();

    void jump(Duration duration) {
        ahead.addAndGet(duration.toNanos());
    }

    /** For a condition that is looked at every few milliseconds: the clock then runs some ten times as fast. */
    boolean runs() {
        jump(Duration.ofMillis(50));
        return true;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() + ahead.get();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis() + ahead.get() / 1_000_000;
    }
}
