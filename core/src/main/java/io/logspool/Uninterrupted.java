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

import java.util.function.Supplier;

/**
 * Runs what reads and writes files on a thread that may be interrupted. A file channel that such a thread touches closes
 * itself ({@link java.nio.channels.ClosedByInterruptException}), and {@code Files.newInputStream} is one.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    /** The thread is as interrupted afterwards as it was before. */
    static <T> T call(Supplier<T> action) {
        boolean interrupted = Thread.interrupted();
        try {
            return action.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
