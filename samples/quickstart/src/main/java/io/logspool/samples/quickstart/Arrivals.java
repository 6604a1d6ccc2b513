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
package io.logspool.samples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The books of what arrived in the topic from this run: by event id, {@code <incarnation>-<sequence>}, whose sequence is
 * dense from 1. Thread-safe.
 */
final class Arrivals {
    private final ObjectMapper mapper = new ObjectMapper();
    private final String node;
    private final Map<String, BitSet> sequences = new HashMap<>();
    private long shopEvents;
    private long allEvents;
    private long duplicates;
    private @Nullable String plain;
    private @Nullable String marked;
    private @Nullable String failed;

    /** @param node the {@code service.node.name} of this run; what comes from others is not looked at */
    Arrivals(String node) {
        this.node = node;
    }

    /** Takes one record of the topic. */
    synchronized void add(byte[] value) throws IOException {
        JsonNode event = mapper.readTree(value);
        if (!event.path("service.node.name").asText().equals(node)) {
            return;
        }
        String id = event.path("event.id").asText();
        int dash = id.lastIndexOf('-');
        if (dash < 0) {
            throw new IOException("Not an event id: " + id);
        }
        int sequence = Integer.parseInt(id.substring(dash + 1));
        BitSet seen = sequences.computeIfAbsent(id.substring(0, dash), key -> new BitSet());
        if (seen.get(sequence)) {
            duplicates++;
            return;
        }
        seen.set(sequence);
        allEvents++;
        // The agent may have something to say as well, in a sequence of the same spool.
        if (isOfShop(event.path("log.logger").asText())) {
            shopEvents++;
            remember(event, value);
        }
    }

    private static boolean isOfShop(String logger) {
        return logger.startsWith("io.logspool.samples.quickstart.shop.") || logger.startsWith("org.apache.");
    }

    /** As it arrived, byte for byte, and not as this program would write it. */
    private void remember(JsonNode event, byte[] value) {
        if (event.has("error.type")) {
            boolean isError = event.path("log.level").asText().equals("ERROR");
            failed = failed == null && isError ? text(value) : failed;
        } else if (event.has("tags")) {
            marked = marked == null ? text(value) : marked;
        } else if (event.has("http.response.status_code")) {
            plain = plain == null ? text(value) : plain;
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Events of the shop that arrived, each counted once. */
    synchronized long arrived() {
        return shopEvents;
    }

    /** Records that arrived again with an id that was there already. */
    synchronized long duplicates() {
        return duplicates;
    }

    /**
     * How many did not arrive, seen from both sides: of those that were logged, and of the sequences up to the highest
     * that arrived.
     */
    synchronized long missing(long logged) {
        long highest = 0;
        for (BitSet seen : sequences.values()) {
            highest += seen.length() - 1L;
        }
        return Math.max(logged - shopEvents, highest - allEvents);
    }

    /** Up to three events as they arrived: a plain one, one with a marker, one with an exception. */
    synchronized List<String> samples() {
        List<String> samples = new ArrayList<>();
        Stream.of(plain, marked, failed).forEach(sample -> {
            if (sample != null) {
                samples.add(sample);
            }
        });
        return samples;
    }
}
