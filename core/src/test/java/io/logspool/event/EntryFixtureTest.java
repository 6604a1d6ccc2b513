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

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A spool written by any released version is read for ever. */
final class EntryFixtureTest {

    @Test
    void an_entry_of_version_2_is_read_as_the_event_it_was_made_from() throws IOException, EventFormatException {
        byte[] entry = GoldenEvent.version2();
        assertThat(EventReader.decode(entry, 0, entry.length)).isEqualTo(GoldenEvent.expected());
    }

    @Test
    void definitions_of_version_2_and_what_refers_to_them_are_read() throws IOException, EventFormatException {
        EventReader reader = new EventReader();
        for (String definition : new String[] {"definition-name-v2.bin", "definition-frame-v2.bin"}) {
            byte[] bytes = GoldenEvent.stored(definition);
            reader.define(bytes, 0, bytes.length, 1);
        }
        byte[] entry = GoldenEvent.stored("entry-bound-v2.bin");
        LogEvent event = reader.read(entry, 0, entry.length, 1);
        assertThat(event.epochNanos()).isEqualTo(GoldenEvent.expected().epochNanos());
        assertThat(event.logger()).isEqualTo("com.example.Orders");
        assertThat(event.caller()).isEqualTo(new StackFrame("lib@1.0/", "lib.Pipe", "close", "Pipe.java", 17));
        assertThat(event.lostDefinitions()).isZero();
        assertThat(reader.read(entry, 0, entry.length, 2).lostDefinitions()).isEqualTo(2);
    }
}
