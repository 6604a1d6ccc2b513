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
package io.logspool.samples.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be ended, newest first; once, by whoever comes first: the end of the program, or Ctrl-C. */
final class Cleanup {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private boolean begun;

    /** Enters a resource; one that comes when the end has begun is closed at once. */
    synchronized <T extends AutoCloseable> T add(T resource) {
        if (begun) {
            close(resource);
        } else {
            resources.push(resource);
        }
        return resource;
    }

    synchronized boolean hasBegun() {
        return begun;
    }

    synchronized void run() {
        begun = true;
        while (!resources.isEmpty()) {
            close(resources.pop());
        }
    }

    /** One that cannot be closed must not keep the others open. */
    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            System.err.println("quickstart: " + e.getMessage());
        }
    }
}
