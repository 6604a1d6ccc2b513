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
package io.logspool.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract: a dead letter is one whole line of JSON with all of the event, whatever happened to the file before. */
class DeadLetterFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock = new ManualClock();

    @Test
    void an_event_is_a_line_with_its_id_topic_and_reason(@TempDir Path slot) throws IOException {
        String event = "{\"message\":\"gr\u00fc\u00dfe\\n\\\"quoted\\\"\"}";
        try (DeadLetterFile letters = new DeadLetterFile(slot, 1 << 20, clock)) {
            letters.bury(record("id-1", event), "too \"large\"\n");
            letters.bury(record("id-2", "{}"), "invalid");
        }

        List<JsonNode> lines = lines(slot);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).get("event").asText()).isEqualTo(event);
        assertThat(lines.get(0).get("id").asText()).isEqualTo("id-1");
        assertThat(lines.get(0).get("topic").asText()).isEqualTo("logs");
        assertThat(lines.get(0).get("reason").asText()).isEqualTo("too \"large\"\n");
        assertThat(lines.get(0).get("time").asText()).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(lines.get(1).get("id").asText()).isEqualTo("id-2");
    }

    @Test
    void an_entry_that_cannot_be_read_keeps_its_bytes(@TempDir Path slot) throws IOException {
        byte[] entry = {0, (byte) 0xff, 10, 13, 34};
        try (DeadLetterFile letters = new DeadLetterFile(slot, 1 << 20, clock)) {
            letters.bury(SinkRecord.unreadable(entry, 0, "id-1"), "damaged");
        }

        JsonNode line = lines(slot).get(0);
        assertThat(line.get("entry").binaryValue()).isEqualTo(entry);
        assertThat(line.has("event")).isFalse();
    }

    @Test
    void a_line_that_was_never_finished_is_cut_off(@TempDir Path slot) throws IOException {
        try (DeadLetterFile letters = new DeadLetterFile(slot, 1 << 20, clock)) {
            letters.bury(record("id-1", "{}"), "invalid");
        }
        Path file = slot.resolve(DeadLetterFile.NAME);
        Files.writeString(file, "{\"time\":\"" + "x".repeat(20_000), StandardOpenOption.APPEND);
        try (DeadLetterFile letters = new DeadLetterFile(slot, 1 << 20, clock)) {
            letters.bury(record("id-2", "{}"), "invalid");
        }

        assertThat(lines(slot)).extracting(line -> line.get("id").asText()).containsExactly("id-1", "id-2");
    }

    @Test
    void there_is_no_file_without_a_dead_letter(@TempDir Path slot) throws IOException {
        new DeadLetterFile(slot, 1 << 20, clock).close();

        assertThat(slot).isEmptyDirectory();
    }

    @Test
    void what_finds_the_file_full_is_not_stored_and_the_file_grows_no_larger(@TempDir Path slot) throws IOException {
        try (DeadLetterFile letters = new DeadLetterFile(slot, 300, clock)) {
            assertThat(letters.bury(record("id-1", "{}"), "invalid")).isTrue();
            assertThat(letters.bury(record("id-2", "x".repeat(300)), "invalid")).isFalse();
            assertThat(letters.bury(record("id-3", "{}"), "invalid")).isTrue();
        }

        assertThat(lines(slot)).extracting(line -> line.get("id").asText()).containsExactly("id-1", "id-3");
        assertThat(Files.size(slot.resolve(DeadLetterFile.NAME))).isLessThanOrEqualTo(300);
    }

    private static SinkRecord record(String id, String event) {
        return SinkRecord.of("logs", null, event.getBytes(StandardCharsets.UTF_8), 0, id, "application/json");
    }

    private static List<JsonNode> lines(Path slot) throws IOException {
        List<JsonNode> lines = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(slot.resolve(DeadLetterFile.NAME))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
