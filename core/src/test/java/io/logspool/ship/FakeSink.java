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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sink in memory, whose records arrive when the test says so. */
final class FakeSink implements Sink {

    /** A record that was taken. */
    record Sent(SinkRecord record, Completion completion) {

        /** The encoded event, which in these tests is the entry's text. */
        String text() {
            return new String(record.value(), java.nio.charset.StandardCharsets.UTF_8);
        }

        void arrives() {
            completion.completed(null);
        }

        void fails(Remedy remedy, String reason) {
            completion.completed(new SinkFailure(remedy, reason));
        }
    }

    final List<Sent> sent = new ArrayList<>();
    final List<Duration> closings = new ArrayList<>();
    int resets;
    boolean inOrder;
    Function<SinkRecord, @Nullable SinkFailure> refusal = record -> null;
    Function<String, @Nullable SinkFailure> lookUp = topic -> null;

    @Override
    public @Nullable SinkFailure send(SinkRecord record, Completion completion) {
        SinkFailure refused = refusal.apply(record);
        if (refused == null) {
            sent.add(new Sent(record, completion));
        }
        return refused;
    }

    @Override
    public @Nullable SinkFailure lookUp(String topic) {
        return lookUp.apply(topic);
    }

    @Override
    public boolean isInOrder() {
        return inOrder;
    }

    @Override
    public void reset() {
        resets++;
    }

    @Override
    public void close(Duration timeout) {
        closings.add(timeout);
    }

    List<String> texts() {
        return sent.stream().map(Sent::text).toList();
    }

    /** Everything that was taken and not taken out by this method before, in the order of the sending. */
    List<Sent> takeAll() {
        List<Sent> all = List.copyOf(sent);
        sent.clear();
        return all;
    }
}
