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
package io.logspool.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.testing.kafka.TopicReader;
import io.logspool.testing.kafka.TopicRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** What a {@link KafkaRig} sent, as committed records in their topic. */
final class Numbers {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Numbers() {}

    /** Every number once, and growing within each partition. */
    static void assertOnceInOrder(String servers, String topic, int count) {
        List<TopicRecord> records = committed(servers, topic);
        assertThat(records)
                .extracting(Numbers::of)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).boxed().toList());
        Map<Integer, List<Integer>> partitions = new HashMap<>();
        records.forEach(record -> partitions
                .computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                .add(of(record)));
        partitions.values().forEach(numbers -> assertThat(numbers).isSorted());
    }

    static List<TopicRecord> committed(String servers, String topic) {
        return TopicReader.builder(servers, topic)
                .readEnded()
                .deadline(PATIENCE)
                .readAll();
    }

    static int of(TopicRecord record) {
        return Integer.parseInt(Objects.requireNonNull(record.value()).split(" ", 3)[1]);
    }
}
