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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a framework can hand over arrives whole, the log call never throws, and the message is the one that the
 * framework's own layout renders.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class EventContract extends AppenderFixture {

    @Test
    final void an_event_arrives_with_its_time_level_logger_thread_and_message() {
        AppenderDriver driver = start();
        Instant before = Instant.now().minusMillis(1);
        driver.log(LOGGER, LogLevel.WARN, "order {} of {} is late", 7, "Ann");
        Instant after = Instant.now();

        JsonNode event = theOnlyOne(driver);

        assertThat(Instant.parse(event.path("@timestamp").asText())).isBetween(before, after);
        assertThat(event.path("log.level").asText()).isEqualTo(driver.levelName(LogLevel.WARN));
        assertThat(event.path("log.logger").asText()).isEqualTo(LOGGER);
        assertThat(event.path("process.thread.name").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(event.path("process.thread.id").asLong())
                .isEqualTo(Thread.currentThread().getId());
        assertThat(event.path("message").asText()).isEqualTo("order 7 of Ann is late");
        assertThat(event.path("service.name").asText()).isEqualTo("orders");
        assertThat(event.path("event.sequence").asLong()).isEqualTo(1);
    }

    @Test
    final void the_template_is_there_if_arguments_went_in_unless_it_is_switched_off() {
        AppenderDriver with = start();
        with.log(LOGGER, LogLevel.INFO, "plain");
        with.log(LOGGER, LogLevel.INFO, "{} apples", 3);
        List<JsonNode> events = arrived(with);
        assertThat(events.get(0).has("logspool.template")).isFalse();
        assertThat(events.get(1).has("logspool.template")).isTrue();

        AppenderDriver without = start("service.name=without", "capture.template=false");
        without.log(LOGGER, LogLevel.INFO, "{} apples", 3);
        assertThat(arrived(without)).last().satisfies(event -> {
            assertThat(event.path("message").asText()).isEqualTo("3 apples");
            assertThat(event.has("logspool.template")).isFalse();
        });
    }

    @Test
    final void each_level_arrives_as_itself() {
        AppenderDriver driver = start();
        List<LogLevel> levels = List.of(LogLevel.TRACE, LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARN, LogLevel.ERROR);
        levels.forEach(level -> driver.log(LOGGER, level, "at a level"));

        assertThat(texts("log.level", arrived(driver)))
                .isEqualTo(levels.stream().map(driver::levelName).toList());
    }

    @Test
    final void the_message_is_what_the_frameworks_layout_renders() {
        AppenderDriver driver = start();
        Object[] self = new Object[1];
        self[0] = self;
        driver.log(LOGGER, LogLevel.INFO, null);
        driver.log(LOGGER, LogLevel.INFO, null, 1, 2);
        driver.log(LOGGER, LogLevel.INFO, "");
        driver.log(LOGGER, LogLevel.INFO, "none {} of {} given");
        driver.log(LOGGER, LogLevel.INFO, "too few {} {}", 1);
        driver.log(LOGGER, LogLevel.INFO, "too many {}", 1, 2, 3);
        driver.log(LOGGER, LogLevel.INFO, "nothing {} {}", null, "x");
        driver.log(LOGGER, LogLevel.INFO, "no arguments {}", (Object[]) null);
        driver.log(LOGGER, LogLevel.INFO, "arrays {} {}", new int[] {1, 2}, new String[][] {{"a"}, {"b", null}});
        driver.log(LOGGER, LogLevel.INFO, "an array in itself {}", (Object) self);
        driver.log(LOGGER, LogLevel.INFO, "escaped \\{} and {", 1);
        driver.log(LOGGER, LogLevel.INFO, "thrown as the last argument {}", 1, new IllegalStateException("late"));

        List<JsonNode> events = arrived(driver);

        assertThat(events).hasSize(12);
        assertThat(texts("message", events)).isEqualTo(driver.layoutMessages());
        assertThat(events.get(11).path("error.message").asText()).isEqualTo("late");
    }

    @Test
    final void an_argument_that_cannot_print_itself_takes_nothing_with_it() {
        AppenderDriver driver = start();
        driver.log(LOGGER, LogLevel.INFO, "before {} after {}", new Unprintable(), "this");
        driver.log(LOGGER, LogLevel.INFO, "endless {}", new Endless());

        List<JsonNode> events = arrived(driver);

        assertThat(texts("message", events)).isEqualTo(driver.layoutMessages()).hasSize(2);
        assertThat(events.get(0).path("message").asText()).startsWith("before ");
        if (driver.rendersAroundFailures()) {
            assertThat(events.get(0).path("message").asText()).endsWith(" after this");
        }
    }

    @Test
    final void an_argument_that_runs_out_of_memory_leaves_the_application_alone() {
        AppenderDriver driver = start();
        Object huge = new Object() {
            @Override
            public String toString() {
                throw new OutOfMemoryError("no room for this");
            }
        };
        try {
            driver.log(LOGGER, LogLevel.INFO, "huge {}", huge);
        } catch (OutOfMemoryError ofTheLayout) {
            // The JDK's own formatter lets it through, behind the appender.
            assertThat(driver.layoutMessages()).doesNotContain("huge ");
        }
        driver.log(LOGGER, LogLevel.INFO, "next");

        assertThat(texts("message", taken(driver))).hasSize(2).last().isEqualTo("next");
    }

    @Test
    final void an_argument_that_blocks_while_it_is_printed_holds_up_nobody_else() throws InterruptedException {
        AppenderDriver driver = start();
        List<String> others = numbered("quick ", 100);
        try (BlockedArgument argument = new BlockedArgument()) {
            argument.log(driver, LOGGER);
            others.forEach(message -> driver.log(LOGGER, LogLevel.INFO, message));

            assertThat(texts("message", SpooledEvents.read(spoolDirectory()))).isEqualTo(others);
        }
        assertThat(texts("message", arrived(driver)))
                .startsWith("quick 0")
                .hasSize(101)
                .endsWith("blocked late");
    }

    @Test
    final void what_is_logged_after_the_end_does_no_harm() {
        AppenderDriver driver = start();
        driver.log(LOGGER, LogLevel.INFO, "in time");
        driver.close();
        driver.log(LOGGER, LogLevel.INFO, "too {}", "late");
        driver.logThrown(LOGGER, LogLevel.ERROR, "too late", new IllegalStateException("why"));

        assertThat(texts("message", SpooledEvents.read(spoolDirectory()))).containsExactly("in time");
    }

    @Test
    final void what_an_argument_logs_while_it_is_rendered_arrives_too() {
        AppenderDriver driver = start();
        driver.log(LOGGER, LogLevel.INFO, "outer {}", new Object() {
            @Override
            public String toString() {
                driver.log(LOGGER, LogLevel.INFO, "inner {}", "event");
                return "argument";
            }
        });

        assertThat(texts("message", arrived(driver))).contains("outer argument", "inner event");
    }

    @Test
    final void an_argument_that_logs_itself_comes_to_an_end() {
        AppenderDriver driver = start();
        AtomicInteger calls = new AtomicInteger();
        driver.log(LOGGER, LogLevel.INFO, "itself {}", new Object() {
            @Override
            public String toString() {
                calls.incrementAndGet();
                driver.log(LOGGER, LogLevel.INFO, "itself {}", this);
                return "end";
            }
        });
        driver.log(LOGGER, LogLevel.INFO, "next");

        // Log4j asks the argument for its text before any appender sees the event, until the stack is used up; an event
        // for
        // which what is left of it is not enough is refused, as it should be.
        assertThat(texts("message", taken(driver))).contains("itself end", "next");
        assertThat(driver.fallbackMessages()).allMatch(message -> message.startsWith("itself "));
        assertThat(calls).hasValueBetween(1, 1000);
    }

    @Test
    final void malformed_and_control_characters_arrive_as_well_formed_json() {
        AppenderDriver driver = start();
        StringBuilder controls = new StringBuilder("controls ");
        for (char c = 0; c < 0x20; c++) {
            controls.append(c);
        }
        controls.append("\u007f\u0085\u2028\u2029\ufeff\"\\/ \ud83d\ude00");
        driver.log(LOGGER, LogLevel.INFO, controls.toString());
        driver.log(LOGGER, LogLevel.INFO, "high \ud83d low \ude00 {}", "argument \ud83d");

        List<String> messages = texts("message", arrived(driver));

        assertThat(messages).containsExactly(controls.toString(), "high \ufffd low \ufffd argument \ufffd");
    }

    @Test
    final void ten_thousand_entries_of_the_context_arrive() {
        AppenderDriver driver = start("spool.max-event-bytes=1020KiB", "kafka.max.request.size=2000000");
        Map<String, @Nullable String> context = new LinkedHashMap<>();
        numbered("key-", 10_000).forEach(key -> context.put(key, "value of " + key));
        logInContext(driver, context, "rich");

        JsonNode event = theOnlyOne(driver);

        assertThat(event.has("logspool.truncated")).isFalse();
        context.forEach(
                (key, value) -> assertThat(event.path("labels." + key).asText()).isEqualTo(value));
    }

    @Test
    final void only_the_chosen_entries_of_the_context_are_captured() {
        AppenderDriver driver = start("capture.mdc=tenant,user");
        Map<String, @Nullable String> context = new LinkedHashMap<>();
        context.put("tenant", "acme");
        context.put("password", "secret");
        logInContext(driver, context, "chosen");

        JsonNode event = theOnlyOne(driver);

        assertThat(event.path("labels.tenant").asText()).isEqualTo("acme");
        assertThat(event.toString()).doesNotContain("secret").doesNotContain("labels.user");
    }

    @Test
    final void what_was_thrown_arrives_with_causes_and_suppressed_ones() {
        AppenderDriver driver = start();
        Exception thrown = new IllegalStateException("no stock", new IllegalArgumentException("-1 apples"));
        thrown.addSuppressed(new ArithmeticException("while closing"));
        driver.logThrown(LOGGER, LogLevel.ERROR, "failed", thrown);

        JsonNode event = theOnlyOne(driver);

        assertThat(event.path("message").asText()).isEqualTo("failed");
        assertThat(event.path("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(event.path("error.message").asText()).isEqualTo("no stock");
        assertThat(event.path("error.stack_trace").asText())
                .contains("Caused by: java.lang.IllegalArgumentException: -1 apples")
                .contains("Suppressed: java.lang.ArithmeticException: while closing")
                .contains("what_was_thrown_arrives_with_causes_and_suppressed_ones");
    }

    @Test
    final void causes_in_a_circle_come_to_an_end() {
        AppenderDriver driver = start();
        Exception first = new IllegalStateException("first");
        Exception second = new IllegalStateException("second", first);
        first.initCause(second);
        first.addSuppressed(second);
        driver.logThrown(LOGGER, LogLevel.ERROR, "round", first);

        assertThat(theOnlyOne(driver).path("error.stack_trace").asText()).contains("first", "second", "CIRCULAR");
    }

    @Test
    final void a_stack_of_a_thousand_frames_arrives() {
        AppenderDriver driver = start();
        Exception thrown = new IllegalStateException("deep");
        StackTraceElement[] frames = new StackTraceElement[1000];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new StackTraceElement("com.example.Deep", "level" + i, "Deep.java", i);
        }
        thrown.setStackTrace(frames);
        driver.logThrown(LOGGER, LogLevel.ERROR, "deep", thrown);

        String trace = theOnlyOne(driver).path("error.stack_trace").asText();

        assertThat(trace).contains(numbered("at com.example.Deep.level", 1000));
    }

    @Test
    final void an_interrupted_thread_logs_and_stays_interrupted() {
        AppenderDriver driver = start();
        Thread.currentThread().interrupt();
        driver.log(LOGGER, LogLevel.INFO, "interrupted {}", 1);
        boolean interrupted = Thread.interrupted();

        assertThat(interrupted).isTrue();
        assertThat(texts("message", arrived(driver))).containsExactly("interrupted 1");
    }

    @Test
    final void a_huge_message_is_cut_and_says_so() {
        AppenderDriver driver = start("spool.max-event-bytes=32KiB");
        driver.log(LOGGER, LogLevel.INFO, "huge ".repeat(1_000_000));

        JsonNode event = theOnlyOne(driver);

        assertThat(event.path("message").asText()).startsWith("huge huge ").hasSizeBetween(16 << 10, 32 << 10);
        assertThat(event.path("log.logger").asText()).isEqualTo(LOGGER);
        assertThat(event.path("logspool.truncated").asBoolean()).isTrue();
    }

    @Test
    final void each_thread_finds_its_events_in_the_order_it_logged_them() throws InterruptedException {
        AppenderDriver driver = start();
        int threads = 4;
        int each = 2_000;
        List<Thread> logging = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String logger = "thread." + t;
            logging.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    driver.log(logger, LogLevel.INFO, "{}", Integer.toString(i));
                }
            }));
        }
        logging.forEach(Thread::start);
        for (Thread thread : logging) {
            thread.join();
        }

        List<JsonNode> events = arrived(driver);

        assertThat(events).hasSize(threads * each);
        for (int t = 0; t < threads; t++) {
            String logger = "thread." + t;
            assertThat(texts("message", ofLogger(logger, events))).isEqualTo(numbered("", each));
        }
    }

    private static final class Unprintable {
        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    private static final class Endless {
        @Override
        @SuppressWarnings("InfiniteRecursion") // what the test is about
        public String toString() {
            return "more " + this;
        }
    }
}
