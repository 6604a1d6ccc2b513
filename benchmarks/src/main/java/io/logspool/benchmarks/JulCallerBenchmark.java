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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one log statement costs its caller under java.util.logging, sustained: three arguments, and one handler out of
 * the configuration files beside this class. There is no MDC.
 *
 * <p>The peers are the JDK's FileHandler with each of the JDK's formatters: XML, its default, and lines of text. It
 * writes each record to the file before the call returns, as it always does.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(3)
public class JulCallerBenchmark {

    @Benchmark
    public void info(JulConfigured configured, Order order, Caller caller) {
        caller.count();
        configured.log.log(Level.INFO, "order {0} of {1} items for customer {2} placed", new Object[] {
            order.number, order.items, order.customer
        });
    }

    /** java.util.logging with one handler. */
    @State(Scope.Benchmark)
    public static class JulConfigured extends Configured {

        /** Names the configuration file. */
        @Param({"nothing", "logspool", "file-xml", "file-line"})
        public String appender = "";

        private final Logger log = Logger.getLogger(Order.LOGGER);

        @Override
        String row() {
            return appender;
        }

        @Override
        AppenderUnderTest.Framework configure(Place place) throws IOException {
            return new JulUnderTest(appender, place);
        }
    }
}
