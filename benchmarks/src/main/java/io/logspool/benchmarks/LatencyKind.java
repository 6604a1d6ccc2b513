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
package io.logspool.benchmarks;

import java.util.EnumSet;
import java.util.Set;

/** Whose calls are timed; each but the empty loop names a configuration of Logback. */
enum LatencyKind {
    LOOP("empty loop", ""),
    BESIDE("empty loop, as much shipped beside", "shipping"),
    NOTHING("does nothing", "nothing"),
    DISCARDING("Logspool, nothing shipped", "logspool"),
    HEALTHY("Logspool, broker well", "shipping"),
    HUNG("Logspool, broker hangs", "shipping"),
    DOWN("Logspool, no broker", "shipping"),
    FILE("FileAppender, LogstashEncoder", "file-logstash"),
    PEER("logback-kafka-appender, broker well", "kafka-logstash");

    /** Logspool, whatever becomes of the broker. */
    static final Set<LatencyKind> SHIPPING = EnumSet.of(HEALTHY, HUNG, DOWN);

    final String title;
    final String row;

    LatencyKind(String title, String row) {
        this.title = title;
        this.row = row;
    }

    boolean isPeer() {
        return this == FILE || this == PEER;
    }

    /** Whether there is a broker that takes what is logged, until it hangs. */
    boolean hasBroker() {
        return this == BESIDE || this == HEALTHY || this == HUNG || this == PEER;
    }
}
