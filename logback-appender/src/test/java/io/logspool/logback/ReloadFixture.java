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
package io.logspool.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.testing.appender.SpooledEvents;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** A Logback of a test's own, which is configured again and again in the middle of what it does. */
abstract class ReloadFixture {

    /** An appender that runs {@link HookAppender}'s hooks. */
    static final String HOOK = "<appender name='HOOK' class='io.logspool.logback.HookAppender'/>";

    /** The same, at a logger of its own. */
    static final String HOOK_APART = HOOK + "<logger name='hook'><appender-ref ref='HOOK'/></logger>";

    final LoggerContext context = new LoggerContext();

    @TempDir
    Path directory;

    @AfterEach
    final void stop() {
        HookAppender.forget();
        context.stop();
    }

    /** Our appender, which only spools. */
    final String logspool(String... elements) {
        return """
                <appender name="LOGSPOOL" class="io.logspool.logback.LogspoolAppender">
                  <setting>service.name=orders</setting>
                  <setting>spool.dir=%s</setting>
                  <setting>spool.min-free-bytes=0</setting>
                  <setting>spool.block-timeout=10s</setting>
                  <setting>ship.enabled=false</setting>
                  %s
                </appender>
                """.formatted(directory, String.join("", elements));
    }

    static String root(String level, String... appenders) {
        StringBuilder root = new StringBuilder("<root level='" + level + "'>");
        for (String appender : appenders) {
            root.append("<appender-ref ref='").append(appender).append("'/>");
        }
        return root.append("</root>").toString();
    }

    final void reload(String elements) throws JoranException {
        context.reset();
        configure(elements);
    }

    final void configure(String elements) throws JoranException {
        String xml = "<configuration>" + elements + "</configuration>";
        configurator().doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    final JoranConfigurator configurator() {
        context.setMDCAdapter(MDC.getMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        return configurator;
    }

    final Logger logger(String name) {
        return context.getLogger(name);
    }

    final Logger root() {
        return logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    final List<Appender<ILoggingEvent>> attachedToRoot() {
        List<Appender<ILoggingEvent>> attached = new ArrayList<>();
        root().iteratorForAppenders().forEachRemaining(attached::add);
        return attached;
    }

    /** Of all events that are in the spool. */
    final List<String> messages() {
        return texts("message", SpooledEvents.read(directory));
    }

    static List<String> texts(String field, List<JsonNode> events) {
        return events.stream().map(event -> event.path(field).asText()).toList();
    }
}
