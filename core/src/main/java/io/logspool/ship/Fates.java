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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of events that may be read again before the checkpoint is behind them, so that nothing has to be found
 * out, or done, twice. The shipper's thread only.
 */
final class Fates {

    /** Of the age of a refused timestamp: what is younger by this part at most is not tried. */
    private static final int LIKELY_PART = 16;

    /** All events of which something is known, by id, with the batch that each was to be part of last. */
    private final Map<String, Batch> known = new HashMap<>();

    /** Event id to why it will never arrive. */
    private final Map<String, String> condemned = new HashMap<>();

    /** Those in the file of dead letters. */
    private final Set<String> buried = new HashSet<>();

    /** Those that the topic of dead letters does not take. */
    private final Set<String> keptFromTopic = new HashSet<>();

    private final Set<String> counted = new HashSet<>();
    private final Set<String> restamped = new HashSet<>();

    /** By topic: a timestamp that was too old, so that everything before it is too. */
    private final Map<String, Long> tooOld = new HashMap<>();

    /** Gives an attempt what is known of its event. */
    void applyTo(Attempt attempt, long nowMillis) {
        SinkRecord record = attempt.record();
        Long refused = tooOld.isEmpty() ? null : tooOld.get(record.topic());
        boolean restamp = refused != null && record.timestampMillis() <= refused;
        if (!known.isEmpty() && known.containsKey(record.eventId())) {
            remember(attempt);
            restamp |= restamped.contains(record.eventId());
            String cause = condemned.get(record.eventId());
            if (cause != null && attempt.deathCause() == null) {
                attempt.condemn(cause);
            }
        }
        if (restamp && !attempt.isRestamped()) {
            attempt.restamp(nowMillis);
        }
    }

    void condemn(Attempt attempt, String cause) {
        attempt.condemn(cause);
        condemned.put(remember(attempt), cause);
    }

    /** Its timestamp was refused. */
    void restamp(Attempt attempt, long nowMillis) {
        SinkRecord refused = attempt.record();
        if (!attempt.isRestamped() && refused.timestampMillis() < nowMillis) {
            // It was too old, and so is everything before it: no need to have that refused first. What comes just
            // behind
            // it most likely is too, and to find the limit event by event would take as long as the backlog is.
            long likely = refused.timestampMillis() + (nowMillis - refused.timestampMillis()) / LIKELY_PART;
            tooOld.merge(refused.topic(), likely, Math::max);
        } else {
            restamped.add(remember(attempt));
        }
        attempt.restamp(nowMillis);
    }

    boolean isBuried(Attempt attempt) {
        return buried.contains(attempt.record().eventId());
    }

    void bury(Attempt attempt, String cause) {
        condemn(attempt, cause);
        buried.add(attempt.record().eventId());
    }

    /** The topic of dead letters does not take it. */
    void keepFromTopic(Attempt attempt) {
        keptFromTopic.add(remember(attempt));
    }

    boolean isKeptFromTopic(Attempt attempt) {
        return keptFromTopic.contains(attempt.record().eventId());
    }

    /** Whether it was counted as a dead letter before; from now on it is. */
    boolean isCounted(Attempt attempt, String cause) {
        condemn(attempt, cause);
        return !counted.add(attempt.record().eventId());
    }

    /** The checkpoint is behind this batch, and none of it will be read again. */
    void forget(Batch batch) {
        for (String id : batch.fated()) {
            if (known.remove(id, batch)) {
                condemned.remove(id);
                buried.remove(id);
                keptFromTopic.remove(id);
                counted.remove(id);
                restamped.remove(id);
            }
        }
    }

    private String remember(Attempt attempt) {
        String id = attempt.record().eventId();
        known.put(id, attempt.batch());
        attempt.batch().addFated(id);
        return id;
    }
}
