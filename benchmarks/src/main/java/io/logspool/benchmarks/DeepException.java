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
package io.logspool.benchmarks;

/** An exception as deep as those of applications. */
final class DeepException {

    static final int FRAMES = 40;

    private DeepException() {}

    static Exception of(String message) {
        Exception thrown = new IllegalStateException(message);
        StackTraceElement[] stack = new StackTraceElement[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            stack[i] = new StackTraceElement(
                    "com.acme.orders.internal.Step" + i, "invokeNext" + i % 7, "Step" + i + ".java", 100 + 3 * i);
        }
        thrown.setStackTrace(stack);
        return thrown;
    }
}
