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

import java.util.Map;

/** The encodings there are; {@code docs/encodings.md} shows a record of each. */
public enum Encoding {
    ECS,
    LOGSTASH,
    GELF,
    OTLP_JSON;

    /**
     * Makes an encoder.
     *
     * @param fields constant fields of every event, by name
     * @param placement where key-value pairs go
     * @param maxRecordBytes no record is longer than this, in bytes
     * @throws IllegalArgumentException if {@code maxRecordBytes} is less than {@link EcsEncoder#MIN_RECORD_BYTES}
     */
    public EventEncoder encoder(Map<String, String> fields, KeyValuePlacement placement, int maxRecordBytes) {
        return switch (this) {
            case ECS -> new EcsEncoder(fields, placement, maxRecordBytes);
            case LOGSTASH -> new LogstashEncoder(fields, placement, maxRecordBytes);
            case GELF -> new GelfEncoder(fields, placement, maxRecordBytes);
            case OTLP_JSON -> new OtlpJsonEncoder(fields, placement, maxRecordBytes);
        };
    }
}
