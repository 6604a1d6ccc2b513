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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract, under random appends, arrivals, failures of every kind, refusals, full disks and pauses: at no time does
 * the checkpoint pass an event that has neither arrived nor become a dead letter, at no time is more in flight than
 * allowed, and once the trouble ends, everything is done.
 */
class ShipperModelTest {

    private static final long LIMIT = 3000;
    private static final int STEPS = 3000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothing_is_ever_passed_over(long seed, @TempDir Path directory) throws IOException {
        Random random = new Random(seed);
        try (ShipperRig rig = new ShipperRig(directory, LIMIT)) {
            Model model = new Model(rig, random);
            for (int step = 0; step < STEPS; step++) {
                model.step();
                model.check();
            }
            model.calm();
            for (int cycle = 0; cycle < 2000 && rig.passed() < model.appended; cycle++) {
                rig.pass(Duration.ofSeconds(1));
                model.takeSent();
                model.inFlight.forEach(FakeSink.Sent::arrives);
                model.noteArrived(model.inFlight);
                model.inFlight.clear();
                model.check();
            }
            assertThat(rig.backlog()).isEmpty();
            assertThat(model.arrived.size() + rig.buried.size()).isGreaterThanOrEqualTo(model.appended);
            assertThat(rig.shipper.stats().acknowledged() + rig.shipper.stats().deadLettered())
                    .isEqualTo(model.appended);
            assertThat(rig.buried).doesNotHaveDuplicates();
        }
    }

    /** What the world around the shipper does, and what it knows to have arrived. */
    private static final class Model {

        private final ShipperRig rig;
        private final Random random;
        private final List<FakeSink.Sent> inFlight = new ArrayList<>();
        private final Set<String> arrived = new HashSet<>();
        private int appended;
        private long checked;
        private int resets;

        Model(ShipperRig rig, Random random) {
            this.rig = rig;
            this.random = random;
        }

        void step() throws IOException {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> append();
                case 3, 4 -> arrive(random.nextInt(5));
                case 5 -> arrive(inFlight.size());
                case 6 -> fail();
                case 7 -> refuse();
                case 8 -> rig.deadLettersFail = random.nextInt(4) == 0;
                default -> rig.clock.advance(Duration.ofMillis(random.nextInt(3000)));
            }
            for (int cycles = random.nextInt(4); cycles > 0; cycles--) {
                rig.shipper.doWork();
                takeSent();
            }
        }

        void calm() {
            rig.sink.refusal = record -> null;
            rig.deadLettersFail = false;
        }

        void check() throws IOException {
            long passed = rig.passed();
            for (; checked < passed; checked++) {
                String text = "event " + checked;
                boolean done =
                        arrived.contains(text) || rig.buried.stream().anyMatch(letter -> letter.startsWith(text + ":"));
                assertThat(done).as("%s is behind the checkpoint", text).isTrue();
            }
            long bytes =
                    inFlight.stream().mapToLong(sent -> sent.record().size()).sum();
            assertThat(bytes).isLessThanOrEqualTo(LIMIT);
        }

        void takeSent() {
            if (rig.sink.resets > resets) {
                // What the old producer had in flight is gone; what is in the list was sent by the new one.
                resets = rig.sink.resets;
                inFlight.clear();
            }
            inFlight.addAll(rig.sink.takeAll());
        }

        void noteArrived(List<FakeSink.Sent> sent) {
            sent.forEach(one -> arrived.add(one.text()));
        }

        private void append() {
            for (int count = random.nextInt(20); count > 0; count--) {
                rig.append("event " + appended++);
            }
        }

        private void arrive(int count) {
            for (int i = 0; i < count && !inFlight.isEmpty(); i++) {
                FakeSink.Sent sent = inFlight.remove(random.nextInt(inFlight.size()));
                noteArrived(List.of(sent));
                sent.arrives();
            }
        }

        private void fail() {
            Remedy[] remedies = Remedy.values();
            for (int count = random.nextInt(4); count > 0 && !inFlight.isEmpty(); count--) {
                FakeSink.Sent sent = inFlight.remove(random.nextInt(inFlight.size()));
                sent.fails(remedies[random.nextInt(remedies.length)], "seen");
            }
        }

        private void refuse() {
            Remedy[] remedies = Remedy.values();
            int one = random.nextInt(remedies.length + 3);
            int seldom = 1 + random.nextInt(8);
            rig.sink.refusal = one >= remedies.length
                    ? record -> null
                    : record -> random.nextInt(seldom) == 0 ? new SinkFailure(remedies[one], "refused") : null;
        }
    }
}
