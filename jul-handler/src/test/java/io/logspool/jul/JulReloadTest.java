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
package io.logspool.jul;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.event.LogLevel;
import io.logspool.testing.appender.AppenderDriver;
import io.logspool.testing.appender.ReloadContract;
import io.logspool.testing.appender.SpooledEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all adapters, kept by the handler of java.util.logging. */
class JulReloadTest extends ReloadContract {

    @TempDir
    Path configurations;

    @Override
    protected AppenderDriver startFramework(@Nullable String config, List<String> settings) {
        return JulDriver.ofApplication(configurations, config, settings);
    }

    @Test
    void after_a_reset_of_the_log_manager_nothing_is_taken_until_it_is_configured_again() {
        AppenderDriver driver = start();
        driver.log("logger", LogLevel.INFO, "before");
        LogManager.getLogManager().reset();
        driver.log("logger", LogLevel.INFO, "in between");
        assertThat(messages()).containsExactly("before");
        // The agent has ended: its slot is free.
        driver.reload(settings("spool.max-bytes=128MiB"));
        driver.log("logger", LogLevel.INFO, "after");
        driver.close();

        assertThat(messages()).containsExactly("before", "after");
        assertThat(driver.statusMessages()).isEmpty();
        assertThat(SpooledEvents.slots(spoolDirectory())).hasSize(1);
    }

    @Test
    void a_log_manager_of_a_containers_own_hands_the_agent_over_when_it_reads_its_configuration_again()
            throws IOException {
        ContainersLogManager manager = new ContainersLogManager(() -> new LogspoolHandler(asMap(settings())));
        manager.readConfiguration(InputStream.nullInputStream());
        Logger logger = manager.logger;
        logger.info("before");
        Handler before = logger.getHandlers()[0];
        manager.readConfiguration(InputStream.nullInputStream());
        // On its way to the handler that has just been closed; with the next one the agent goes on.
        before.publish(new LogRecord(Level.INFO, "late"));
        logger.info("after");
        manager.reset();
        logger.info("to nobody");

        assertThat(messages()).containsExactly("before", "late", "after");
        assertThat(SpooledEvents.read(spoolDirectory()))
                .last()
                .satisfies(event ->
                        assertThat(event.path("event.sequence").asInt()).isEqualTo(3));
    }

    private static Map<String, String> asMap(List<String> settings) {
        Map<String, String> map = new LinkedHashMap<>();
        settings.forEach(setting ->
                map.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1)));
        return map;
    }

    /** Reads its configuration without the help of the JDK's. */
    private static final class ContainersLogManager extends LogManager {

        private final Logger logger = new Logger("a container's", null) {};
        private final Supplier<Handler> handlers;

        ContainersLogManager(Supplier<Handler> handlers) {
            this.handlers = handlers;
            logger.setUseParentHandlers(false);
            addLogger(logger);
        }

        @Override
        public void readConfiguration(InputStream configuration) {
            reset();
            logger.setLevel(Level.ALL);
            logger.addHandler(handlers.get());
        }
    }

    private List<String> messages() {
        return SpooledEvents.read(spoolDirectory()).stream()
                .map(event -> event.path("message").asText())
                .toList();
    }
}
