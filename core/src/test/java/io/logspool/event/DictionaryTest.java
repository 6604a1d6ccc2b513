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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What comes again is written once in a page, and referred to; what comes once costs its own bytes. A page is read with
 * nothing but itself.
 */
final class DictionaryTest {

    private static final long TIME = 1_700_000_000_123_456_789L;

    private final PagesInMemory pages = new PagesInMemory(1 << 18, 0, 0);
    private final EventWriter writer = new EventWriter(1 << 16, new Dictionary(pages, 1 << 16));
    private final EventReader reader = new EventReader();

    @Test
    void a_name_is_defined_when_it_is_met_for_the_second_time() throws EventFormatException {
        int first = log("com.example.Orders");
        assertThat(pages.entries()).hasSize(1);
        int second = log("com.example.Orders");
        assertThat(pages.entries())
                .extracting(PagesInMemory.Entry::isDefinition)
                .containsExactly(false, true, false);
        assertThat(second).isEqualTo(first - "com.example.Orders".length());
        assertThat(events()).extracting(LogEvent::logger).containsExactly("com.example.Orders", "com.example.Orders");
    }

    @Test
    void a_million_names_that_come_once_define_nothing() {
        for (int i = 0; i < 1_000_000; i++) {
            writer.begin(TIME, LogLevel.INFO).thread("worker-" + i, 0);
            assertThat(writer.isBound()).isFalse();
        }
        assertThat(pages.entries()).isEmpty();
    }

    @Test
    void every_page_begins_with_an_empty_dictionary() throws EventFormatException {
        for (int i = 0; i < 12; i++) {
            if (i % 4 == 0) {
                pages.nextPage();
            }
            log("com.example.Orders");
        }
        assertThat(pages.entries().stream().filter(PagesInMemory.Entry::isDefinition))
                .extracting(PagesInMemory.Entry::page)
                .doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(events()).hasSize(12).allMatch(event -> event.lostDefinitions() == 0);
    }

    @Test
    void an_event_of_a_page_that_is_over_is_written_again_without_its_objects() throws EventFormatException {
        List<String> calls = new ArrayList<>();
        Object argument = new Object() {
            @Override
            public String toString() {
                calls.add("toString");
                return "argument";
            }
        };
        for (int i = 0; i < 3; i++) {
            log("com.example.Orders");
        }
        Exception thrown = new Exception("x");
        for (int i = 0; i < 3; i++) {
            write("com.example.Orders").throwable(thrown).keyValue("k", argument);
            calls.clear();
            if (i == 2) {
                pages.nextPage();
            }
            pages.append(writer);
        }
        LogEvent last = events().get(5);
        assertThat(calls).isEmpty();
        assertThat(last.lostDefinitions()).isZero();
        assertThat(last.logger()).isEqualTo("com.example.Orders");
        assertThat(last.throwable()).isEqualTo(events().get(3).throwable());
        assertThat(last.keyValues()).containsExactly(new KeyValue("k", "argument"));
    }

    @Test
    void a_stack_that_was_seen_before_costs_a_few_bytes() throws EventFormatException {
        Exception thrown = new Exception("no stock");
        StackTraceElement[] stack = new StackTraceElement[40];
        for (int i = 0; i < stack.length; i++) {
            stack[i] = new StackTraceElement("com.example.Orders", "step" + i, "Orders.java", 100 + i);
        }
        thrown.setStackTrace(stack);
        int[] sizes = new int[4];
        for (int i = 0; i < sizes.length; i++) {
            write("a").throwable(thrown);
            sizes[i] = writer.length();
            pages.append(writer);
        }
        write("a");
        assertThat(sizes[3] - writer.length()).isLessThan(30);
        assertThat(sizes[0]).isGreaterThan(40 * 30);
        assertThat(events())
                .extracting(LogEvent::throwable)
                .containsOnly(events().get(0).throwable());
    }

    @Test
    void a_definition_that_is_refused_leaves_the_names_written_out() throws EventFormatException {
        PagesInMemory refusing = new PagesInMemory(1 << 18, 0, 1);
        EventWriter refused = new EventWriter(1 << 16, new Dictionary(refusing, 1 << 16));
        for (int i = 0; i < 5; i++) {
            refused.begin(TIME, LogLevel.INFO).logger("com.example.Orders");
            assertThat(refused.isBound()).isFalse();
            refusing.append(refused);
        }
        assertThat(refusing.entries()).hasSize(5);
    }

    @Test
    void who_looked_at_the_page_too_early_does_not_begin_it_again() {
        AtomicLong page = new AtomicLong(1);
        Dictionary dictionary = new Dictionary(
                new DefinitionLog() {
                    @Override
                    public long page() {
                        return page.get();
                    }

                    @Override
                    public boolean define(byte[] payload, int offset, int length, long definedPage) {
                        return true;
                    }
                },
                1 << 16);
        PageDictionary first = dictionary.current();
        page.set(2);
        PageDictionary second = dictionary.current();
        page.set(1);

        assertThat(second).isNotSameAs(first);
        assertThat(dictionary.current()).isSameAs(second);
        page.set(2);
        assertThat(dictionary.current()).isSameAs(second);
    }

    @Test
    void an_event_can_be_taken_out_of_its_page() throws EventFormatException {
        for (int i = 0; i < 3; i++) {
            log("com.example.Orders");
        }
        write("com.example.Orders");
        assertThat(writer.isBound()).isTrue();
        writer.unbind();
        assertThat(writer.isBound()).isFalse();
        assertThat(EventReader.decode(writer.array(), writer.offset(), writer.length())
                        .logger())
                .isEqualTo("com.example.Orders");
    }

    @Test
    void names_that_collide_are_found_or_written_out() throws EventFormatException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1 << 8; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 8; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // the same hash code
            }
            names.add(name.toString());
        }
        for (int round = 0; round < 4; round++) {
            for (String name : names) {
                log(name);
                log(name);
            }
        }
        List<LogEvent> events = events();
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).logger()).isEqualTo(names.get(i / 2 % names.size()));
        }
        assertThat(pages.entries().stream().filter(PagesInMemory.Entry::isDefinition))
                .hasSizeBetween(1, 64);
    }

    private int log(String logger) {
        write(logger);
        int length = writer.length();
        pages.append(writer);
        return length - 1;
    }

    private EventWriter write(String logger) {
        return writer.begin(TIME, LogLevel.INFO).logger(logger);
    }

    private List<LogEvent> events() throws EventFormatException {
        List<LogEvent> events = new ArrayList<>();
        for (PagesInMemory.Entry entry : pages.entries()) {
            if (entry.isDefinition()) {
                reader.define(entry.bytes(), 0, entry.bytes().length, entry.page());
            } else {
                events.add(reader.read(entry.bytes(), 0, entry.bytes().length, entry.page()));
            }
        }
        return events;
    }
}
