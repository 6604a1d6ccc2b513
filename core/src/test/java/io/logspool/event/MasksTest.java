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

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What matches a mask is in no text that the application put into an event, and the rest of the text is as it was; a
 * search that takes too long masks its text, and holds nobody up.
 */
final class MasksTest {

    private static final String SECRET = "SECRET-[0-9a-f]{8}";
    /** With a reference to a group the library tries each way to cut the text in pieces. */
    private static final String ENDLESS = "((x+)x+)+\\2y";

    private static final String HELD = "SECRET-0123abcd";

    @Test
    void one_mask_replaces_what_the_library_would_replace() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            String expression = pick(random, "a+", "ab", "[ab]c", "a|b|c", "(?<=a)b", "\\bc\\b", "^a", "c$", "(a)\\1");
            String text = text(random, 20);
            assertThat(masker(expression).mask(text))
                    .as("%s in %s, seed %d", expression, text, seed)
                    .isEqualTo(Pattern.compile(expression).matcher(text).replaceAll("***"));
        }
    }

    @Test
    void of_several_masks_each_looks_at_the_text_as_it_came() {
        assertThat(masker("\\d{4}$", "pin=\\d{4}-\\d{4}").mask("the pin=1234-5678"))
                .isEqualTo("the ***");
        assertThat(masker("pin=\\d{4}-\\d{4}", "\\d{4}$").mask("the pin=1234-5678"))
                .isEqualTo("the ***");
        assertThat(masker("ab", "bc", "x").mask("abc-ab-x")).isEqualTo("***-***-***");
    }

    @Test
    void every_character_that_any_mask_matches_is_gone_and_no_other() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            String text = text(random, 30);
            List<String> expressions = List.of("a+b", "bc", "c.a").subList(0, 1 + random.nextInt(3));
            boolean[] hidden = new boolean[text.length()];
            for (String expression : expressions) {
                Pattern.compile(expression).matcher(text).results().forEach(match -> {
                    for (int i = match.start(); i < match.end(); i++) {
                        hidden[i] = true;
                    }
                });
            }
            StringBuilder shown = new StringBuilder();
            for (int i = 0; i < hidden.length; i++) {
                shown.append(hidden[i] ? "" : text.charAt(i));
            }
            assertThat(masker(expressions.toArray(String[]::new)).mask(text).replace("*", ""))
                    .as("%s in %s, seed %d", expressions, text, seed)
                    .isEqualTo(shown.toString());
        }
    }

    @Test
    void a_match_of_no_characters_hides_nothing() {
        assertThat(masker("x*").mask("axxb")).isEqualTo("a***b");
        assertThat(masker("(?=a)").mask("aa")).isEqualTo("aa");
        assertThat(masker("a*").mask("")).isEmpty();
    }

    @Test
    void a_search_that_takes_too_long_masks_the_whole_text() {
        Masker masker = masker(ENDLESS);
        long begin = System.nanoTime();
        assertThat(masker.mask("x".repeat(60))).isEqualTo("***");
        assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
        assertThat(masker.mask("nothing of it")).isEqualTo("nothing of it");
    }

    @Test
    void many_texts_that_take_too_long_cost_an_event_hardly_more_than_one() {
        Masker masker = masker(ENDLESS);
        long begin = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            assertThat(masker.mask("x".repeat(60))).isEqualTo("***");
        }
        // 6,000 steps each; with a million each it would be a minute.
        assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
    }

    @Test
    void the_price_of_an_event_has_one_bound_whatever_masks_and_texts_it_has() {
        Masker masker = masker(Collections.nCopies(20, ENDLESS).toArray(String[]::new));
        // A megabyte: with bounds of their own, 20 searches would take 2,000,000,000 steps.
        String text = ("x".repeat(60) + " -- ").repeat(1 << 14);
        assertThat(masker.mask(text)).isEqualTo("***");
        assertThat(masker.stepsUsed()).isBetween(1_000_000L, Masker.STEPS_PER_EVENT);
        for (int i = 0; i < 1000; i++) {
            masker.mask(text);
        }
        assertThat(masker.stepsUsed()).isLessThanOrEqualTo(Masker.STEPS_PER_EVENT);
    }

    @Test
    void an_endless_search_in_a_large_message_leaves_steps_for_the_other_texts_of_the_event() {
        Masker masker = masker(ENDLESS, SECRET);
        assertThat(masker.mask("x".repeat(1 << 20))).isEqualTo("***");
        assertThat(masker.mask("user " + HELD)).isEqualTo("user ***");
    }

    @Test
    void keys_of_the_context_that_masks_make_equal_keep_their_values() throws EventFormatException {
        EventWriter writer = writer(SECRET).begin(1, LogLevel.INFO);
        writer.mdc("of SECRET-00000000", "a");
        writer.mdc("of ***_2", "b");
        writer.mdc("of SECRET-11111111", "c");
        writer.mdc("of SECRET-22222222", null);
        assertThat(read(writer).mdc())
                .containsExactly(
                        entry("of ***", "a"), entry("of ***_2", "b"), entry("of ***_3", "c"), entry("of ***_4", null));
    }

    @Test
    void a_long_text_that_needs_few_steps_for_each_character_is_searched_whole() {
        String text = "nothing to hide ".repeat(200_000);
        assertThat(masker(SECRET, "\\d{16}").mask(text + HELD)).isEqualTo(text + "***");
    }

    @Test
    void a_search_that_needs_more_than_the_stack_masks_the_whole_text() {
        Masker masker = masker("(?:a|b)*c");
        assertThat(masker.mask("ab".repeat(9_000))).isEqualTo("***");
        assertThat(masker.mask("abc-")).isEqualTo("***-");
    }

    @Test
    void no_place_of_an_event_has_a_match() throws EventFormatException {
        Exception thrown = new IllegalStateException(HELD, new Exception("of " + HELD));
        thrown.addSuppressed(new Error("a " + HELD + "!"));
        EventWriter writer = writer(SECRET)
                .begin(1, LogLevel.INFO)
                .logger("com.example.Orders")
                .thread("for " + HELD, 7)
                .message("of " + HELD + " and [" + HELD + "], 1")
                .template("of SECRET-{} and {}, " + HELD)
                .mdc("user", HELD)
                .mdc(HELD, null)
                .keyValue("text", HELD)
                .keyValue("list", List.of(1, HELD))
                .keyValue(HELD, 5)
                .marker("M-" + HELD)
                .throwable(thrown);
        String bytes = new String(writer.array(), 0, writer.length(), StandardCharsets.UTF_8);
        assertThat(bytes).doesNotContain("0123abcd").contains("com.example.Orders");

        LogEvent event = read(writer);
        assertThat(event.message()).isEqualTo("of *** and [***], 1");
        assertThat(event.template()).isEqualTo("of SECRET-{} and {}, ***");
        assertThat(event.threadName()).isEqualTo("for ***");
        assertThat(event.mdc()).containsExactly(Map.entry("user", "***"), entry("***", null));
        assertThat(event.keyValues())
                .containsExactly(
                        new KeyValue("text", "***"), new KeyValue("list", "[1, ***]"), new KeyValue("***", 5L));
        assertThat(event.markers()).containsExactly("M-***");
        assertThat(Objects.requireNonNull(event.throwable()).stackTrace())
                .startsWith("java.lang.IllegalStateException: ***" + System.lineSeparator() + "\tat ")
                .contains("Suppressed: java.lang.Error: a ***!", "Caused by: java.lang.Exception: of ***");
    }

    @Test
    void a_template_is_masked_as_any_other_text() throws EventFormatException {
        EventWriter writer = writer("(?<=pw=)\\S+").begin(1, LogLevel.INFO);
        writer.message("pw=hunter2 and 2").template("pw={} and {}");
        assertThat(read(writer)).satisfies(event -> {
            assertThat(event.message()).isEqualTo("pw=*** and 2");
            assertThat(event.template()).isEqualTo("pw=*** and {}");
        });
    }

    @Test
    void with_masks_a_message_is_made_in_the_call() {
        EventWriter writer = writer("(?<=pw=)\\S+");
        assertThat(writer.begin(1, LogLevel.INFO).messageOfValues(MessageStyle.LOG4J, "pw={}", new Object[] {"x"}))
                .isFalse();
    }

    @Test
    void a_typed_value_keeps_its_type_unless_its_text_matches() throws EventFormatException {
        EventWriter writer = writer("\\b4\\d{15}\\b")
                .begin(1, LogLevel.INFO)
                .keyValue("card", 4111111111111111L)
                .keyValue("counter", new AtomicLong(4111111111111111L))
                .keyValue("amount", 12L)
                .keyValue("ratio", 0.5)
                .keyValue("paid", true)
                .keyValue("nothing", null);
        assertThat(read(writer).keyValues())
                .containsExactly(
                        new KeyValue("card", "***"),
                        new KeyValue("counter", "***"),
                        new KeyValue("amount", 12L),
                        new KeyValue("ratio", 0.5),
                        new KeyValue("paid", true),
                        new KeyValue("nothing", null));
    }

    @Test
    void the_message_of_a_throwable_is_masked_alone_and_behind_its_class() throws EventFormatException {
        Exception thrown = new IllegalStateException("hunter2 is here");
        assertThat(shown("State\\w+: hunter\\d", thrown)).isEqualTo("java.lang.IllegalStateException: ***");
        assertThat(shown("^hunter\\d", thrown)).isEqualTo("java.lang.IllegalStateException: ***");
        assertThat(shown("hunter\\d", thrown)).isEqualTo("java.lang.IllegalStateException: *** is here");
        assertThat(shown("\\w{20,}", thrown)).isEqualTo("java.lang.IllegalStateException: hunter2 is here");
        assertThat(shown("hunter\\d", new Exception("no message of hers") {
                    @Override
                    @SuppressWarnings("OverrideThrowableToString") // applications do so
                    public String toString() {
                        return "but hunter2 in the text";
                    }
                }))
                .isEqualTo("but *** in the text");
    }

    @Test
    void texts_that_are_cut_were_masked_before() throws EventFormatException {
        EventWriter writer = new EventWriter(1024, null, Masks.of(List.of(SECRET)));
        for (int length = 0; length < 1200; length += 7) {
            writer.begin(1, LogLevel.INFO).message("x".repeat(length) + HELD + "x".repeat(2000));
            assertThat(read(writer).message()).doesNotContain("SECRET");
        }
    }

    private static String shown(String mask, Throwable thrown) throws EventFormatException {
        EventWriter writer = writer(mask).begin(1, LogLevel.INFO).throwable(thrown);
        return Objects.requireNonNull(read(writer).throwable())
                .stackTrace()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static Map.Entry<String, @Nullable String> entry(String key, @Nullable String value) {
        return new AbstractMap.SimpleImmutableEntry<>(key, value);
    }

    private static Masker masker(String... expressions) {
        Masker masker = new Masker(Objects.requireNonNull(Masks.of(List.of(expressions))));
        masker.begin();
        return masker;
    }

    private static EventWriter writer(String... expressions) {
        return new EventWriter(1 << 16, null, Masks.of(List.of(expressions)));
    }

    private static LogEvent read(EventWriter writer) throws EventFormatException {
        return EventReader.decode(writer.array(), writer.offset(), writer.length());
    }

    private static String pick(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static String text(Random random, int length) {
        List<String> pieces = new ArrayList<>();
        for (int i = random.nextInt(length); i > 0; i--) {
            pieces.add(pick(random, "a", "b", "c", " "));
        }
        return String.join("", pieces);
    }
}
