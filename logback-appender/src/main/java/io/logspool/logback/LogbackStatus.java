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
package io.logspool.logback;

import ch.qos.logback.core.spi.ContextAware;
import io.logspool.ship.StatusListener;

/**
 * The agent's status on Logback's status channel. Any thread.
 *
 * <p>Who listens on that channel may log, and that may make the agent speak again, on the same thread: this second
 * status is left out, or there would be no end to it.
 */
final class LogbackStatus implements StatusListener {

    private final ContextAware channel;
    private final ThreadLocal<Boolean> speaking = new ThreadLocal<>();

    LogbackStatus(ContextAware channel) {
        this.channel = channel;
    }

    @Override
    public void warn(String message) {
        say(() -> channel.addWarn(message));
    }

    @Override
    public void info(String message) {
        say(() -> channel.addInfo(message));
    }

    private void say(Runnable status) {
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
