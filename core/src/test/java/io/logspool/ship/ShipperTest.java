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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The contract: entries go in the order of the spool; the checkpoint follows the contiguous run of what has arrived and
 * nothing else; what is in flight is bounded.
 */
class ShipperTest extends ShipperFixture {

    @Test
    void entries_are_sent_in_the_order_of_the_spool_with_their_ids() throws IOException {
        rig.append("a", "b", "c");
        rig.work();

        assertThat(rig.sink.texts()).containsExactly("a", "b", "c");
        assertThat(rig.sink.sent.get(2).record().headers())
                .containsEntry("logspool.id", rig.spool.incarnation().id() + "-3")
                .containsEntry("content-type", "text/plain");
    }

    @Test
    void nothing_is_acknowledged_before_its_batch_has_arrived() throws IOException {
        rig.append("a", "b");
        rig.work();
        List<FakeSink.Sent> sent = rig.sink.takeAll();

        sent.get(0).arrives();
        rig.work();
        assertThat(rig.backlog()).containsExactly("a", "b");
        assertThat(rig.shipper.stats().acknowledged()).isZero();

        sent.get(1).arrives();
        rig.work();
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().acknowledged()).isEqualTo(2);
        assertThat(rig.shipper.stats().inFlightBytes()).isZero();
    }

    @Test
    void arrivals_in_any_order_move_the_checkpoint_over_the_contiguous_run_only() throws IOException {
        int count = 20 * Batch.MAX_ENTRIES + 7;
        List<String> texts = IntStream.range(0, count).mapToObj(i -> "e" + i).toList();
        rig.append(texts.toArray(String[]::new));
        rig.work();
        assertThat(rig.sink.texts()).isEqualTo(texts);

        List<FakeSink.Sent> arriving = new ArrayList<>(rig.sink.takeAll());
        Collections.shuffle(arriving, new Random(4));
        boolean[] arrived = new boolean[count];
        for (int i = 0; i < count; i++) {
            FakeSink.Sent next = arriving.get(i);
            next.arrives();
            arrived[Integer.parseInt(next.text().substring(1))] = true;
            if (i % 100 == 99) {
                rig.work();
                int prefix = 0;
                while (prefix < count && arrived[prefix]) {
                    prefix++;
                }
                int backlog = rig.backlog().size();
                assertThat(count - backlog).isBetween(Math.max(0, prefix - Batch.MAX_ENTRIES), prefix);
            }
        }
        rig.work();
        assertThat(rig.backlog()).isEmpty();
        assertThat(rig.shipper.stats().acknowledged()).isEqualTo(count);
    }

    @Test
    void what_is_in_flight_never_exceeds_the_limit() throws IOException {
        long limit = 2000;
        limitTo(limit);
        int count = 500;
        for (int i = 0; i < count; i++) {
            rig.append("entry number " + i);
        }
        Random random = new Random(7);
        List<FakeSink.Sent> inFlight = new ArrayList<>();
        int arrived = 0;
        while (arrived < count) {
            rig.work();
            inFlight.addAll(rig.sink.takeAll());
            long bytes = inFlight.stream().mapToLong(s -> s.record().size()).sum();
            assertThat(bytes).isPositive().isLessThanOrEqualTo(limit);
            assertThat(rig.shipper.stats().inFlightBytes()).isBetween(bytes, limit);
            inFlight.remove(random.nextInt(inFlight.size())).arrives();
            arrived++;
        }
        rig.work();
        assertThat(rig.backlog()).isEmpty();
    }

    @Test
    void a_record_larger_than_the_limit_goes_alone() throws IOException {
        limitTo(1000);
        rig.append("a", "x".repeat(3000), "b");
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("a");

        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("x".repeat(3000));

        rig.sink.takeAll().forEach(FakeSink.Sent::arrives);
        rig.work();
        assertThat(rig.sink.texts()).containsExactly("b");
    }
}
