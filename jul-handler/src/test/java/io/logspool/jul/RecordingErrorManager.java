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
package io.logspool.jul;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.ErrorManager;
import org.jspecify.annotations.Nullable;

/** Keeps what a handler reports. Named in the configurations of the tests. */
public final class RecordingErrorManager extends ErrorManager {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Handlers make one by its name. */
    public RecordingErrorManager() {}

    List<String> messages() {
        return messages;
    }

    /** Calls this with all that comes. */
    void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized void error(String message, @Nullable Exception cause, int code) {
        messages.add(message + (cause == null ? "" : " " + cause));
        listeners.forEach(listener -> listener.accept(message));
    }
}
