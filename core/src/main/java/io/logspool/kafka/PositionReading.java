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
package io.logspool.kafka;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Reads the position of a slot on a thread of its own, which belongs to the thread group of whoever makes this. */
final class PositionReading {

    private final FutureTask<PositionTopic.Found> task;

    PositionReading(PositionTopic topic, String identity) {
        task = new FutureTask<>(() -> topic.read(identity));
        Thread thread = new Thread(task, "logspool-position");
        thread.setDaemon(true);
        thread.start();
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Once it is done. */
    PositionTopic.Found result() throws ExecutionException, InterruptedException {
        return task.get();
    }

    void stop() {
        task.cancel(true);
    }
}
