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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What one log statement costs its caller under Logback, sustained: three arguments, two MDC entries, and one appender
 * out of the configuration files beside this class.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(3)
public class LogbackCallerBenchmark {

    @Benchmark
    public void info(Configured configured, Request request, Caller caller) {
        caller.count();
        configured.log.info("order {} of {} items for customer {} placed", request.order, request.items, "c-1881");
    }

    /** What is logged: the numbers are boxed in the call, as they are in an application. */
    @State(Scope.Thread)
    public static class Request {

        private long order = 4711L;
        private int items = 3;

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

    /** Logback with one appender. */
    @State(Scope.Benchmark)
    public static class Configured {

        /** Names the configuration file. */
        @Param({
            "nothing",
            "logspool",
            "logspool-masked",
            "file-logstash",
            "file-logstash-flushed",
            "file-ecs",
            "async-file-logstash",
        })
        public String appender = "";

        /** A directory on the disk to measure; empty for that of {@code java.io.tmpdir}. */
        @Param("")
        public String directory = "";

        private final Logger log = LoggerFactory.getLogger("com.acme.orders.OrderService");
        private @Nullable WorkDirectory work;
        private @Nullable LogbackUnderTest target;

        @Setup
        public void open() throws IOException {
            WorkDirectory created = WorkDirectory.create(directory);
            work = created;
            target = new LogbackUnderTest(appender, created.path());
        }

        @TearDown(Level.Iteration)
        public void check() {
            if (target != null) {
                target.check();
            }
        }

        @TearDown
        public void close() throws IOException {
            try {
                if (target != null) {
                    target.close();
                }
            } finally {
                if (work != null) {
                    work.close();
                }
            }
        }
    }
}
