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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever became of the bytes of a page, reading it gives events or says that there is none, and takes no more memory than
 * a multiple of the bytes read.
 */
final class DamagedPageTest {

    private static final int ROUNDS = 60_000;
    private static final int MOST_PER_BYTE = 1024;
    private static final int MOST_BESIDES = 16 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void mutations_of_definitions_and_events_are_refused_or_read_with_bounded_memory() {
        List<PagesInMemory.Entry> entries = page();
        EventReader reader = new EventReader();
        Random random = new Random(7);
        int refused = 0;
        int lost = 0;
        for (int i = 0; i < ROUNDS; i++) {
            PagesInMemory.Entry entry = entries.get(random.nextInt(entries.size()));
            byte[] bytes = random.nextInt(4) == 0 ? entry.bytes() : DamagedEntryTest.mutated(entry.bytes(), random);
            long page = random.nextInt(500) == 0 ? i : entry.page();
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                if (entry.isDefinition()) {
                    reader.define(bytes, 0, bytes.length, page);
                } else {
                    lost += reader.read(bytes, 0, bytes.length, page).lostDefinitions() > 0 ? 1 : 0;
                }
            } catch (EventFormatException e) {
                refused++;
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("round %d, %d bytes", i, bytes.length)
                    .isLessThan(MOST_BESIDES + (long) MOST_PER_BYTE * bytes.length);
        }
        assertThat(refused).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
        assertThat(lost).isGreaterThan(ROUNDS / 100);
    }

    @Test
    void a_definition_that_is_lost_hurts_no_name_but_its_own() throws EventFormatException {
        List<PagesInMemory.Entry> entries = page();
        for (int left = 0; left < entries.size(); left++) {
            if (!entries.get(left).isDefinition()) {
                continue;
            }
            EventReader reader = new EventReader();
            EventReader damaged = new EventReader();
            int hurt = 0;
            for (int i = 0; i < entries.size(); i++) {
                byte[] bytes = entries.get(i).bytes();
                long page = entries.get(i).page();
                if (!entries.get(i).isDefinition()) {
                    LogEvent whole = reader.read(bytes, 0, bytes.length, page);
                    LogEvent read = damaged.read(bytes, 0, bytes.length, page);
                    assertThat(read.equals(whole)).isEqualTo(read.lostDefinitions() == 0);
                    hurt += read.lostDefinitions() == 0 ? 0 : 1;
                } else {
                    reader.define(bytes, 0, bytes.length, page);
                    if (i != left) {
                        damaged.define(bytes, 0, bytes.length, page);
                    }
                }
            }
            assertThat(hurt).isPositive();
        }
    }

    private static List<PagesInMemory.Entry> page() {
        PagesInMemory pages = new PagesInMemory(1 << 18, 0, 0);
        EventWriter writer = new EventWriter(1 << 16, new Dictionary(pages, 1 << 16));
        for (int i = 0; i < 150; i++) {
            CodecPropertyTest.write(writer, new Random(i));
            pages.append(writer);
        }
        return pages.entries();
    }
}
