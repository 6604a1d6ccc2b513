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
package io.logspool.config;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What one key demands of another. Every reason names both, with their values. */
final class CrossChecks {

    /** Kafka's own default (https://kafka.apache.org/documentation/#producerconfigs). */
    private static final long KAFKA_MAX_REQUEST_SIZE = 1_048_576;

    private final Function<ConfigKey<?>, ResolvedConfig.@Nullable Setting<?>> settings;
    private final List<ConfigProblem> problems;

    private CrossChecks(
            Function<ConfigKey<?>, ResolvedConfig.@Nullable Setting<?>> settings, List<ConfigProblem> problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** Adds what is wrong to the problems. A key that was bad by itself is not looked at again. */
    static void check(
            Function<ConfigKey<?>, ResolvedConfig.@Nullable Setting<?>> settings,
            ToLongFunction<Path> volumeBytes,
            List<ConfigProblem> problems) {
        CrossChecks checks = new CrossChecks(settings, problems);
        checks.spool();
        checks.volume(volumeBytes);
        checks.ship();
    }

    private void spool() {
        Long segment = value(ConfigKeys.SPOOL_SEGMENT_BYTES);
        if (segment == null) {
            return;
        }
        atLeast(ConfigKeys.SPOOL_MAX_BYTES, 2 * segment, "twice", ConfigKeys.SPOOL_SEGMENT_BYTES);
        atMost(ConfigKeys.SPOOL_MAX_EVENT_BYTES, segment / 4, "a quarter of", ConfigKeys.SPOOL_SEGMENT_BYTES);
    }

    private void volume(ToLongFunction<Path> volumeBytes) {
        Path directory = value(ConfigKeys.SPOOL_DIR);
        Long minFree = value(ConfigKeys.SPOOL_MIN_FREE_BYTES);
        if (directory == null || minFree == null) {
            return;
        }
        long volume = volumeBytes.applyAsLong(directory);
        if (volume > 0 && minFree >= volume) {
            problem(
                    ConfigKeys.SPOOL_MIN_FREE_BYTES,
                    "must be less than the size of the volume of spool.dir, which is " + Units.roundedSize(volume));
        }
    }

    private void ship() {
        Long event = value(ConfigKeys.SPOOL_MAX_EVENT_BYTES);
        if (event != null) {
            long request = valueOr(ConfigKeys.KAFKA_MAX_REQUEST_SIZE, KAFKA_MAX_REQUEST_SIZE);
            if (event + ConfigKeys.RECORD_OVERHEAD_BYTES > request) {
                problem(
                        ConfigKeys.SPOOL_MAX_EVENT_BYTES,
                        "must leave " + Units.size(ConfigKeys.RECORD_OVERHEAD_BYTES)
                                + " of kafka.max.request.size, which is "
                                + Units.size(request)
                                + ": the largest event would never be sent");
            }
            atLeast(ConfigKeys.SHIP_MAX_IN_FLIGHT_BYTES, event, "", ConfigKeys.SPOOL_MAX_EVENT_BYTES);
        }
        different(ConfigKeys.SHIP_DEAD_LETTER_TOPIC, ConfigKeys.SHIP_TOPIC);
        different(ConfigKeys.SHIP_POSITION_TOPIC, ConfigKeys.SHIP_TOPIC);
        different(ConfigKeys.SHIP_POSITION_TOPIC, ConfigKeys.SHIP_DEAD_LETTER_TOPIC);
        Long memory = value(ConfigKeys.KAFKA_BUFFER_MEMORY);
        if (memory != null) {
            atMost(ConfigKeys.SHIP_MAX_IN_FLIGHT_BYTES, memory, "", ConfigKeys.KAFKA_BUFFER_MEMORY);
        }
    }

    private void different(ConfigKey<String> key, ConfigKey<String> other) {
        String value = value(key);
        if (value != null && value.equals(value(other))) {
            problem(key, "must not be the same topic as " + other);
        }
    }

    private void atLeast(ConfigKey<Long> key, long least, String words, ConfigKey<Long> other) {
        Long value = value(key);
        if (value != null && value < least) {
            problem(key, "must be at least " + relation(words, other));
        }
    }

    private void atMost(ConfigKey<Long> key, long most, String words, ConfigKey<Long> other) {
        Long value = value(key);
        if (value != null && value > most) {
            problem(key, "must be at most " + relation(words, other));
        }
    }

    private String relation(String words, ConfigKey<Long> other) {
        String head = words.isEmpty() ? "" : words + " ";
        ResolvedConfig.Setting<?> setting = settings.apply(other);
        return head + other + ", which is " + (setting == null ? "not set" : setting);
    }

    private void problem(ConfigKey<?> key, String reason) {
        ResolvedConfig.Setting<?> setting = settings.apply(key);
        if (setting != null) {
            String shown = Secrets.shown(setting.text(), setting.secret());
            problems.add(new ConfigProblem(key.key(), shown, setting.origin(), reason, null));
        }
    }

    private long valueOr(ConfigKey<Long> key, long otherwise) {
        Long value = value(key);
        return value == null ? otherwise : value;
    }

    private <T> @Nullable T value(ConfigKey<T> key) {
        ResolvedConfig.Setting<?> setting = settings.apply(key);
        return setting == null ? null : key.type().javaType().cast(setting.value());
    }
}
