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

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.status.Status;
import io.logspool.LogAgent;
import io.logspool.LogAgentConfig;
import io.logspool.LogAgentStats;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The logging of this JVM as {@code logback.xml} sets it up; Tomcat's goes the same way. */
final class Logging implements AutoCloseable {
    private static final String SHOP = "io.logspool.samples.quickstart.shop";

    private final LoggerContext context;
    private final CountingAppender counter;

    /** A second handle of the agent that the appender started, to look at its counters. */
    private final LogAgent agent;

    private Logging(LoggerContext context, CountingAppender counter, LogAgent agent) {
        this.context = context;
        this.counter = counter;
        this.agent = agent;
    }

    /**
     * Has Logback read its configuration, which must not have happened before.
     *
     * @param node what marks the events of this run, as {@code service.node.name}
     * @throws QuickstartException with Logback's own messages, if an appender did not start
     */
    static Logging start(Path directory, String node, String bootstrapServers) {
        System.setProperty("quickstart.directory", directory.toString());
        System.setProperty("quickstart.node", node);
        System.setProperty("quickstart.kafka", bootstrapServers);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger shop = context.getLogger(SHOP);
        Appender<ILoggingEvent> appender = shop.getAppender("LOGSPOOL");
        if (appender == null
                || !appender.isStarted()
                || !(shop.getAppender("COUNT") instanceof CountingAppender counter)) {
            throw new QuickstartException("An appender of logback.xml did not start:\n" + problems(context));
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return new Logging(
                context, counter, LogAgent.start(LogAgentConfig.builder().build()));
    }

    /** What Logback's status channel holds of warnings and errors; there the agent speaks too. */
    String problems() {
        return problems(context);
    }

    private static String problems(LoggerContext context) {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() >= Status.WARN)
                .map(Status::toString)
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** How many events were given to the appender. */
    long logged() {
        return counter.count();
    }

    /** What the agent says of itself; for the display only. */
    LogAgentStats agent() {
        return agent.stats();
    }

    /** Closes the appenders; the agent ships what it still has, within its time limit. */
    @Override
    public void close() {
        SLF4JBridgeHandler.uninstall();
        agent.close();
        context.stop();
    }
}
