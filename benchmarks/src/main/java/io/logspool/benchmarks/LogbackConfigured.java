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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logback with one appender. */
@State(Scope.Benchmark)
public class LogbackConfigured extends Configured {

    /** Names the configuration file. */
    @Param({
        "nothing",
        "asked",
        "logspool",
        "logspool-one-mask",
        "logspool-ten-masks",
        "file-logstash",
        "file-logstash-flushed",
        "file-ecs",
        "async-file-logstash",
        "async-file-ecs",
        "shipping",
        "kafka-logstash",
        "chronicle-logger",
    })
    public String appender = "";

    final Logger log = LoggerFactory.getLogger(Order.LOGGER);

    @Override
    String row() {
        return appender;
    }

    @Override
    AppenderUnderTest.Framework configure(Place place) throws IOException {
        return new LogbackUnderTest(appender, place);
    }
}
