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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of an event's diagnostic context: a map like any other, in the order of the event, and nobody changes it. */
class SmallContextTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 15, 16, 17, 40})
    void a_context_of_any_size_is_read_as_it_was_written(int size) throws Exception {
        Map<String, String> context = new LinkedHashMap<>();
        EventWriter writer = new EventWriter(64 << 10, null).begin(1, LogLevel.INFO);
        for (int i = size; i > 0; i--) {
            context.put("key" + i, i == 3 ? null : "value" + i);
            writer.mdc("key" + i, context.get("key" + i));
        }
        Map<String, String> read = EventReader.decode(writer.array(), writer.offset(), writer.length())
                .mdc();
        assertThat(read).isEqualTo(context).hasSameHashCodeAs(context);
        assertThat(read.keySet()).containsExactlyElementsOf(context.keySet());
        assertThat(read.containsKey("key3")).isEqualTo(size >= 3);
        assertThat(read.get("key4")).isEqualTo(context.get("key4"));
        assertThat(read.get("none")).isNull();
        assertThatThrownBy(() -> read.put("more", "")).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16, 17, 20})
    void keys_that_became_the_same_are_told_apart_whatever_the_number(int size) throws Exception {
        EventWriter writer = new EventWriter(64 << 10, null).begin(1, LogLevel.INFO);
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 1; i <= size; i++) {
            writer.mdc("a", "value" + i);
            expected.put(i == 1 ? "a" : "a_" + i, "value" + i);
        }
        assertThat(EventReader.decode(writer.array(), writer.offset(), writer.length())
                        .mdc())
                .isEqualTo(expected);
    }
}
