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
package io.logspool.testing.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in a topic, with its bytes read as UTF-8.
 *
 * @param timestamp milliseconds since the epoch, as the producer or the broker set it
 * @param headers in the order of the record; a name may come twice
 */
public record TopicRecord(
        int partition,
        long offset,
        long timestamp,
        @Nullable String key,
        @Nullable String value,
        List<Header> headers) {

    /** A header of a record. */
    public record Header(String name, @Nullable String value) {}

    /** The value of the last header of that name; null if there is none. */
    public @Nullable String header(String name) {
        String value = null;
        for (Header header : headers) {
            if (header.name().equals(name)) {
                value = header.value();
            }
        }
        return value;
    }
}
