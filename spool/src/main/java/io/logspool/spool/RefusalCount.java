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

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many entries were not taken, by reason. Any thread. */
final class RefusalCount {

    private final Map<AppendRefusal, LongAdder> counts = new EnumMap<>(AppendRefusal.class);

    RefusalCount() {
        for (AppendRefusal reason : AppendRefusal.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    /** Counts one; gives what the caller of the append gets. */
    long refuse(AppendRefusal reason) {
        LongAdder count = counts.get(reason);
        if (count != null) {
            count.increment();
        }
        return reason.result();
    }

    Map<AppendRefusal, Long> all() {
        Map<AppendRefusal, Long> all = new EnumMap<>(AppendRefusal.class);
        counts.forEach((reason, count) -> all.put(reason, count.sum()));
        return all;
    }
}
