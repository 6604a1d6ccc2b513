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

/**
 * Keeps what is said on a framework's status channel from going round in circles: who listens there may log, and that may
 * make the agent or its appender speak again, on the same thread. This second status is left out. Any thread.
 */
public final class StatusGuard {

    private final ThreadLocal<Boolean> speaking = new ThreadLocal<>();

    /** For one appender. */
    public StatusGuard() {}

    /** Has it said, unless this thread is saying something already. */
    public void say(Runnable status) {
        if (speaking.get() != null) {
            return;
        }
        speaking.set(true);
        try {
            status.run();
        } finally {
            speaking.remove();
        }
    }
}
