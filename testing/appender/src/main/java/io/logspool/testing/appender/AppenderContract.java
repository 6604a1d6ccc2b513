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
package io.logspool.testing.appender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.event.LogLevel;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every adapter keeps. Beside what {@link EventContract} and {@link MaskContract} say of events, and {@link SettingsContract} of settings: an appender that cannot start says why on
 * its framework's own status channel, hands its events to the fallback, and leaves the application alone; appenders of
 * one service share an agent; nothing waits for Kafka; what the agent's own threads log is kept out.
 */
public abstract class AppenderContract extends SettingsContract {

    /** Where nobody listens: port 1 of this machine. */
    private static final String NO_BROKER = "kafka.bootstrap.servers=127.0.0.1:1";

    /** For the adapters' tests. */
    protected AppenderContract() {}

    @Test
    final void a_config_is_read_and_the_appenders_own_settings_count_more() throws IOException {
        Path file = directory.resolve("logspool.properties");
        Files.writeString(file, "service.version=1.2\nservice.name=in-the-file\n");
        AppenderDriver driver = startWith(file.toString());
        driver.log(LOGGER, LogLevel.INFO, "configured");

        JsonNode event = theOnlyOne(driver);

        assertThat(event.path("service.version").asText()).isEqualTo("1.2");
        assertThat(event.path("service.name").asText()).isEqualTo("orders");
    }

    @Test
    final void an_error_at_the_start_is_said_and_leaves_the_application_alone() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new ClassLoader(before) {
            @Override
            public URL getResource(String name) {
                if (name.equals("broken.properties")) {
                    throw new AssertionError("no resources here");
                }
                return super.getResource(name);
            }
        });
        AppenderDriver driver;
        try {
            driver = startWith("classpath:broken.properties");
        } finally {
            thread.setContextClassLoader(before);
        }
        refuses(driver, "AssertionError", "no resources here");
    }

    @Test
    final void an_interrupted_thread_starts_the_appender_and_stays_interrupted() throws IOException {
        Path file = Files.writeString(directory.resolve("logspool.properties"), "service.version=1.2\n");
        Thread.currentThread().interrupt();
        AppenderDriver driver = startWith(file.toString());
        boolean interrupted = Thread.interrupted();
        driver.log(LOGGER, LogLevel.INFO, "started");

        assertThat(interrupted).isTrue();
        assertThat(theOnlyOne(driver).path("service.version").asText()).isEqualTo("1.2");
    }

    @Test
    final void what_the_spool_has_no_room_for_goes_to_the_fallback() {
        AppenderDriver driver =
                start("spool.segment-bytes=1MiB", "spool.max-bytes=4MiB", "spool.max-event-bytes=64KiB");
        List<String> messages = numbered("x".repeat(1000), 6_000);
        messages.forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
        driver.close();

        List<String> spooled = new ArrayList<>(texts("message", SpooledEvents.read(spoolDirectory())));
        List<String> refused = driver.fallbackMessages();

        assertThat(spooled.remove(spooled.size() - 1)).containsPattern("events were dropped: (reserved|spool_full)");
        assertThat(spooled).isNotEmpty();
        assertThat(messages).containsAll(spooled).hasSizeGreaterThan(spooled.size());
        if (driver.hasFallback()) {
            List<String> together = new ArrayList<>(spooled);
            together.addAll(refused);
            assertThat(together).containsExactlyInAnyOrderElementsOf(messages);
        }
        assertThat(joined(driver.statusMessages())).contains("orders");
    }

    @Test
    final void appenders_of_one_service_and_directory_share_an_agent() {
        AppenderDriver first = start();
        AppenderDriver second = start();
        first.log(LOGGER, LogLevel.INFO, "one");
        second.log(LOGGER, LogLevel.INFO, "two");
        first.close();
        second.log(LOGGER, LogLevel.INFO, "three");

        List<JsonNode> events = arrived(second);

        assertThat(first.fallbackMessages()).isEmpty();
        assertThat(texts("message", events)).containsExactly("one", "two", "three");
        assertThat(texts("event.sequence", events)).containsExactly("1", "2", "3");
        assertThat(SpooledEvents.slots(spoolDirectory())).hasSize(1);
    }

    @Test
    final void a_second_appender_with_other_settings_is_refused_with_the_key_named() {
        AppenderDriver first = start();
        AppenderDriver second = start("spool.max-bytes=128MiB");

        refuses(second, "spool.max-bytes", "128MiB", "64MiB");
        first.log(LOGGER, LogLevel.INFO, "undisturbed");
        assertThat(texts("message", arrived(first))).containsExactly("undisturbed");
    }

    @Test
    final void without_a_broker_the_application_starts_logs_and_stops_without_waiting() {
        long begin = System.nanoTime();
        AppenderDriver driver = start("ship.enabled=true", NO_BROKER, "ship.close-timeout=200ms");
        numbered("event ", 100).forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
        Duration logged = Duration.ofNanos(System.nanoTime() - begin);

        List<JsonNode> events = arrived(driver);
        Duration stopped = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(texts("message", events)).isEqualTo(numbered("event ", 100));
        assertThat(logged).isLessThan(Duration.ofSeconds(10));
        assertThat(stopped).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    final void what_the_agents_own_threads_log_is_kept_out() throws InterruptedException {
        AppenderDriver driver = start(
                "ship.enabled=true",
                NO_BROKER,
                "ship.close-timeout=200ms",
                "kafka.metric.reporters=" + LoggingMetricsReporter.class.getName());
        LoggingMetricsReporter.logWith(() -> driver.log(LOGGER, LogLevel.ERROR, "from within"));
        driver.log(LOGGER, LogLevel.INFO, "from the application");
        boolean logged = LoggingMetricsReporter.awaitLogged(30, TimeUnit.SECONDS);

        assertThat(logged).as("an agent's thread logged").isTrue();
        assertThat(texts("message", arrived(driver))).containsOnly("from the application");
        assertThat(driver.layoutMessages()).contains("from within");
    }

    @Test
    final void ten_megabytes_of_text_arrive_whole_if_an_event_may_have_them() {
        AppenderDriver driver = start(
                "spool.max-event-bytes=16MiB",
                "spool.segment-bytes=64MiB",
                "spool.max-bytes=256MiB",
                "ship.max-in-flight-bytes=64MiB",
                "kafka.buffer.memory=268435456",
                "kafka.max.request.size=134217728");
        String text = text(new Random(10), 10 << 20);
        driver.log(LOGGER, LogLevel.INFO, text);
        driver.log(LOGGER, LogLevel.INFO, "in an argument: {}", text);
        driver.logThrown(LOGGER, LogLevel.INFO, "thrown", new IllegalStateException(text));

        List<JsonNode> events = arrived(driver);

        assertThat(events).hasSize(3).noneMatch(event -> event.has("logspool.truncated"));
        assertThat(events.get(0).path("message").asText().equals(text)).isTrue();
        assertThat(events.get(1).path("message").asText().equals("in an argument: " + text))
                .isTrue();
        assertThat(events.get(2).path("error.message").asText().equals(text)).isTrue();
    }

    /** Of all kinds of characters, well-formed. */
    private static String text(Random random, int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes / 2) {
            int kind = random.nextInt(20);
            int character = kind == 0 ? random.nextInt(0x110000) : kind == 1 ? random.nextInt(0x20) : 0x20 + kind * 4;
            text.appendCodePoint(character >= 0xD800 && character < 0xE000 ? '?' : character);
        }
        return text.toString().repeat(2);
    }

    @Test
    final void who_listens_to_the_status_and_logs_neither_holds_anything_up_nor_goes_round_in_circles() {
        AppenderDriver driver =
                start("spool.segment-bytes=1MiB", "spool.max-bytes=4MiB", "spool.max-event-bytes=64KiB");
        AtomicInteger heard = new AtomicInteger();
        driver.listen(message -> {
            heard.incrementAndGet();
            driver.log(LOGGER, LogLevel.WARN, "heard: {}", message);
        });
        List<String> messages = numbered("x".repeat(1000), 6_000);
        messages.forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
        await(heard);
        driver.log(LOGGER, LogLevel.INFO, "goes on");
        driver.close();

        assertThat(heard).hasValueBetween(1, 5);
        // Of drops the spool's own thread speaks: what the listener logs there is kept out, and other appenders have
        // it.
        assertThat(texts("message", SpooledEvents.read(spoolDirectory())))
                .isNotEmpty()
                .noneMatch(message -> message.startsWith("heard"));
        assertThat(driver.layoutMessages())
                .anyMatch(message -> message.startsWith("heard: ") && message.contains("dropped"))
                .contains("goes on");
    }

    private static void await(AtomicInteger heard) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (heard.get() == 0) {
            assertThat(System.nanoTime()).as("something is said").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
