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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logback, configured by one of the files beside this class. */
final class LogbackUnderTest implements AppenderUnderTest.Framework {

    private final LoggerContext context;

    LogbackUnderTest(String row, Place place) throws IOException {
        context = configure(row, place);
    }

    @Override
    public @Nullable Object logspool() {
        return context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL");
    }

    @Override
    public void check() {
        for (Status status : context.getStatusManager().getCopyOfStatusList()) {
            if (status.getEffectiveLevel() >= Status.WARN) {
                throw new IllegalStateException("this run does not count: " + status, status.getThrowable());
            }
        }
    }

    @Override
    public void stop() {
        context.stop();
    }

    /** The Logback that SLF4J gives loggers of. */
    static LoggerContext configure(String row, Path directory) throws IOException {
        return configure(row, Place.of(directory));
    }

    /** The same, with a Kafka. */
    static LoggerContext configure(String row, Place place) throws IOException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getStatusManager().clear();
        // Chronicle speaks while the appender starts, when Logback has no appender yet and would warn of that.
        context.getLogger("net.openhft").setLevel(Level.OFF);
        // So does Kafka's client, and into itself under an appender that does not keep that out.
        context.getLogger("org.apache.kafka").setLevel(Level.OFF);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        byte[] file = place.file("logback/" + row + ".xml").getBytes(StandardCharsets.UTF_8);
        try {
            configurator.doConfigure(new ByteArrayInputStream(file));
            return context;
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
    }
}
