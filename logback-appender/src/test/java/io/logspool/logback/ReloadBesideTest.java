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

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/**
 * While Logback is being configured again, other appenders get every event that they would have got without ours, once
 * and as it was; and ours has each of them once as well.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReloadBesideTest extends ReloadFixture {

    private static final int THREADS = 4;
    private static final int RELOADS = 20;
    private static final long PACE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final String BESIDE = "<appender name='BESIDE' class='io.logspool.logback.BesideAppender'/>";

    @BeforeEach
    void begin() {
        BesideAppender.forget();
    }

    @Test
    void another_appender_gets_all_that_is_logged_from_its_start_to_its_stop() throws Exception {
        String configuration = logspool() + BESIDE + root("INFO", "LOGSPOOL", "BESIDE");
        configure(configuration);
        BesideAppender.attached();
        List<Logging> logging = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            logging.add(new Logging(context.getLogger("thread." + i)));
        }
        logging.forEach(Thread::start);
        for (int i = 0; i < RELOADS; i++) {
            Logging.awaitMore(logging);
            context.reset();
            configure(configuration);
            BesideAppender.attached();
        }
        Logging.awaitMore(logging);
        for (Logging thread : logging) {
            thread.over = true;
            thread.join();
        }
        context.stop();

        List<String> beside = BesideAppender.messages();
        List<String> spooled = messages();
        List<String> due = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (Logging thread : logging) {
            due.addAll(thread.due);
            all.addAll(thread.all);
        }
        assertThat(due).hasSizeGreaterThan(THREADS * RELOADS * 20);
        List<String> missing = new ArrayList<>(due);
        missing.removeAll(new HashSet<>(beside));
        assertThat(missing).as("of %d", due.size()).isEmpty();
        assertThat(beside).doesNotHaveDuplicates();
        // Sorted, as AssertJ takes a minute to find so many in any order.
        assertThat(spooled.stream().sorted())
                .containsExactlyElementsOf(all.stream().sorted().toList());
    }

    @Test
    void an_appender_that_is_stopped_after_ours_works_up_to_then() throws JoranException {
        configure(logspool() + HOOK + BESIDE + root("INFO", "LOGSPOOL", "HOOK", "BESIDE"));
        HookAppender.AT_THE_STOP.set(() -> logger("some.Class").info("while the others stop"));
        context.reset();
        configure(logspool() + root("INFO", "LOGSPOOL"));
        context.stop();

        assertThat(BesideAppender.messages()).containsExactly("while the others stop");
        assertThat(messages()).containsExactly("while the others stop");
    }

    @Test
    void an_appender_of_the_new_configuration_gets_its_events_before_that_stands() throws JoranException {
        configure(logspool() + root("INFO", "LOGSPOOL"));
        HookAppender.HOOK.set(() -> {
            logger("some.Class").info("as soon {}", "as it is there");
            logger("some.Class").atWarn().addKeyValue("k", 7).log("fluent");
            logger("quiet").info("of a level that it does not take any more");
        });
        context.reset();
        configure(logspool() + BESIDE + "<logger name='quiet' level='WARN'/>" + root("INFO", "LOGSPOOL", "BESIDE")
                + HOOK_APART);
        logger("some.Class").info("after");
        context.stop();

        assertThat(BesideAppender.messages()).containsExactly("as soon as it is there", "fluent", "after");
        assertThat(messages())
                .containsExactly(
                        "as soon as it is there", "fluent", "of a level that it does not take any more", "after");
        ILoggingEvent first = BesideAppender.taken().get(0);
        assertThat(first.getMessage()).isEqualTo("as soon {}");
        assertThat(first.getCallerData()[0].getMethodName()).contains("before_that_stands");
        assertThat(BesideAppender.taken().get(1).getCallerData()[0].getMethodName())
                .contains("before_that_stands");
        assertThat(BesideAppender.taken().get(1).getKeyValuePairs()).hasSize(1);
    }

    @Test
    void a_filter_of_the_new_configuration_decides_for_its_appenders_only() throws JoranException {
        configure(logspool() + root("INFO", "LOGSPOOL"));
        HookAppender.HOOK.set(() -> {
            MDC.put("user", "eve");
            logger("some.Class").info("denied");
            MDC.clear();
            logger("some.Class").info("let through");
        });
        context.reset();
        configure("""
                <turboFilter class='ch.qos.logback.classic.turbo.MDCFilter'>
                  <MDCKey>user</MDCKey><Value>eve</Value><OnMatch>DENY</OnMatch>
                </turboFilter>
                """ + logspool() + BESIDE + root("INFO", "LOGSPOOL", "BESIDE") + HOOK_APART);
        context.stop();

        assertThat(BesideAppender.messages()).containsExactly("let through");
        assertThat(messages()).containsExactly("denied", "let through");
    }

    @Test
    void two_appenders_of_ours_get_an_event_once_each() throws JoranException {
        String two = logspool()
                + logspool().replace("LOGSPOOL", "SECOND").replace("orders", "second")
                + HOOK
                + root("INFO", "HOOK", "LOGSPOOL", "SECOND");
        configure(two);
        HookAppender.AT_THE_STOP.set(() -> logger("some.Class").info("while they stop"));
        HookAppender.HOOK.set(() -> logger("some.Class").info("while they start"));
        context.reset();
        HookAppender.AT_THE_STOP.set(() -> {});
        configure(two);
        context.stop();

        assertThat(messages())
                .containsExactlyInAnyOrder(
                        "while they stop", "while they stop", "while they start", "while they start");
    }

    @Test
    void a_level_below_that_of_a_new_root_logger_is_taken_all_the_time() throws JoranException {
        List<Boolean> enabled = new ArrayList<>();
        context.addListener(new ResetListener() {
            @Override
            public void onReset(LoggerContext resetting) {
                // Logback has no filter at this moment.
                logger("some.Class").trace("without filters");
            }
        });
        configure(logspool() + root("TRACE", "LOGSPOOL"));
        HookAppender.HOOK.set(() -> {
            enabled.add(logger("some.Class").isTraceEnabled());
            logger("some.Class").trace("before there is a level");
            logger("some.Class").atTrace().log("fluent");
            logger("some.Class").trace(null);
        });
        context.reset();
        assertThat(root().getLevel()).isEqualTo(Level.DEBUG);
        configure(logspool() + HOOK_APART + root("INFO", "LOGSPOOL"));
        context.stop();

        assertThat(enabled).containsExactly(true);
        assertThat(messages()).containsExactly("without filters", "before there is a level", "fluent", "null");
    }

    @Test
    void no_appender_waits_for_another_one_of_ours_to_stop() throws JoranException {
        List<Long> nanos = new ArrayList<>();
        String configuration =
                HOOK + logspool() + HOOK.replace("HOOK", "HOOK2") + root("INFO", "HOOK", "LOGSPOOL", "HOOK2");
        configure(configuration);
        HookAppender.AT_THE_STOP.set(() -> nanos.add(System.nanoTime()));
        for (int i = 0; i < 10; i++) {
            context.reset();
            configure(configuration);
        }
        HookAppender.AT_THE_STOP.set(() -> {});
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < nanos.size(); i += 2) {
            shortest = Math.min(shortest, nanos.get(i + 1) - nanos.get(i));
        }
        assertThat(nanos).hasSize(20);
        assertThat(shortest).isLessThan(TimeUnit.MILLISECONDS.toNanos(20));
    }

    /** Hears of nothing. */
    private abstract static class ResetListener implements LoggerContextListener {

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onStart(LoggerContext started) {}

        @Override
        public void onStop(LoggerContext stopped) {}

        @Override
        public void onLevelChange(Logger logger, Level level) {}
    }

    /** Logs numbers, with a breath in between, and knows which of them came while the other appender worked. */
    private static final class Logging extends Thread {

        private final Logger logger;
        private final List<String> all = new ArrayList<>();
        private final List<String> due = new ArrayList<>();
        private volatile int logged;
        private volatile boolean over;

        Logging(Logger logger) {
            this.logger = logger;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread does
        public void run() {
            while (!over) {
                String number = logger.getName() + "-" + logged;
                int before = BesideAppender.turn();
                logger.info("{}", number);
                if (before == BesideAppender.turn() && before % 2 == 0) {
                    due.add(number);
                }
                all.add(number);
                logged++;
                LockSupport.parkNanos(PACE_NANOS);
            }
        }

        /** Until each thread has logged some more. */
        static void awaitMore(List<Logging> threads) {
            for (Logging thread : threads) {
                int goal = thread.logged + 20;
                while (thread.logged < goal) {
                    LockSupport.parkNanos(PACE_NANOS);
                }
            }
        }
    }
}
