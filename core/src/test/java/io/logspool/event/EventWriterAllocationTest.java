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
package io.logspool.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A plain event is written without allocating anything, once the buffer has its size. */
final class EventWriterAllocationTest {

    private static final int EVENTS = 20_000;

    private static final String TEXT = "order 17 für 😀 is late ".repeat(10);

    @Test
    void a_plain_event_allocates_nothing_in_steady_state() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        EventWriter writer = new EventWriter(256 * 1024);
        long written = write(writer);
        long before = threads.getCurrentThreadAllocatedBytes();
        written += write(writer);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(written).isPositive();
        assertThat((double) allocated / EVENTS).as("bytes per event").isLessThan(1.0);
    }

    @Test
    void an_event_through_a_dictionary_with_values_to_put_in_allocates_nothing_in_steady_state() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        EventWriter writer = new EventWriter(256 * 1024, new Dictionary(new DiscardedDefinitions(), 256 * 1024));
        long written = writeArguments(writer);
        long before = threads.getCurrentThreadAllocatedBytes();
        written += writeArguments(writer);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(written / (2 * EVENTS)).isBetween(20L, 70L);
        assertThat((double) allocated / EVENTS).as("bytes per event").isLessThan(1.0);
    }

    private static long writeArguments(EventWriter writer) {
        // As Logback has it.
        Map<String, @Nullable String> mdc =
                Collections.unmodifiableMap(new HashMap<>(Map.of("user", "ann", "request", "7f3c1e9a5b2d")));
        Object[] arguments = {4711L, 3, "c-1881", UUID.randomUUID(), true, 1.5};
        long written = 0;
        for (int i = 0; i < EVENTS; i++) {
            writer.begin(i, LogLevel.INFO).logger("com.example.Orders").thread("main", 1);
            writer.messageOfValues(MessageStyle.SLF4J, "order {} of {} items for {}: {} {} {}", arguments);
            writer.mdc(mdc);
            written += writer.length();
            writer.reset();
        }
        return written;
    }

    private static final class DiscardedDefinitions implements DefinitionLog {
        @Override
        public long page() {
            return 1;
        }

        @Override
        public boolean define(byte[] payload, int offset, int length, long page) {
            return true;
        }
    }

    private static long write(EventWriter writer) {
        long written = 0;
        for (int i = 0; i < EVENTS; i++) {
            writer.begin(i, LogLevel.INFO)
                    .logger("com.example.Orders")
                    .thread("main", 1)
                    .message(TEXT)
                    .template("order {} is late")
                    .mdc("user", "ann")
                    .keyValue("text", TEXT)
                    .marker("SLOW");
            written += writer.length();
            writer.reset();
        }
        return written;
    }
}
