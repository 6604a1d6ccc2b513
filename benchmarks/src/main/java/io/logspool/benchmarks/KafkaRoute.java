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

import ch.qos.logback.classic.LoggerContext;
import io.logspool.LogAgent;
import java.io.IOException;
import java.time.Duration;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A way of events from an application to Kafka; each names a configuration file. */
enum KafkaRoute {
    LOGSPOOL("Logspool", "shipping"),
    LOGBACK("logback-kafka-appender", "kafka-logstash"),
    LOG4J("Log4j's KafkaAppender", "kafka-json"),
    SIDECAR("FileAppender, rsyslog beside it", "file-logstash-flushed");

    final String title;
    private final String row;

    KafkaRoute(String title, String row) {
        this.title = title;
        this.row = row;
    }

    /** An application whose framework is configured so. */
    interface Application {

        /** What the events of the calling thread have in their context. */
        void context(String key, String value);

        /** Logs an event with three arguments, the first of which is the number. */
        void log(int number);

        /** Processor time so far of what runs beside the application. */
        default Duration besideCpu() {
            return Duration.ZERO;
        }

        /** Stops as the documents say; ours once it has shipped everything, what it else would do at its next start. */
        void stop();
    }

    Application start(Place place) throws IOException {
        if (this == LOG4J) {
            return new Log4jApplication(new Log4jUnderTest(row, place));
        }
        LoggerContext context = LogbackUnderTest.configure(row, place);
        return switch (this) {
            case LOGSPOOL -> new LogspoolApplication(context);
            case SIDECAR -> new SidecarApplication(context, Sidecar.start(place));
            default -> new LogbackApplication(context);
        };
    }

    private static class LogbackApplication implements Application {

        final LoggerContext context;
        private final org.slf4j.Logger log = LoggerFactory.getLogger(Order.LOGGER);

        LogbackApplication(LoggerContext context) {
            this.context = context;
        }

        @Override
        public void context(String key, String value) {
            MDC.put(key, value);
        }

        @Override
        public void log(int number) {
            log.info(Order.PLACED, number, 3, "c-1881");
        }

        @Override
        public void stop() {
            context.stop();
        }
    }

    private static final class LogspoolApplication extends LogbackApplication {

        LogspoolApplication(LoggerContext context) {
            super(context);
        }

        @Override
        public void stop() {
            LogAgent agent = AgentUnderTest.agentOf(
                    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("LOGSPOOL"));
            AgentWait.acknowledged(agent, agent.stats().accepted());
            super.stop();
        }
    }

    private static final class SidecarApplication extends LogbackApplication {

        private final Sidecar sidecar;

        SidecarApplication(LoggerContext context, Sidecar sidecar) {
            super(context);
            this.sidecar = sidecar;
        }

        @Override
        public Duration besideCpu() {
            return sidecar.cpu();
        }

        @Override
        public void stop() {
            super.stop();
            sidecar.close();
        }
    }

    private record Log4jApplication(Log4jUnderTest log4j, Logger log) implements Application {

        Log4jApplication(Log4jUnderTest log4j) {
            this(log4j, log4j.logger(Order.LOGGER));
        }

        @Override
        public void context(String key, String value) {
            ThreadContext.put(key, value);
        }

        @Override
        public void log(int number) {
            log.info(Order.PLACED, number, 3, "c-1881");
        }

        @Override
        public void stop() {
            log4j.stop();
        }
    }
}
