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
import io.logspool.testing.kafka.KafkaBroker;
import io.logspool.testing.kafka.SharedKafkaBroker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * From a log statement to a real topic, with every adapter: what was logged is there as ECS JSON, complete and in order;
 * also when the broker is killed meanwhile, and when Kafka logs everything through the same root logger.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class KafkaContract extends AppenderFixture {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final String KAFKAS_THREAD = "kafka-producer-network-thread";
    private static final int EVENTS = 1000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final String OAUTH_LOGIN =
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required";

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final ObjectName STATISTICS = statistics();

    /** For the adapters' tests. */
    protected KafkaContract() {}

    private static ObjectName statistics() {
        try {
            return new ObjectName("io.logspool:type=LogAgent,name=orders");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #startFramework}, but configures what all libraries of this JVM log to. */
    protected abstract AppenderDriver startApplication(@Nullable String config, List<String> settings);

    @Test
    final void events_arrive_in_the_topic_as_json_in_the_order_they_were_logged() {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic("events-in-order", 1);
        AppenderDriver driver = toEnd(startFramework(null, shippingTo(broker, "events-in-order")));
        for (int i = 0; i < EVENTS; i++) {
            driver.log(LOGGER, LogLevel.INFO, "order {} of {}", Integer.toString(i), "many");
        }
        driver.logThrown(LOGGER, LogLevel.ERROR, "the last one", new IllegalStateException("no stock"));
        close(driver);

        List<JsonNode> events = TopicEvents.read(broker, "events-in-order").events();

        assertThat(events).hasSize(EVENTS + 1);
        for (int i = 0; i < EVENTS; i++) {
            assertThat(events.get(i).path("message").asText()).isEqualTo("order " + i + " of many");
        }
        JsonNode first = events.get(0);
        JsonNode last = events.get(EVENTS);
        assertThat(first.path("logspool.template").asText())
                .startsWith("order {")
                .endsWith("}");
        assertThat(first.path("service.name").asText()).isEqualTo("orders");
        assertThat(first.path("log.logger").asText()).isEqualTo(LOGGER);
        assertThat(first.path("fields.team").asText()).isEqualTo("blue");
        assertThat(last.path("message").asText()).isEqualTo("the last one");
        assertThat(last.path("log.level").asText()).isEqualTo(driver.levelName(LogLevel.ERROR));
        assertThat(last.path("error.message").asText()).isEqualTo("no stock");
    }

    @Test
    final void what_kafka_logs_at_debug_neither_comes_back_nor_holds_anything_up() {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic("kafka-at-debug", 1);
        AppenderDriver driver = toEnd(startApplication(null, shippingTo(broker, "kafka-at-debug")));
        List<String> messages = numbered("order ", EVENTS);
        messages.forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
        awaitKafka(driver.layout());
        close(driver);

        List<JsonNode> events = TopicEvents.read(broker, "kafka-at-debug").events();

        assertThat(events)
                .noneMatch(event -> threadOf(event).startsWith(KAFKAS_THREAD))
                .noneMatch(event -> threadOf(event).startsWith("logspool-"));
        assertThat(texts("message", ofLogger(LOGGER, events))).isEqualTo(messages);
    }

    @Test
    final void what_a_kafka_interceptor_logs_is_kept_out_and_counted() throws JMException {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic("intercepted", 1);
        AppenderDriver driver = toEnd(startApplication(
                null,
                shippingTo(broker, "intercepted", "kafka.interceptor.classes=" + LoggingInterceptor.class.getName())));
        LoggingInterceptor.logWith(() -> driver.log(LoggingInterceptor.LOGGER, LogLevel.ERROR, "from within"));
        List<String> messages = numbered("order ", EVENTS);
        messages.forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
        await("all are acknowledged", () -> LoggingInterceptor.acknowledged() >= EVENTS);
        await("the statistics are there", KafkaContract::hasStatistics);
        long keptOut = (Long) SERVER.getAttribute(STATISTICS, "KeptOut");
        close(driver);

        assertThat(LoggingInterceptor.sent()).isGreaterThanOrEqualTo(EVENTS);
        assertThat(keptOut).isGreaterThanOrEqualTo(2L * EVENTS);
        assertOnlyOfTheApplication(broker, "intercepted", messages, LoggingInterceptor.LOGGER);
        assertThat(driver.layoutMessages()).contains("from within");
    }

    @Test
    final void what_a_login_callback_logs_is_kept_out_and_counted() throws JMException {
        try (KafkaBroker broker = KafkaBroker.builder()
                .secureListener("SASL_PLAINTEXT")
                .property("sasl.enabled.mechanisms", "OAUTHBEARER")
                .property(
                        "listener.name.sasl_plaintext.oauthbearer.sasl.jaas.config",
                        OAUTH_LOGIN + " unsecuredLoginStringClaim_sub=\"broker\";")
                .start()) {
            broker.createTopic("logged-in", 1);
            AppenderDriver driver = toEnd(startApplication(
                    null,
                    shippingTo(
                            broker,
                            "logged-in",
                            "kafka.bootstrap.servers=" + broker.secureServers(),
                            "kafka.security.protocol=SASL_PLAINTEXT",
                            "kafka.sasl.mechanism=OAUTHBEARER",
                            "kafka.sasl.jaas.config=" + OAUTH_LOGIN + " unsecuredLoginStringClaim_sub=\"agent\";",
                            "kafka.sasl.login.callback.handler.class=" + LoggingLogin.class.getName())));
            LoggingLogin.logWith(() -> driver.log("login", LogLevel.ERROR, "from within"));
            List<String> messages = numbered("order ", EVENTS);
            messages.forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
            await("it was asked for a token", () -> LoggingLogin.calls() > 0);
            await("the statistics are there", KafkaContract::hasStatistics);
            long keptOut = (Long) SERVER.getAttribute(STATISTICS, "KeptOut");
            close(driver);

            assertThat(keptOut).isPositive();
            assertOnlyOfTheApplication(broker, "logged-in", messages, "login");
            assertThat(driver.layoutMessages()).contains("from within");
        }
    }

    private static void assertOnlyOfTheApplication(
            KafkaBroker broker, String topic, List<String> messages, String otherLogger) {
        List<JsonNode> events = TopicEvents.read(broker, topic).events();
        assertThat(texts("log.logger", events)).doesNotContain(otherLogger);
        assertThat(texts("message", ofLogger(LOGGER, events))).isEqualTo(messages);
    }

    /** The clerk shows them some seconds after the start. */
    private static boolean hasStatistics() {
        return SERVER.isRegistered(STATISTICS);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(POLL_NANOS); // to ask for statistics logs something under java.util.logging
        }
    }

    @Test
    final void an_argument_that_blocks_while_it_is_printed_holds_up_no_shipment() throws InterruptedException {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic("beside-a-blocked-one", 1);
        AppenderDriver driver = toEnd(startFramework(null, shippingTo(broker, "beside-a-blocked-one")));
        List<String> others = numbered("quick ", EVENTS);
        try (BlockedArgument argument = new BlockedArgument()) {
            argument.log(driver, LOGGER);
            others.forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            List<JsonNode> arrived = List.of();
            while (arrived.size() < EVENTS) {
                assertThat(System.nanoTime()).as("%d arrive", arrived.size()).isLessThan(deadline);
                arrived = TopicEvents.read(broker, "beside-a-blocked-one").events();
            }
            assertThat(texts("message", arrived)).isEqualTo(others);
        }
        close(driver);
        assertThat(texts(
                        "message",
                        TopicEvents.read(broker, "beside-a-blocked-one").events()))
                .endsWith("blocked late");
    }

    @Test
    final void events_arrive_in_order_through_a_killed_broker() {
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            broker.createTopic("logs", 1);
            List<String> settings = shippingTo(broker, "logs");
            List<String> messages = numbered("event ", 15_000);
            AppenderDriver driver = toEnd(startFramework(null, settings));
            assertThat(driver.statusMessages()).isEmpty();
            messages.subList(0, 5_000).forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
            broker.kill();
            messages.subList(5_000, 10_000).forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
            broker.restart();
            messages.subList(10_000, 15_000).forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
            driver.close();
            assertThat(driver.fallbackMessages()).as("refused").isEmpty();
            TopicEvents.drain(settings);

            assertThat(texts("message", TopicEvents.read(broker, "logs").events()))
                    .isEqualTo(messages);
        }
    }

    @Test
    final void events_arrive_through_reloads_that_change_how_they_are_sent() {
        KafkaBroker broker = SharedKafkaBroker.get();
        broker.createTopic("through-reloads", 1);
        AppenderDriver driver = toEnd(startApplication(null, shippingTo(broker, "through-reloads")));
        List<String> messages = numbered("event ", 10 * EVENTS);
        for (int i = 0; i < 10; i++) {
            messages.subList(i * EVENTS, (i + 1) * EVENTS)
                    .forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));
            driver.reload(shippingTo(broker, "through-reloads", "fields.round=" + i, "kafka.linger.ms=" + i));
        }
        driver.log(LOGGER, LogLevel.INFO, "the last one");
        close(driver);

        List<JsonNode> all = TopicEvents.read(broker, "through-reloads").events();
        List<JsonNode> events = ofLogger(LOGGER, all);

        assertThat(texts("message", events.subList(0, messages.size()))).isEqualTo(messages);
        assertThat(texts("event.sequence", all)).doesNotHaveDuplicates();
        // The shipper before may still send what comes right after the reload.
        assertThat(events)
                .hasSize(messages.size() + 1)
                .last()
                .satisfies(
                        event -> assertThat(event.path("fields.round").asText()).isIn("8", "9"));
    }

    private List<String> shippingTo(KafkaBroker broker, String topic, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "fields.team=blue",
                "ship.enabled=true",
                "ship.topic=" + topic,
                "ship.close-timeout=" + CLOSE_TIMEOUT.toSeconds() + "s",
                "kafka.bootstrap.servers=" + broker.bootstrapServers()));
        settings.addAll(List.of(more));
        return settings(settings.toArray(String[]::new));
    }

    /** Nothing was refused, and the end comes as soon as all has arrived. */
    private static void close(AppenderDriver driver) {
        assertThat(driver.isStarted())
                .as("started; %s", driver.statusMessages())
                .isTrue();
        long begin = System.nanoTime();
        driver.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(CLOSE_TIMEOUT);
        assertThat(driver.fallbackMessages()).as("refused").isEmpty();
    }

    /** Kafka's client starts with the first event, and what it logs after the end of the configuration is not seen. */
    private static void awaitKafka(RecordedLines layout) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!layout.has(KAFKAS_THREAD)) {
            assertThat(System.nanoTime()).as("Kafka's own thread logs").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static String threadOf(JsonNode event) {
        return event.path("process.thread.name").asText();
    }
}
