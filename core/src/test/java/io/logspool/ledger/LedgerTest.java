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
package io.logspool.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.logspool.spool.Backlog;
import io.logspool.spool.Cursor;
import io.logspool.spool.Eviction;
import io.logspool.spool.IncarnationTail;
import io.logspool.spool.OverflowPolicy;
import io.logspool.spool.SpoolPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger says what became of each incarnation, and a topic that cannot be written to holds up nothing. */
class LedgerTest {

    @TempDir
    private Path directory;

    @Test
    void a_record_says_who_and_how_much() throws IOException {
        LedgerRig rig = start();
        append(rig, 5);
        rig.drain();
        append(rig, 2);
        rig.round();
        rig.ledgerTopic.arriveAll();
        LedgerRecord record = rig.records().get(0);
        assertThat(rig.ledgerTopic.arrived.get(0).headers()).containsEntry("logspool.kind", "ledger");
        assertThat(new String(rig.ledgerTopic.arrived.get(0).key(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(rig.incarnation());
        assertThat(record.incarnation()).isEqualTo(rig.incarnation());
        assertThat(record.service()).isEqualTo("orders");
        assertThat(record.host()).isEqualTo("host-1");
        assertThat(record.slot()).isEqualTo("0");
        assertThat(record.ordinal()).isEqualTo(1);
        assertThat(record.state()).isEqualTo(LedgerRecord.State.RUNNING);
        assertThat(record.start()).isPositive();
        assertThat(record.accepted()).isEqualTo(7);
        assertThat(record.acknowledged()).isEqualTo(5);
        rig.close();
        LedgerRecord last = rig.records().get(1);
        assertThat(last.state()).isEqualTo(LedgerRecord.State.CLOSED);
        assertThat(last.end()).isPositive();
        assertThat(last.accepted()).isEqualTo(7);
    }

    @Test
    void the_next_start_closes_the_books_of_one_that_died() throws IOException {
        LedgerRig dead = start();
        append(dead, 5);
        dead.drain();
        append(dead, 3);
        dead.die();
        LedgerRig next = start();
        next.drain();
        next.round();
        next.ledgerTopic.arriveAll();
        assertThat(next.records()).singleElement().satisfies(record -> {
            assertThat(record.incarnation()).isEqualTo(dead.incarnation());
            assertThat(record.state()).isEqualTo(LedgerRecord.State.ENDED);
            assertThat(record.accepted()).isEqualTo(8);
            assertThat(record.acknowledged()).isEqualTo(8);
            assertThat(record.end()).isGreaterThan(record.start());
        });
        next.round();
        next.ledgerTopic.arriveAll();
        assertThat(next.records()).as("nothing more is said of it").hasSize(1);
        next.die();
    }

    @Test
    void what_was_acknowledged_is_not_lost_though_the_ends_of_the_segments_could_not_be_read() throws IOException {
        LedgerRig dead = start();
        append(dead, 5);
        dead.drain();
        append(dead, 10); // of which the file does not know
        dead.drain();
        append(dead, 3);
        dead.die();
        LedgerRig next = new LedgerRig(directory, OverflowPolicy.DROP_NEWEST, Tailless::new);
        next.drain();
        next.round();
        next.ledgerTopic.arriveAll();
        assertThat(next.records()).singleElement().satisfies(record -> {
            assertThat(record.incarnation()).isEqualTo(dead.incarnation());
            assertThat(record.accepted()).isEqualTo(18);
            assertThat(record.acknowledged()).isEqualTo(18);
            assertThat(record.lost()).isEmpty();
        });
        next.die();
    }

    /** One whose segments go while their ends are looked for. */
    private record Tailless(Backlog backlog) implements Backlog {

        @Override
        public List<IncarnationTail> tails() throws IOException {
            throw new NoSuchFileException("segment");
        }

        @Override
        public void acknowledge(SpoolPosition upTo) throws IOException {
            backlog.acknowledge(upTo);
        }

        @Override
        public Path slotDirectory() {
            return backlog.slotDirectory();
        }

        @Override
        public boolean isReading() {
            return backlog.isReading();
        }

        @Override
        public Cursor openCursor() {
            return backlog.openCursor();
        }

        @Override
        public SpoolPosition acknowledged() {
            return backlog.acknowledged();
        }

        @Override
        public List<Eviction> evictions() throws IOException {
            return backlog.evictions();
        }
    }

    @Test
    void what_the_next_start_shipped_is_not_lost_though_it_died_before_it_could_say_so() throws IOException {
        LedgerRig dead = start();
        append(dead, 1024); // whole batches
        dead.die();
        LedgerRig next = start();
        append(next, 1);
        next.ship(); // all of both is read
        for (int arrived = 0; arrived < 1024; arrived++) {
            next.events.arrive();
            if (arrived == 600) {
                next.ship();
            }
        }
        next.ship();
        next.drain();
        next.die();
        LedgerRig last = start();
        last.drain();
        last.round();
        last.ledgerTopic.arriveAll();
        assertThat(last.records()).hasSize(2).allSatisfy(record -> {
            assertThat(record.acknowledged()).isEqualTo(record.accepted());
            assertThat(record.lost()).isEmpty();
        });
        last.die();
    }

    @Test
    void one_that_died_with_everything_acknowledged_is_not_forgotten() throws IOException {
        LedgerRig dead = start();
        append(dead, 5);
        dead.drain();
        dead.die();
        LedgerRig next = start();
        next.drain();
        next.round();
        next.ledgerTopic.arriveAll();
        assertThat(next.records()).singleElement().satisfies(record -> {
            assertThat(record.incarnation()).isEqualTo(dead.incarnation());
            assertThat(record.acknowledged()).isEqualTo(5);
        });
        next.die();
    }

    @Test
    void a_dead_letter_is_in_the_ledger_though_the_process_died_before_it_could_say_so() throws IOException {
        LedgerRig dead = start();
        append(dead, 3);
        dead.ship();
        dead.events.arrive();
        dead.events.refuse();
        dead.events.arrive();
        dead.ship();
        dead.die();
        LedgerRig next = start();
        next.drain();
        next.round();
        next.ledgerTopic.arriveAll();
        assertThat(next.records().get(0).deadLettered()).containsExactly(new SequenceRange(2, 2));
        next.die();
    }

    @Test
    void a_topic_that_cannot_be_written_to_is_said_once_and_what_there_is_to_say_is_kept() throws IOException {
        LedgerRig dead = start();
        dead.ledgerTopic.refusal = "no such topic";
        append(dead, 5);
        dead.drain();
        dead.round();
        dead.round();
        dead.round();
        assertThat(dead.said).singleElement().asString().contains("ledger", "no such topic");
        assertThat(dead.spool.stats().backlogBytes()).isZero();
        dead.close();
        LedgerRig next = start();
        next.drain();
        next.round();
        next.ledgerTopic.arriveAll();
        assertThat(next.records().get(0).state()).isEqualTo(LedgerRecord.State.CLOSED);
        assertThat(next.records().get(0).acknowledged()).isEqualTo(5);
        next.die();
    }

    @Test
    void the_next_round_waits_for_the_answer_to_the_one_before() throws IOException {
        LedgerRig rig = start();
        append(rig, 1);
        rig.ship();
        rig.round();
        rig.round();
        rig.round();
        assertThat(rig.ledgerTopic.inFlight()).isEqualTo(1);
        rig.ledgerTopic.arriveAll();
        rig.round();
        assertThat(rig.ledgerTopic.inFlight()).isEqualTo(1);
        rig.die();
    }

    @Test
    void a_long_list_goes_on_in_pages_and_leaves_memory() throws IOException {
        LedgerRig rig = start();
        append(rig, 5000);
        rig.ship();
        for (int i = 0; i < 5000; i++) {
            if (i % 2 == 0) {
                rig.events.refuse();
            } else {
                rig.events.arrive();
            }
            if (rig.events.inFlight() == 0) {
                rig.ship();
            }
        }
        rig.drain();
        List<SequenceRange> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rig.round();
            rig.ledgerTopic.arriveAll();
            rig.ledger.doWork();
        }
        for (LedgerRecord record : rig.records()) {
            if (record.part() > 0) {
                assertThat(record.deadLettered()).hasSize(Account.PAGE_RANGES);
                all.addAll(record.deadLettered());
            }
        }
        LedgerRecord last = rig.records().get(rig.records().size() - 1);
        assertThat(last.parts()).isEqualTo(2);
        all.addAll(last.deadLettered());
        assertThat(all).hasSize(2500).doesNotHaveDuplicates();
        assertThat(last.deadLettered()).hasSize(500);
        assertThat(Files.size(rig.spool.slotDirectory().resolve(BooksFile.NAME)))
                .isLessThan(12_000);
        rig.die();
    }

    @Test
    void a_record_reads_as_it_was_written_and_unknown_fields_are_passed_over() throws IOException {
        LedgerRig rig = start();
        append(rig, 1);
        rig.ship();
        rig.round();
        rig.ledgerTopic.arriveAll();
        LedgerRecord record = rig.records().get(0);
        String json = new String(record.toJson(), java.nio.charset.StandardCharsets.UTF_8);
        String later = json.substring(0, json.length() - 1) + ",\"new\":[{\"a\":[1]}],\"newer\":{\"b\":true}}";
        assertThat(LedgerRecord.fromJson(later.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(record);
        rig.die();
    }

    private LedgerRig start() throws IOException {
        return new LedgerRig(directory, OverflowPolicy.DROP_NEWEST);
    }

    private static void append(LedgerRig rig, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(rig.append(100)).isTrue();
        }
    }
}
