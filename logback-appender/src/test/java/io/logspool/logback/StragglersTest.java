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

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.util.COWArrayList;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An event that a thread has in hand when Logback is configured again arrives, once, however long the thread takes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StragglersTest extends ReloadFixture {

    private static final Duration LONGER_THAN_A_THREAD_IS_KEPT_FROM_RUNNING = Duration.ofMillis(300);

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Thread late = new Thread(() -> logger("hook").info("in hand"));

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void an_event_that_another_appender_holds_when_a_reset_begins_arrives() throws Exception {
        configure(logspool() + HOOK_APART + root("INFO", "LOGSPOOL"));
        // In this stop the root logger has no appender any more, and nothing has taken its place yet.
        HookAppender.AT_THE_STOP.set(this::finish);
        hold(LONGER_THAN_A_THREAD_IS_KEPT_FROM_RUNNING);
        reload(logspool() + root("INFO", "LOGSPOOL"));
        late.join();
        context.stop();

        assertThat(messages()).containsExactly("in hand");
    }

    @Test
    void one_that_is_held_for_longer_than_a_reload_waits_arrives_once() throws Exception {
        configure(logspool() + HOOK_APART + root("INFO", "LOGSPOOL"));
        hold(Duration.ofSeconds(30));
        HookAppender.HOOK.set(this::finish); // the new appender is there, and the old one still has its events
        long begin = System.nanoTime();
        reload(logspool() + root("INFO", "LOGSPOOL") + HOOK_APART);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        context.stop();

        assertThat(messages()).containsExactly("in hand");
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void a_copy_of_a_loggers_appenders_from_before_the_new_ones_is_not_kept() throws JoranException {
        configure(logspool() + root("INFO", "LOGSPOOL"));
        HookAppender.HOOK.set(() -> copyNothing(logger("orders")));
        reload(logspool() + "<logger name='orders'><appender-ref ref='LOGSPOOL'/></logger>" + HOOK_APART);
        logger("orders").info("after");
        context.stop();

        assertThat(messages()).containsExactly("after");
    }

    @Test
    void a_thread_is_under_way_in_a_log_call_that_the_filter_has_not_seen_and_while_it_copies() {
        String logger = Logger.class.getName();
        String filter = ReloadFilter.class.getName();
        String copies = COWArrayList.class.getName();

        assertThat(isUnderWay("a.Main")).isFalse();
        assertThat(isUnderWay("a.Main", logger, logger)).isTrue();
        assertThat(isUnderWay("a.Main", logger, logger, "a.Appender")).isTrue();
        assertThat(isUnderWay("a.Main", logger, logger, "a.Filters", filter, filter))
                .isFalse();
        assertThat(isUnderWay("a.Main", logger, "a.Filters", filter, logger, logger, "a.Appender"))
                .isFalse();
        assertThat(isUnderWay("a.Main", logger, "a.Filters", filter, logger, "a.List", copies))
                .isTrue();
        assertThat(isUnderWay("a.Main", logger, "an.Argument", logger, "a.Filters", filter))
                .isTrue();
        assertThat(isUnderWay("a.Main", logger, "a.Filters", filter, "an.Argument", logger))
                .isTrue();
        assertThat(isUnderWay("a.Worker", "a.List", copies)).isTrue();
    }

    /** By the classes of its frames, the outermost first. */
    private static boolean isUnderWay(String... classes) {
        StackTraceElement[] frames = Stream.of(classes)
                .map(name -> new StackTraceElement(name, "method", null, 1))
                .toArray(StackTraceElement[]::new);
        for (int i = 0; i < frames.length / 2; i++) {
            StackTraceElement outer = frames[i];
            frames[i] = frames[frames.length - 1 - i];
            frames[frames.length - 1 - i] = outer;
        }
        return Stragglers.isUnderWay(frames);
    }

    /** Has a thread log an event, which another appender does not let go before {@link #finish}, or this time. */
    private void hold(Duration longest) throws InterruptedException {
        HookAppender.AT_AN_EVENT.set(() -> {
            held.countDown();
            await(released, longest);
        });
        late.start();
        held.await();
    }

    /** Has the event go on, to where it then goes. */
    private void finish() {
        released.countDown();
        try {
            late.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch, Duration longest) {
        try {
            boolean unused = latch.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a thread does that began when the logger had no appender, and is held up before it gives its copy to all. */
    private static void copyNothing(Logger logger) {
        try {
            Object list = value(value(logger, "aai"), "appenderList");
            field(list, "ourCopy").set(list, new Appender<?>[0]);
            ((AtomicBoolean) value(list, "fresh")).set(true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Object of, String name) throws ReflectiveOperationException {
        return field(of, name).get(of);
    }

    private static Field field(Object of, String name) throws NoSuchFieldException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
