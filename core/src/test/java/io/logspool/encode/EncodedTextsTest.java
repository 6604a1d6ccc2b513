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
package io.logspool.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract: a text is the same JSON the first time, when nothing is known of it, and whenever it comes again. */
class EncodedTextsTest {

    private final EncodedTexts texts = new EncodedTexts("");

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\"b\\c", "tab\there", "\u00e4\u20ac", "\ud83d\ude00", "\ud83d alone"})
    void a_text_that_comes_again_is_the_same_as_it_was(String text) {
        String json = json(text);

        assertThat(find(texts, text)).isEqualTo(json);
        assertThat(find(texts, text)).isEqualTo(json);
    }

    @Test
    void a_long_text_is_not_remembered() {
        String longest = "x".repeat(128);
        String longer = "x".repeat(129);

        assertThat(texts.find(longest)).isSameAs(texts.find(longest));
        assertThat(texts.find(longer)).isNotSameAs(texts.find(longer));
        assertThat(find(texts, longer)).isEqualTo(json(longer));
    }

    @Test
    void two_texts_of_one_place_are_not_mistaken_for_each_other() {
        String one = "Aa";
        String other = "BB";
        assertThat(one).hasSameHashCodeAs(other);

        assertThat(find(texts, one)).isEqualTo(",\"Aa\":");
        assertThat(find(texts, other)).isEqualTo(",\"BB\":");
        assertThat(find(texts, one)).isEqualTo(",\"Aa\":");
    }

    @Test
    void the_prefix_is_part_of_the_text() {
        EncodedTexts labels = new EncodedTexts("labels.");

        assertThat(find(labels, "user")).isEqualTo(",\"labels.user\":");
        assertThat(find(labels, "user")).isEqualTo(",\"labels.user\":");
    }

    private static String find(EncodedTexts texts, String text) {
        return new String(texts.find(text), UTF_8);
    }

    /** As {@link JsonText} writes it, which knows nothing of the texts before. */
    private static String json(String text) {
        ByteArrayOutput out = new ByteArrayOutput();
        JsonText.write(text, out);
        return ",\"" + new String(out.toByteArray(), UTF_8) + "\":";
    }
}
