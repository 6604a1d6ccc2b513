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
package io.logspool.testing.appender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.event.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What matches {@code mask.<name>} is nowhere in the files of the spool, wherever in an event it was. */
abstract class MaskContract extends EventContract {

    private static final String MASK = "mask.token=SECRET-[0-9a-f]{12}";
    private static final long SEED = 20_260_101;
    private static final int ROUNDS = 40;

    @Test
    final void no_secret_gets_into_the_files_of_the_spool() {
        List<String> secrets = new ArrayList<>();
        AppenderDriver driver = start(MASK, "mask.card=\\b4\\d{15}\\b");
        logEverywhere(driver, secrets);
        List<JsonNode> events = arrived(driver);

        String bytes = bytesOfSpool();
        assertThat(secrets).hasSizeGreaterThan(5 * ROUNDS);
        assertThat(secrets).noneMatch(secret -> bytes.contains(secret));
        assertThat(events).isNotEmpty().allMatch(event -> event.toString().contains("***"));
        assertThat(events).noneMatch(event -> event.toString().contains("4111111111111111"));
    }

    /** That the test above would find one. */
    @Test
    final void without_masks_every_secret_is_in_the_files_of_the_spool() {
        List<String> secrets = new ArrayList<>();
        AppenderDriver driver = start();
        logEverywhere(driver, secrets);
        assertThat(arrived(driver)).isNotEmpty();

        String bytes = bytesOfSpool();
        assertThat(secrets).allMatch(secret -> bytes.contains(secret));
    }

    @Test
    final void a_masked_message_is_the_one_of_the_layout_but_for_its_matches() {
        AppenderDriver driver = start(MASK);
        NastyMessages messages = new NastyMessages(SEED);
        for (int i = 0; i < 300; i++) {
            driver.log(LOGGER, LogLevel.INFO, messages.pattern(), messages.arguments());
        }
        driver.log(LOGGER, LogLevel.INFO, "a SECRET-{} b {}", "0123456789ab", 5);

        List<String> expected = driver.layoutMessages().stream()
                .map(message -> message.replaceAll("SECRET-[0-9a-f]{12}", "***"))
                .toList();
        assertThat(texts("message", arrived(driver))).isEqualTo(expected);
        assertThat(expected).endsWith("a *** b 5");
    }

    @Test
    final void keys_of_the_context_that_become_equal_keep_both_values() {
        AppenderDriver driver = start(MASK);
        Map<String, @Nullable String> context = new HashMap<>();
        context.put("of SECRET-000000000000", "first");
        context.put("of SECRET-111111111111", "second");
        logInContext(driver, context, "two keys");

        JsonNode event = theOnlyOne(driver);

        // No label has a star in its name.
        assertThat(List.of(
                        event.path("labels.of ___").asText(),
                        event.path("labels.of ____2").asText()))
                .containsExactlyInAnyOrder("first", "second");
    }

    @Test
    final void an_argument_that_cannot_print_itself_is_masked_too() {
        AppenderDriver driver = start("mask.word=word");
        driver.log(LOGGER, LogLevel.INFO, "a word {} more", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        });

        assertThat(theOnlyOne(driver).path("message").asText()).startsWith("a *** ");
    }

    @Test
    final void searches_that_take_for_ever_mask_the_whole_text_and_let_the_application_go_on() {
        List<String> masks = numbered("mask.endless-", 20).stream()
                .map(name -> name + "=((x+)x+)+\\2y")
                .toList();
        AppenderDriver driver = start(masks.toArray(String[]::new));
        // Of this thread alone, however many others there are.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        driver.log(LOGGER, LogLevel.INFO, "{} of {}", "x".repeat(1 << 20), 1);
        long nanos = threads.getCurrentThreadCpuTime() - begin;

        assertThat(theOnlyOne(driver).path("message").asText()).isEqualTo("***");
        assertThat(nanos).isLessThan(5_000_000_000L);
    }

    @Test
    final void a_mask_that_is_no_regular_expression_is_refused_with_its_key_value_and_reason() {
        AppenderDriver driver = start("mask.card=(4\\d{15}");
        assertThat(driver.isStarted()).isFalse();
        assertThat(joined(driver.statusMessages()))
                .contains("mask.card", "(4\\d{15}", "is no regular expression: Unclosed group");
    }

    /** Logs fresh secrets in each place an event has; what is added to the list is what must not be found. */
    private static void logEverywhere(AppenderDriver driver, List<String> secrets) {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            driver.log(LOGGER, LogLevel.INFO, "in the text " + fresh(random, secrets));
            driver.log(LOGGER, LogLevel.INFO, "in the template " + fresh(random, secrets) + " of {}", 1);
            driver.log(LOGGER, LogLevel.INFO, "in an argument {} of {}", fresh(random, secrets), 2);
            driver.log(LOGGER, LogLevel.INFO, "in an object {}", List.of(1, fresh(random, secrets)));
            String across = fresh(random, secrets).substring("SECRET-".length());
            driver.log(LOGGER, LogLevel.INFO, "across SECRET-{} both", across);
            driver.log(LOGGER, LogLevel.INFO, "x".repeat(300) + "{}", fresh(random, secrets));
            Exception thrown = new IllegalStateException(fresh(random, secrets), new Exception(fresh(random, secrets)));
            thrown.addSuppressed(new ArithmeticException("suppressed " + fresh(random, secrets)));
            driver.logThrown(LOGGER, LogLevel.ERROR, "thrown ***", thrown);
            onThread("thread " + fresh(random, secrets), () -> driver.log(LOGGER, LogLevel.INFO, "on a thread ***"));
            Map<String, @Nullable String> context = new HashMap<>();
            String held = fresh(random);
            context.put("token", held);
            if (driver.withContext(context, () -> driver.log(LOGGER, LogLevel.INFO, "in the context ***"))) {
                secrets.add(held);
            }
            String paired = fresh(random);
            if (driver.logPair(LOGGER, LogLevel.INFO, "in a pair ***", "token", paired)
                    && driver.logPair(LOGGER, LogLevel.INFO, "in a number ***", "card", 4111111111111111L)) {
                secrets.add(paired);
            }
            String marked = fresh(random);
            if (driver.logMarked(LOGGER, LogLevel.INFO, "in a marker ***", "M-" + marked)) {
                secrets.add(marked);
            }
        }
    }

    private static String fresh(Random random) {
        return "SECRET-%012x".formatted(random.nextLong() >>> 16);
    }

    private static String fresh(Random random, List<String> secrets) {
        String secret = fresh(random);
        // An entry has template and argument apart, so that the part that is secret is looked for.
        secrets.add(secret.substring("SECRET-".length()));
        return secret;
    }

    private static void onThread(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One character a byte. */
    private String bytesOfSpool() {
        try (Stream<Path> files = Files.walk(spoolDirectory())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.write(Files.readAllBytes(file));
            }
            return all.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
