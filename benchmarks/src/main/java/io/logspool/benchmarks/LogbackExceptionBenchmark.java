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

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs its caller under Logback to log an exception with a stack of 40 frames, sustained, with the same
 * appenders as in {@link LogbackCallerBenchmark}.
 *
 * <p>The exception is made before, as filling in a stack costs the same under all of them; Logback takes each event's
 * frames out of it again.
 */
public class LogbackExceptionBenchmark extends BesideChronicle {

    @Benchmark
    public void error(LogbackConfigured configured, Failed failed, Order order, Caller caller) {
        caller.count();
        configured.log.error("order {} failed", order.number, failed.thrown);
    }

    /** What is thrown. */
    @State(Scope.Thread)
    public static class Failed {

        private final Exception thrown = DeepException.of("customer c-1881 has no account");
    }
}
