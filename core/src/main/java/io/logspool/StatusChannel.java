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

import io.logspool.ship.StatusListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells the status listeners of every handle of an agent. A listener belongs to the application; one that throws does
 * not keep the others, or the agent, from going on.
 */
final class StatusChannel implements StatusListener {

    private final List<StatusListener> listeners = new CopyOnWriteArrayList<>();

    void add(StatusListener listener) {
        listeners.add(listener);
    }

    void remove(StatusListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void warn(String message) {
        tell(listener -> listener.warn(message));
    }

    @Override
    public void info(String message) {
        tell(listener -> listener.info(message));
    }

    private void tell(Consumer<StatusListener> news) {
        for (StatusListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                // The listener's own affair.
            }
        }
    }
}
