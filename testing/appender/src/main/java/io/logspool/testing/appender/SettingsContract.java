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

import io.logspool.event.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * An appender whose settings are wrong, each in its way, does not start: it says on its framework's own status channel which
 * key has which value and what is wrong with it, and hands its events to the fallback.
 */
abstract class SettingsContract extends MaskContract {

    @Test
    final void an_unknown_key_is_refused_with_its_value_and_the_nearest_known_one() {
        refuses(start("spool.max-byte=5GiB"), "spool.max-byte", "5GiB", "unknown", "spool.max-bytes");
    }

    @Test
    final void a_bad_value_is_refused_with_its_key_value_and_reason() {
        refuses(start("spool.max-bytes=plenty"), "spool.max-bytes", "plenty", "a size");
        refuses(start("spool.overflow=drop-all"), "spool.overflow", "drop-all", "drop-newest");
        refuses(start("ship.enabled=yes"), "ship.enabled", "yes", "true");
    }

    @Test
    final void everything_that_is_wrong_is_said_at_once() {
        refuses(
                start("spool.sync=maybe", "capture.caller=2", "no.such.key=1"),
                "spool.sync",
                "capture.caller",
                "no.such");
    }

    @Test
    final void a_config_that_is_not_there_is_refused_with_its_name() {
        Path missing = directory.resolve("missing.properties");
        refuses(startWith(missing.toString()), missing.toString());
        refuses(startWith("classpath:no/such.properties"), "classpath:no/such.properties");
    }

    @Test
    final void a_config_that_cannot_be_read_is_refused_with_its_name() throws IOException {
        refuses(startWith(directory.toString()), directory.toString());
        Path torn = Files.writeString(directory.resolve("torn.properties"), "service.name=\\u00zz\n");
        refuses(startWith(torn.toString()), torn.toString());
    }

    @Test
    final void a_key_that_stands_twice_in_the_config_is_refused() throws IOException {
        Path file = Files.writeString(directory.resolve("twice.properties"), "ship.topic=a\nship.topic=b\n");
        refuses(startWith(file.toString()), "ship.topic", "more than once", file.toString());
    }

    @Test
    final void a_value_that_does_not_go_with_another_is_refused_with_both_named() {
        refuses(
                start("spool.max-event-bytes=2MiB", "kafka.max.request.size=10000000"),
                "spool.max-event-bytes = 2MiB",
                "spool.segment-bytes, which is 4MiB");
        refuses(start("ship.dead-letter-topic=logs"), "ship.dead-letter-topic = logs", "ship.topic");
    }

    @Test
    final void a_setting_of_the_producer_that_would_break_a_guarantee_is_refused_with_the_guarantee() {
        refuses(start("kafka.acks=1"), "kafka.acks = 1", "nothing accepted is lost");
        refuses(start("kafka.transactional.id=mine"), "kafka.transactional.id = mine", "cannot be set");
        refuses(start("kafka.enable.idempotence=false"), "kafka.enable.idempotence = false", "true");
    }

    @Test
    final void a_value_that_the_producer_does_not_take_is_refused_with_its_reason() {
        refuses(start("kafka.linger.ms=soon"), "kafka.linger.ms = soon", "number");
        refuses(start("kafka.bootstrap.servers=nowhere"), "kafka.bootstrap.servers = nowhere");
        refuses(start("kafka.compression.tipe=lz4"), "kafka.compression.tipe", "kafka.compression.type");
    }

    @Test
    final void a_placeholder_of_what_is_not_there_is_refused_by_name() {
        refuses(start("service.version=%{sys:no.such.property}"), "service.version", "no.such.property is not set");
        refuses(start("service.version=%{file:/no/such}"), "service.version", "/no/such cannot be read");
    }

    @Test
    final void a_system_property_that_is_wrong_is_refused_with_its_name() {
        System.setProperty("logspool.spool.sync", "maybe");
        try {
            refuses(start(), "spool.sync = maybe", "system property logspool.spool.sync");
        } finally {
            System.clearProperty("logspool.spool.sync");
        }
    }

    @Test
    final void what_is_said_of_a_wrong_setting_has_no_secret_in_it() {
        AppenderDriver driver = start("kafka.ssl.truststore.pasword=hunter2");
        assertThat(joined(driver.statusMessages())).doesNotContain("hunter2");
        refuses(driver, "kafka.ssl.truststore.pasword", "kafka.ssl.truststore.password");
    }

    @Test
    final void more_free_space_than_the_volume_has_is_refused() {
        refuses(start("spool.min-free-bytes=1000000GiB"), "spool.min-free-bytes = 1000000GiB", "volume of spool.dir");
    }

    @Test
    final void a_file_in_the_place_of_the_spool_is_refused_with_its_path() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        refuses(start("spool.dir=" + file), file.toString());
        refuses(start("spool.dir=" + file.resolve("below")), file.toString());
        assertThat(file).hasContent("in the way");
    }

    @Test
    final void a_spool_that_cannot_be_made_is_refused_with_its_path() {
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/proc/self")), "there is no /proc, where even root cannot write");
        refuses(start("spool.dir=/proc/self/spool"), "/proc/self/spool");
    }

    /** Not started, said so with all of this, and the application's events are at the fallback, if there is one. */
    static void refuses(AppenderDriver driver, String... said) {
        assertThat(driver.isStarted()).isFalse();
        assertThat(joined(driver.statusMessages()))
                .contains(said)
                .contains(driver.hasFallback() ? "its events go to" : "its events are lost");
        driver.log(LOGGER, LogLevel.INFO, "goes {}", "on");
        driver.log(LOGGER, LogLevel.ERROR, "and on");
        driver.close();
        assertThat(driver.hasFallback() ? driver.fallbackMessages() : driver.layoutMessages())
                .containsExactly("goes on", "and on");
    }
}
