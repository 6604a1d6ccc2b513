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
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.MDC;

/**
 * What one log statement costs its caller under Logback, sustained: three arguments, two MDC entries, and one appender
 * out of the configuration files beside this class.
 */
public class LogbackCallerBenchmark extends BesideChronicle {

    @Benchmark
    public void info(LogbackConfigured configured, Request request, Order order, Caller caller) {
        caller.count();
        configured.log.info(Order.PLACED, order.number, order.items, order.customer);
    }

    /** The MDC of a request. */
    @State(Scope.Thread)
    public static class Request {

        @Setup(Level.Iteration)
        public void begin() {
            MDC.put("requestId", "7f3c1e9a-5b2d");
            MDC.put("tenant", "acme");
        }

        @TearDown(Level.Iteration)
        public void end() {
            MDC.clear();
        }
    }
}
