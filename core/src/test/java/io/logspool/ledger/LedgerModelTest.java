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

import io.logspool.ship.SinkRecord;
import io.logspool.spool.OverflowPolicy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever happens to agents, one after the other on a slot, no record of the ledger ever says more than is true: it
 * accepts nothing that was not accepted, and what it calls acknowledged is in the topic or in its lists.
 */
class LedgerModelTest {

    private static final int STEPS = 400;
    private static final Set<Long> NONE = Set.of();

    @TempDir
    private Path directory;

    private final Map<String, Long> accepted = new HashMap<>();
    private final Map<String, Set<Long>> received = new HashMap<>();
    private final Map<String, Set<Long>> listed = new HashMap<>();
    private final Map<String, LedgerRecord> last = new HashMap<>();
    private final List<String> history = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"1,false", "3,true", "5,true", "12,false", "21,false"})
    void no_record_says_more_than_is_true(long seed, boolean evicts) throws Exception {
        Random random = new Random(seed);
        OverflowPolicy overflow = evicts ? OverflowPolicy.DROP_OLDEST : OverflowPolicy.DROP_NEWEST;
        LedgerRig rig = new LedgerRig(directory, overflow);
        for (int step = 0; step < STEPS; step++) {
            int dice = random.nextInt(100);
            if (dice < 35) {
                append(rig, 1 + random.nextInt(40), evicts ? 20_000 : 500);
            } else if (dice < 60) {
                rig.ship();
            } else if (dice < 80) {
                answer(rig, random.nextInt(60), random);
            } else if (dice < 92) {
                rig.round();
                if (random.nextInt(3) > 0) {
                    rig.ledgerTopic.arriveAll();
                    rig.ledger.doWork();
                }
                check(rig);
            } else {
                boolean peace = random.nextBoolean();
                history.add(peace ? "close" : "die");
                fold(rig);
                if (peace) {
                    rig.close();
                } else {
                    rig.die();
                }
                check(rig);
                if (random.nextInt(4) == 0) {
                    damage(random);
                }
                rig = new LedgerRig(directory, overflow);
            }
            fold(rig);
        }
        rig.drain();
        fold(rig);
        for (int i = 0; i < 5; i++) {
            rig.round();
            rig.ledgerTopic.arriveAll();
            rig.ledger.doWork();
        }
        rig.close();
        check(rig);
        everyAccountIsClosed();
    }

    private void append(LedgerRig rig, int count, int length) throws IOException {
        for (int i = 0; i < count; i++) {
            if (rig.append(length)) {
                accepted.merge(rig.incarnation(), 1L, Long::sum);
            }
        }
    }

    private static void answer(LedgerRig rig, int count, Random random) {
        for (int i = 0; i < count && rig.events.inFlight() > 0; i++) {
            if (random.nextInt(40) == 0) {
                rig.events.refuse();
            } else {
                rig.events.arrive();
            }
        }
    }

    /** Flips a byte of a segment that nobody writes to. */
    private void damage(Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(file -> file.getFileName().toString().startsWith("segment."))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            return;
        }
        Path file = files.get(random.nextInt(files.size()));
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long at = (long) (random.nextDouble() * bytes.length());
            bytes.seek(at);
            int value = bytes.read();
            bytes.seek(at);
            bytes.write(value ^ 0x10);
            history.add("damage " + directory.relativize(file) + " at " + at);
        }
    }

    private void fold(LedgerRig rig) {
        for (SinkRecord record : rig.events.arrived) {
            received.computeIfAbsent(incarnation(record), id -> new TreeSet<>())
                    .add(LedgerRig.sequence(record.eventId()));
        }
        rig.events.arrived.clear();
    }

    private void check(LedgerRig rig) throws IOException {
        fold(rig);
        for (LedgerRecord record : rig.records()) {
            String id = record.incarnation();
            assertThat(record.accepted())
                    .as("%s %s", record, history)
                    .isLessThanOrEqualTo(accepted.getOrDefault(id, 0L));
            assertThat(record.acknowledged()).as("%s", record).isLessThanOrEqualTo(record.accepted());
            Set<Long> lists = listed.computeIfAbsent(id, unused -> new TreeSet<>());
            for (List<SequenceRange> list : List.of(record.evicted(), record.lost(), record.deadLettered())) {
                for (SequenceRange range : list) {
                    for (long sequence = range.first(); sequence <= range.last(); sequence++) {
                        lists.add(sequence);
                    }
                }
            }
            for (long sequence = 1; sequence <= record.acknowledged(); sequence++) {
                boolean known = lists.contains(sequence)
                        || received.getOrDefault(id, NONE).contains(sequence);
                assertThat(known)
                        .as("sequence %s of %s, %s", sequence, record, history)
                        .isTrue();
            }
            last.put(id, record);
        }
        rig.ledgerTopic.arrived.clear();
    }

    /** What was accepted is spoken for, but for what damage took from the end of an incarnation. */
    private void everyAccountIsClosed() {
        accepted.forEach((id, count) -> {
            LedgerRecord record = last.get(id);
            if (record == null) {
                // Only damage can make a whole incarnation unknown.
                assertThat(history).as(id).anyMatch(entry -> entry.startsWith("damage"));
                return;
            }
            assertThat(record.acknowledged()).as("%s %s", record, history).isEqualTo(record.accepted());
            assertThat(record.state()).isNotEqualTo(LedgerRecord.State.RUNNING);
            if (history.stream().noneMatch(entry -> entry.startsWith("damage"))) {
                assertThat(record.accepted()).isEqualTo(count);
                assertThat(record.lost()).isEmpty();
            }
        });
    }

    private static String incarnation(SinkRecord record) {
        return record.eventId().substring(0, record.eventId().lastIndexOf('-'));
    }
}
