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
