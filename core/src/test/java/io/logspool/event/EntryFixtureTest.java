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
    void an_entry_of_version_1_is_read_as_the_event_it_was_made_from() throws IOException, EventFormatException {
        byte[] entry = GoldenEvent.version1();
        assertThat(EventReader.decode(entry, 0, entry.length)).isEqualTo(GoldenEvent.expected());
    }
}
