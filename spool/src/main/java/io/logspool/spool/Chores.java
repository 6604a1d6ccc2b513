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

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Things to do one after the other, each of which is done although the one before it failed. */
final class Chores {

    /** One of them; returns how much was done. */
    interface Chore {
        int run() throws IOException;
    }

    private int work;
    private @Nullable Throwable failure;

    void attempt(Chore chore) {
        try {
            work += chore.run();
        } catch (IOException | RuntimeException | Error e) {
            if (failure == null) {
                failure = e;
            } else if (failure != e) {
                failure.addSuppressed(e);
            }
        }
    }

    /**
     * How much was done.
     *
     * @throws IOException if one of them failed, with what it threw as the cause
     */
    int done() throws IOException {
        if (failure != null) {
            throw new IOException("the spool's upkeep failed: " + failure, failure);
        }
        return work;
    }
}
