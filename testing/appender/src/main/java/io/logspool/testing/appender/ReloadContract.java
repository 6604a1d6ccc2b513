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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A reload of the framework's configuration hands the open spool over: no event is lost or held up, the incarnation goes
 * on, new values apply, and of those that need a restart that is said.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ReloadContract extends AppenderFixture {

    private static final int THREADS = 4;
    private static final int RELOADS = 20;
    private static final long PACE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    /** For the adapters' tests. */
    protected ReloadContract() {}

    @Test
    final void no_event_is_lost_or_held_up_during_reloads() throws InterruptedException {
        AppenderDriver driver = start();
        List<Logging> logging = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            logging.add(new Logging(driver, "thread." + i));
        }
        logging.forEach(Thread::start);
        for (int i = 0; i < RELOADS; i++) {
            Logging.awaitMore(logging);
            driver.reload(settings("fields.reload=" + i, "mask.reload=reload " + i));
        }
        Logging.awaitMore(logging);
        for (Logging thread : logging) {
            thread.over = true;
            thread.join();
        }
        List<JsonNode> events = arrived(driver);

        for (Logging thread : logging) {
            List<String> logged = numbered("", Math.toIntExact(thread.logged.get()));
            List<String> arrived = texts("message", ofLogger(thread.getName(), events));
            List<String> missing = new ArrayList<>(logged);
            missing.removeAll(new HashSet<>(arrived));
            assertThat(missing)
                    .as("of %d of %s", logged.size(), thread.getName())
                    .isEmpty();
            assertThat(arrived).isEqualTo(logged);
            assertThat(Duration.ofNanos(thread.longestNanos)).as("longest call").isLessThan(LONGEST_CALL);
        }
        assertOneIncarnation(events);
    }

    @Test
    final void new_masks_apply_at_once_to_the_open_spool() {
        AppenderDriver driver = start();
        driver.log(LOGGER, LogLevel.INFO, "card {}", "4111");
        driver.reload(settings("mask.card=4\\d{3}"));
        driver.log(LOGGER, LogLevel.INFO, "card {}", "4111");
        driver.reload(settings());
        driver.log(LOGGER, LogLevel.INFO, "card {}", "4111");

        List<JsonNode> events = arrived(driver);
        assertThat(texts("message", events)).containsExactly("card 4111", "card ***", "card 4111");
        assertOneIncarnation(events);
    }

    @Test
    final void a_new_value_that_only_a_start_reads_is_said_to_need_one_and_the_others_apply() {
        AppenderDriver driver = start();
        driver.log(LOGGER, LogLevel.INFO, "before");
        driver.reload(settings("spool.max-bytes=128MiB", "service.version=2", "mask.word=word"));
        driver.log(LOGGER, LogLevel.INFO, "a word after");

        assertThat(joined(driver.statusMessages()))
                .contains("spool.max-bytes = 64MiB", "spool.max-bytes = 128MiB", "is read at the next start")
                .contains("service.version = 2")
                .doesNotContain("mask.word");
        List<JsonNode> events = arrived(driver);
        assertThat(texts("message", events)).containsExactly("before", "a *** after");
        assertOneIncarnation(events);
    }

    @Test
    final void a_reload_with_a_bad_value_is_refused_and_the_next_good_one_goes_on() {
        AppenderDriver driver = start();
        driver.log(LOGGER, LogLevel.INFO, "before");
        driver.reload(settings("ship.enabled=maybe"));
        assertThat(joined(driver.statusMessages())).contains("ship.enabled = maybe");
        driver.reload(settings());
        driver.log(LOGGER, LogLevel.INFO, "after");
        driver.close();

        assertThat(texts("message", SpooledEvents.read(spoolDirectory()))).containsExactly("before", "after");
    }

    /** The sequence has no gap, and begins once. */
    private static void assertOneIncarnation(List<JsonNode> events) {
        List<Long> sequences = events.stream()
                .map(event -> event.path("event.sequence").asLong())
                .toList();
        assertThat(sequences)
                .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
    }

    /** Logs the numbers from 0, with a breath in between. */
    private static final class Logging extends Thread {

        private final AppenderDriver driver;
        private final AtomicLong logged = new AtomicLong();
        private volatile boolean over;
        private volatile long longestNanos;

        Logging(AppenderDriver driver, String logger) {
            super(logger);
            this.driver = driver;
        }

        @Override
        public void run() {
            while (!over) {
                long begin = System.nanoTime();
                driver.log(getName(), LogLevel.INFO, "{}", Long.toString(logged.get()));
                logged.incrementAndGet();
                longestNanos = Math.max(longestNanos, System.nanoTime() - begin);
                LockSupport.parkNanos(PACE_NANOS);
            }
        }

        /** Until each thread has logged some more. */
        static void awaitMore(List<Logging> threads) {
            for (Logging thread : threads) {
                long goal = thread.logged.get() + 20;
                while (thread.logged.get() < goal) {
                    LockSupport.parkNanos(PACE_NANOS);
                }
            }
        }
    }
}
