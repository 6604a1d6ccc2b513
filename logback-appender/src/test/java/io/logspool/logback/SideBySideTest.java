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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.logspool.LogAgentConfig;
import io.logspool.encode.ByteArrayOutput;
import io.logspool.encode.Encoding;
import io.logspool.encode.EventEncoder;
import io.logspool.encode.EventOrigin;
import io.logspool.encode.KeyValuePlacement;
import io.logspool.encode.Resource;
import io.logspool.encode.ServiceIdentity;
import io.logspool.event.EventFormatException;
import io.logspool.event.EventReader;
import io.logspool.event.EventWriter;
import io.logspool.event.LogEvent;
import io.logspool.testing.appender.NastyMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.function.Consumer;
import net.logstash.logback.encoder.LogstashEncoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The same events through the encoders that people use now and through ours: what {@code docs/encodings.md} says. */
final class SideBySideTest {

    private static final int ROUNDS = 2_000;
    /** What Elastic's encoder does not write, or writes otherwise. */
    private static final List<String> ONLY_OURS = List.of(
            "@timestamp",
            "ecs.version",
            "event.id",
            "event.sequence",
            "event.created",
            "process.thread.id",
            "tags",
            "logspool.template",
            "text",
            "integer",
            "long",
            "short",
            "float",
            "double",
            "labels.nan",
            "labels.infinite",
            "big",
            "exact",
            "yes",
            "character");

    private static final List<org.slf4j.event.Level> LEVELS = List.of(org.slf4j.event.Level.values());
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final EventOrigin ORIGIN = new EventOrigin(
            new Resource(
                    new ServiceIdentity("orders", "1.2.3", "test", "node-7"), null, 0, null, null, null, null, null),
            "incarnation",
            1);

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("io.shop.Orders");
    private final TimeZone zone = TimeZone.getDefault();
    private final LogstashEncoder logstash;
    private final EcsEncoder elastic = new EcsEncoder();

    SideBySideTest() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        context.setMDCAdapter(MDC.getMDCAdapter());
        logger.setLevel(Level.TRACE);
        logstash = new LogstashEncoder();
        logstash.setContext(context);
        logstash.setIncludeCallerData(true);
        elastic.setContext(context);
        elastic.setServiceName("orders");
        elastic.setServiceVersion("1.2.3");
        elastic.setServiceEnvironment("test");
        elastic.setServiceNodeName("node-7");
        elastic.setEventDataset("orders");
        elastic.setIncludeOrigin(true);
        elastic.setIncludeMarkers(true);
    }

    @AfterEach
    void stop() {
        TimeZone.setDefault(zone);
        MDC.clear();
        context.stop();
    }

    @Test
    void logstash_records_are_those_of_logstash_logback_encoder() {
        List<Pair> pairs = encoded(logstash, Encoding.LOGSTASH, this::everyKind);
        for (Pair pair : pairs) {
            assertThat(withoutOurs(pair.ours)).isEqualTo(withJdkTraces(pair.theirs));
            assertThat(names(withoutOurs(pair.ours))).isEqualTo(names(pair.theirs));
        }
        assertThat(pairs).hasSizeGreaterThan(10);
    }

    @Test
    void logstash_records_of_any_event_are_those_of_logstash_logback_encoder() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            NastyMessages messages = new NastyMessages(seed);
            List<Pair> pairs = encoded(logstash, Encoding.LOGSTASH, log -> anyEvent(random, messages, log));
            for (Pair pair : pairs) {
                assertThat(withoutOurs(pair.ours)).as("seed %d", seed).isEqualTo(withJdkTraces(pair.theirs));
            }
        }
    }

    @Test
    void ecs_records_are_those_of_elastics_encoder() {
        List<Pair> pairs = encoded(elastic, Encoding.ECS, this::everyKind);
        for (Pair pair : pairs) {
            ObjectNode theirs = flat(pair.theirs);
            Instant time = Instant.parse(pair.ours.path("@timestamp").asText());
            assertThat(time.truncatedTo(ChronoUnit.MILLIS))
                    .isEqualTo(Instant.parse(theirs.remove("@timestamp").asText()));
            assertThat(theirs.remove("ecs.version").asText()).isEqualTo("1.2.0");
            move("traceId", "trace.id", theirs);
            move("user.name", "labels.user_name", theirs);
            move("empty", "labels.empty", theirs);
            JsonNode firstTag = pair.ours.path("tags").path(0);
            assertThat(firstTag)
                    .isEqualTo(theirs.has("tags") ? theirs.remove("tags").get(0) : MissingNode.getInstance());
            assertThat(pair.ours.properties()).containsAll(theirs.properties());
            assertThat(names(pair.ours)).filteredOn(name -> !theirs.has(name)).isSubsetOf(ONLY_OURS);
        }
        assertThat(pairs).hasSizeGreaterThan(10);
    }

    private void everyKind(Logger log) {
        log.info("plain");
        log.trace("{} of {}", 1, "two");
        log.debug("");
        log.warn("quote \" backslash \\ tab \t newline \n escape \u001b line \u2028 😀 é");
        log.error("failed", new IllegalStateException("no stock", new IllegalArgumentException()));
        Exception suppressing = new IOException("closed");
        suppressing.addSuppressed(new ArithmeticException("/ by zero"));
        suppressing.initCause(new Error("deep", new RuntimeException("deeper")));
        log.error("failed {}", "again", suppressing);
        Exception round = new IllegalStateException("first");
        round.initCause(new IllegalStateException("second", round));
        log.error("round", round);
        MDC.put("user.name", "ann");
        MDC.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
        MDC.put("empty", "");
        log.info("with a context");
        log.info(MarkerFactory.getMarker("AUDIT"), "with a marker");
        log.atInfo()
                .addMarker(MarkerFactory.getMarker("AUDIT"))
                .addMarker(MarkerFactory.getMarker("SLOW"))
                .addKeyValue("text", "Łukasz")
                .addKeyValue("integer", 17)
                .addKeyValue("long", Long.MIN_VALUE)
                .addKeyValue("short", (short) 3)
                .addKeyValue("float", 0.1f)
                .addKeyValue("double", 1e300)
                .addKeyValue("nan", Double.NaN)
                .addKeyValue("infinite", Double.NEGATIVE_INFINITY)
                .addKeyValue("big", new BigInteger("123456789012345678901234567890"))
                .addKeyValue("exact", new BigDecimal("1.10"))
                .addKeyValue("yes", true)
                .addKeyValue("nothing", (Object) null)
                .addKeyValue("character", 'c')
                .log("with {} pairs", 12);
        MDC.clear();
        log.info("without a context");
    }

    private static void anyEvent(Random random, NastyMessages messages, Logger log) {
        for (int i = random.nextInt(4); i > 0; i--) {
            MDC.put("context-" + i, wellFormed(messages.pattern()));
        }
        LoggingEventBuilder event = log.atLevel(LEVELS.get(random.nextInt(LEVELS.size())));
        for (int i = random.nextInt(4); i > 0; i--) {
            event = event.addKeyValue("pair-" + i, value(random, messages));
        }
        if (random.nextInt(4) == 0) {
            event = event.setCause(new IllegalStateException(
                    wellFormed(messages.pattern()),
                    random.nextBoolean() ? null : new Error(wellFormed(messages.pattern()))));
        }
        event.log(wellFormed(messages.pattern()), random.nextInt(), "second");
        MDC.clear();
    }

    private static @Nullable Object value(Random random, NastyMessages messages) {
        return switch (random.nextInt(7)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> random.nextInt();
            case 3 -> Double.longBitsToDouble(random.nextLong());
            case 4 -> random.nextBoolean();
            case 5 -> new BigInteger(200, random);
            default -> wellFormed(messages.pattern());
        };
    }

    private static String wellFormed(@Nullable String text) {
        return new String(String.valueOf(text).getBytes(UTF_8), UTF_8);
    }

    private record Pair(JsonNode ours, JsonNode theirs) {}

    /** Logs, and encodes each event twice within its log call, where the caller is to be found. */
    private List<Pair> encoded(Encoder<ILoggingEvent> theirs, Encoding encoding, Consumer<Logger> logging) {
        List<Pair> pairs = new ArrayList<>();
        AppenderBase<ILoggingEvent> both = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                pairs.add(new Pair(parse(ours(event, encoding)), parse(theirs.encode(event))));
            }
        };
        theirs.start();
        both.start();
        logger.addAppender(both);
        logging.accept(logger);
        logger.detachAppender(both);
        return pairs;
    }

    private static byte[] ours(ILoggingEvent event, Encoding encoding) {
        EventWriter writer = new EventWriter(1 << 20);
        new LogbackEventMapper(LogAgentConfig.builder()
                        .systemProperties(Map.of())
                        .environment(Map.of())
                        .set("capture.caller", "true")
                        .build())
                .map(event, writer);
        EventEncoder encoder = encoding.encoder(Map.of(), KeyValuePlacement.TOP_LEVEL, 1 << 20);
        ByteArrayOutput out = new ByteArrayOutput();
        LogEvent read;
        try {
            read = EventReader.decode(writer.array(), writer.offset(), writer.length());
        } catch (EventFormatException e) {
            throw new IllegalStateException(e);
        }
        encoder.encode(read, ORIGIN, Instant.EPOCH, out);
        return out.toByteArray();
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(new String(json, UTF_8), e);
        }
    }

    /** As ours: with the dotted names of what is an object in theirs. */
    private static ObjectNode flat(JsonNode record) {
        ObjectNode copy = record.deepCopy();
        JsonNode origin = copy.remove("log").path("origin");
        copy.set("log.origin.file.name", origin.path("file").path("name"));
        copy.set("log.origin.file.line", origin.path("file").path("line"));
        copy.set("log.origin.function", origin.path("function"));
        return copy;
    }

    private static void move(String from, String to, ObjectNode record) {
        if (record.has(from)) {
            record.set(to, record.remove(from));
        }
    }

    private static ObjectNode withoutOurs(JsonNode record) {
        ObjectNode copy = record.deepCopy();
        copy.remove(names(record).stream()
                .filter(name -> name.startsWith("logspool_"))
                .toList());
        return copy;
    }

    /** Logback has its own words for the frames in common, and its own line separator. */
    private static JsonNode withJdkTraces(JsonNode record) {
        ObjectNode copy = record.deepCopy();
        if (copy.has("stack_trace")) {
            String trace = copy.get("stack_trace").asText();
            copy.put(
                    "stack_trace",
                    trace.replace(System.lineSeparator(), "\n").replace(" common frames omitted", " more"));
        }
        return copy;
    }

    private static List<String> names(JsonNode record) {
        return record.properties().stream().map(Map.Entry::getKey).toList();
    }
}
