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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What failed inside the agent: the last of it for the statistics, and each once a minute for the status channel, since
 * what fails once fails again and again. Any thread.
 */
final class FailureLog {

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_KNOWN = 16;

    private final String service;
    private final StatusChannel status;
    private final Map<String, Long> toldAt = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_KNOWN;
        }
    };
    private volatile @Nullable String last;

    FailureLog(String service, StatusChannel status) {
        this.service = service;
        this.status = status;
    }

    /** Remembers a failure, and tells of it unless that was done a short while ago. */
    void note(Throwable e) {
        String text = e.toString();
        long now = System.nanoTime();
        synchronized (toldAt) {
            Long before = toldAt.get(text);
            if (before != null && now - before < INTERVAL_NANOS) {
                return;
            }
            toldAt.put(text, now);
        }
        remember(text);
        status.warn("service '" + service + "': " + text);
    }

    /** For the statistics alone. */
    void remember(String failure) {
        last = failure;
    }

    @Nullable
    String last() {
        return last;
    }
}
