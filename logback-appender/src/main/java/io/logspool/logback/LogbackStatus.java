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
import io.logspool.ship.StatusGuard;
import io.logspool.ship.StatusListener;

/** The agent's status on Logback's status channel, whose listeners may log. Any thread. */
final class LogbackStatus implements StatusListener {

    private final ContextAware channel;
    private final StatusGuard guard = new StatusGuard();

    LogbackStatus(ContextAware channel) {
        this.channel = channel;
    }

    @Override
    public void warn(String message) {
        guard.say(() -> channel.addWarn(message));
    }

    @Override
    public void info(String message) {
        guard.say(() -> channel.addInfo(message));
    }
}
