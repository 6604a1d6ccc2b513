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
package io.logspool.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.event.LogLevel;
import io.logspool.testing.appender.AppenderDriver;
import io.logspool.testing.appender.AppenderFixture;
import io.logspool.testing.appender.LoggingMetricsReporter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Behind Log4j's asynchronous loggers another thread brings the events, in those of a ring buffer that are used again as
 * soon as they are taken: they arrive as they were logged.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsyncLoggersTest extends AppenderFixture {

    @Override
    protected AppenderDriver startFramework(@Nullable String config, List<String> settings) {
        return Log4jDriver.ofAsyncLoggers(config, settings);
    }

    @Test
    void events_of_the_ring_buffer_arrive_as_they_were_when_they_were_logged() {
        AppenderDriver driver = start();
        StringBuilder changing = new StringBuilder();
        int events = 10_000; // more than the ring buffer has
        for (int i = 0; i < events; i++) {
            changing.setLength(0);
            changing.append("text ").append(i);
            driver.log("logger " + i % 7, LogLevel.INFO, "{} of {}, {}", changing, i, null);
        }

        List<JsonNode> arrived = arrived(driver);
        assertThat(arrived).hasSize(events);
        for (int i = 0; i < events; i++) {
            JsonNode event = arrived.get(i);
            assertThat(event.path("message").asText()).isEqualTo("text " + i + " of " + i + ", null");
            assertThat(event.path("logspool.template").asText()).isEqualTo("{} of {}, {}");
            assertThat(event.path("log.logger").asText()).isEqualTo("logger " + i % 7);
            assertThat(event.path("process.thread.id").asLong())
                    .isEqualTo(Thread.currentThread().getId());
        }
    }

    @Test
    void the_place_of_a_statement_is_the_callers() {
        AppenderDriver driver = start("capture.caller=true");
        driver.log("logger", LogLevel.INFO, "here {}", 1);

        JsonNode event = theOnlyOne(driver);
        assertThat(event.path("log.origin.function").asText()).isEqualTo("log");
        assertThat(event.path("log.origin.file.name").asText()).isEqualTo("Log4jDriver.java");
    }

    @Test
    void context_markers_and_what_was_thrown_are_those_of_the_statement() {
        AppenderDriver driver = start();
        driver.withContext(Map.of("tenant", "acme"), () -> driver.log("logger", LogLevel.INFO, "in a context"));
        driver.withContext(
                Map.of("tenant", "other"), () -> driver.logMarked("logger", LogLevel.WARN, "marked", "bill"));
        driver.logThrown("logger", LogLevel.ERROR, "failed", new IllegalStateException("no stock"));

        List<JsonNode> events = arrived(driver);
        assertThat(events.get(0).path("labels.tenant").asText()).isEqualTo("acme");
        assertThat(events.get(1).path("labels.tenant").asText()).isEqualTo("other");
        assertThat(events.get(1).path("tags").toString()).contains("bill");
        assertThat(events.get(2).has("labels.tenant")).isFalse();
        assertThat(events.get(2).has("tags")).isFalse();
        assertThat(events.get(2).path("error.message").asText()).isEqualTo("no stock");
    }

    @Test
    void what_the_agents_own_threads_log_is_kept_out() throws InterruptedException {
        AppenderDriver driver = start(
                "ship.enabled=true",
                "kafka.bootstrap.servers=127.0.0.1:1",
                "ship.close-timeout=200ms",
                "kafka.metric.reporters=" + LoggingMetricsReporter.class.getName());
        LoggingMetricsReporter.logWith(() -> driver.log("logger", LogLevel.ERROR, "from within"));
        driver.log("logger", LogLevel.INFO, "from the application");
        boolean logged = LoggingMetricsReporter.awaitLogged(30, TimeUnit.SECONDS);

        assertThat(logged).as("an agent's thread logged").isTrue();
        List<JsonNode> events = arrived(driver);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).path("message").asText()).isEqualTo("from the application");
        assertThat(driver.layoutMessages()).contains("from within");
    }
}
