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
package io.logspool.testing.together;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.jul.LogspoolHandler;
import io.logspool.testing.appender.SpooledEvents;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/**
 * Appenders of one service and directory share an agent, whatever framework they belong to: one spool, one sequence. It
 * ends with the last of them. One whose settings differ is refused, with the key named.
 */
class SharedAgentTest {

    @TempDir
    private Path directory;

    @Test
    void appenders_of_three_frameworks_share_an_agent_that_the_last_one_closes() {
        Map<String, String> settings = settings();
        io.logspool.logback.LogspoolAppender logback = logback(settings);
        LogspoolHandler jul = new LogspoolHandler(settings);
        io.logspool.log4j2.LogspoolAppender log4j = log4j(settings);
        log(logback, "one");
        log(jul, "two");
        log(log4j, "three");
        logback.stop();
        log(jul, "four");
        jul.close();
        log(log4j, "five");
        log4j.stop();

        List<JsonNode> events = SpooledEvents.read(directory);
        assertThat(texts("message", events)).containsExactly("one", "two", "three", "four", "five");
        assertThat(texts("event.sequence", events)).containsExactly("1", "2", "3", "4", "5");
        assertThat(SpooledEvents.slots(directory)).hasSize(1);
    }

    @Test
    void one_of_another_framework_with_another_value_is_refused_with_the_key_named() {
        LogspoolHandler jul = new LogspoolHandler(settings());
        Map<String, String> others = settings();
        others.put("spool.max-bytes", "128MiB");
        io.logspool.logback.LogspoolAppender logback = logback(others);
        log(jul, "undisturbed");
        log(logback, "refused");
        jul.close();

        assertThat(logback.isStarted()).isFalse();
        assertThat(logback.getStatusManager().getCopyOfStatusList())
                .anySatisfy(status -> assertThat(status.getMessage())
                        .contains("does not start", "spool.max-bytes = 128MiB", "64MiB"));
        assertThat(texts("message", SpooledEvents.read(directory))).containsExactly("undisturbed");
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("service.name", "orders");
        settings.put("spool.dir", directory.toString());
        settings.put("spool.max-bytes", "64MiB");
        settings.put("spool.segment-bytes", "1MiB");
        settings.put("spool.max-event-bytes", "64KiB");
        settings.put("spool.min-free-bytes", "0");
        settings.put("spool.block-timeout", "10s");
        settings.put("ship.enabled", "false");
        return settings;
    }

    private static io.logspool.logback.LogspoolAppender logback(Map<String, String> settings) {
        io.logspool.logback.LogspoolAppender appender = new io.logspool.logback.LogspoolAppender();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        appender.setContext(context);
        appender.setName("LOGSPOOL");
        settings.forEach((key, value) -> appender.addSetting(key + "=" + value));
        appender.start();
        return appender;
    }

    private static io.logspool.log4j2.LogspoolAppender log4j(Map<String, String> settings) {
        io.logspool.log4j2.LogspoolAppender appender = io.logspool.log4j2.LogspoolAppender.newBuilder()
                .setName("LOGSPOOL")
                .setPropertyArray(settings.entrySet().stream()
                        .map(setting -> Property.createProperty(setting.getKey(), setting.getValue()))
                        .toArray(Property[]::new))
                .build();
        appender.start();
        return appender;
    }

    private static void log(io.logspool.logback.LogspoolAppender appender, String message) {
        ch.qos.logback.classic.Logger logger = ((LoggerContext) appender.getContext()).getLogger("logger");
        appender.doAppend(new ch.qos.logback.classic.spi.LoggingEvent(
                "", logger, ch.qos.logback.classic.Level.INFO, message, null, null));
    }

    private static void log(LogspoolHandler handler, String message) {
        handler.publish(new LogRecord(java.util.logging.Level.INFO, message));
    }

    private static void log(io.logspool.log4j2.LogspoolAppender appender, String message) {
        appender.append(Log4jLogEvent.newBuilder()
                .setLoggerName("logger")
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage(message))
                .build());
    }

    private static List<String> texts(String field, List<JsonNode> events) {
        return events.stream().map(event -> event.path(field).asText()).toList();
    }
}
