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

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What went wrong on a thread beside the measured ones, and makes the run one that does not count. Any thread. */
final class BackgroundFailure {

    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    /** The first counts. */
    void set(Throwable failure) {
        first.compareAndSet(null, failure);
    }

    @Nullable
    Throwable get() {
        return first.get();
    }

    /** Fails if there is one. */
    void check() {
        Throwable failed = first.get();
        if (failed != null) {
            throw new IllegalStateException("this run does not count", failed);
        }
    }
}
