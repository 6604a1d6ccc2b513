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

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one log statement costs its caller under Log4j 2, sustained: three arguments, two entries of the ThreadContext,
 * and one appender out of the configuration files beside this class.
 *
 * <p>The peers write JSON in ECS with Log4j's JsonTemplateLayout. With {@code async-file-json}, all loggers are
 * asynchronous, by the Disruptor: the ring is full before the warm-up ends, and then the caller waits for it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(3)
public class Log4jCallerBenchmark {

    @Benchmark
    public void info(Log4jConfigured configured, Request request, Order order, Caller caller) {
        caller.count();
        configured.logger().info(Order.PLACED, order.number, order.items, order.customer);
    }

    /** The ThreadContext of a request. */
    @State(Scope.Thread)
    public static class Request {

        @Setup(Level.Iteration)
        public void begin() {
            ThreadContext.put("requestId", "7f3c1e9a-5b2d");
            ThreadContext.put("tenant", "acme");
        }

        @TearDown(Level.Iteration)
        public void end() {
            ThreadContext.clearAll();
        }
    }

    /** Log4j with one appender. */
    @State(Scope.Benchmark)
    public static class Log4jConfigured extends Configured {

        /** Names the configuration file. */
        @Param({"nothing", "logspool", "file-json", "file-json-flushed", "async-file-json", "shipping", "kafka-json"})
        public String appender = "";

        private @Nullable Logger log;

        @Override
        String row() {
            return appender;
        }

        @Override
        AppenderUnderTest.Framework configure(Place place) throws IOException {
            Log4jUnderTest started = new Log4jUnderTest(appender, place);
            log = started.logger(Order.LOGGER);
            return started;
        }

        Logger logger() {
            Logger opened = log;
            if (opened == null) {
                throw new IllegalStateException("not set up");
            }
            return opened;
        }
    }
}
