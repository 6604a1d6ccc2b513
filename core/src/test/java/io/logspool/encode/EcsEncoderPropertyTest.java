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

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.logspool.event.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any event gives one valid JSON object within the limit, with no name twice and none both a value and an object. */
final class EcsEncoderPropertyTest {

    private static final int ROUNDS = 300;

    private static final List<String> REQUIRED =
            List.of("@timestamp", "log.level", "ecs.version", "event.id", "event.sequence");

    @Test
    void any_written_event_gives_one_valid_record() throws Exception {
        ByteArrayOutput out = new ByteArrayOutput();
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int limit = random.nextBoolean() ? 16 * 1024 : 1 << 20;
            check(RandomEvents.written(random), random, limit, out, seed);
        }
    }

    /** An event need not come from an entry: then nothing has made its texts well-formed. */
    @Test
    void any_event_at_all_gives_one_valid_record() throws Exception {
        ByteArrayOutput out = new ByteArrayOutput();
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            check(RandomEvents.raw(random), random, 16 * 1024, out, seed);
        }
    }

    private static void check(LogEvent event, Random random, int limit, ByteArrayOutput out, long seed)
            throws Exception {
        EcsEncoder encoder = new EcsEncoder(RandomEvents.fields(random), RandomEvents.placement(random), limit);
        boolean cut = encoder.encode(event, RandomEvents.origin(random), Instant.EPOCH, out);
        assertThat(out.length()).as("seed %d", seed).isLessThanOrEqualTo(limit);
        JsonNode record = EncoderFixture.parse(out);
        assertThat(record.isObject()).isTrue();
        List<String> names = record.properties().stream().map(Map.Entry::getKey).toList();
        assertThat(names).as("seed %d", seed).containsAll(REQUIRED);
        assertThat(names.subList(0, 2)).containsExactly("@timestamp", "log.level");
        assertThat(record.has("logspool.truncated")).as("seed %d", seed).isEqualTo(cut || event.truncated());
        assertThatNoneIsAlsoAnObject(names, seed);
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            if (field.getKey().startsWith("labels.")) {
                assertThat(field.getKey().substring("labels.".length())).doesNotContain(".", "*", "\\");
                assertThat(field.getValue().isTextual()).isTrue();
            }
        }
    }

    private static void assertThatNoneIsAlsoAnObject(List<String> names, long seed) {
        for (String name : names) {
            if (!name.startsWith("fields.")) { // those are the user's own, and constant
                assertThat(names).as("seed %d", seed).noneMatch(other -> other.startsWith(name + '.'));
            }
        }
    }
}
