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
package io.logspool.testing.kafka;

import org.jspecify.annotations.Nullable;

/**
 * One broker for all test classes of a JVM, started by the first that asks and ended with the JVM. Tests keep out of
 * each other's way by topics of their own; a test that stops, kills or pauses a broker starts one for itself.
 */
public final class SharedKafkaBroker {
    private static @Nullable KafkaBroker broker;

    private SharedKafkaBroker() {}

    /** The running broker; one that has gone meanwhile is started again, with its data. Any thread. */
    public static synchronized KafkaBroker get() {
        KafkaBroker current = broker;
        if (current == null) {
            current = KafkaBroker.builder().start();
            broker = current;
        } else if (!current.isRunning()) {
            current.restart();
        }
        return current;
    }
}
