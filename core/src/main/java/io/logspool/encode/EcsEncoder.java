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

import io.logspool.event.LogEvent;
import java.time.Instant;
import java.util.Map;

/**
 * One JSON object per event, with the names, order and types of the Elastic Common Schema.
 *
 * <p>Source: <a href="https://github.com/elastic/ecs-logging/blob/main/spec/spec.json">the ecs-logging
 * specification</a>. Field names are dotted and at the top level; {@code labels} are texts, and have no {@code .},
 * {@code *} or backslash in their names.
 */
public final class EcsEncoder extends JsonEncoder {

    /** The version of the schema whose fields are used; the last of 1.x, which ecs-logging asks for. */
    static final String ECS_VERSION = "1.12.2";

    private final KeyValuePlacement placement;
    private final FieldNames names = new FieldNames();
    private final EncodedTexts labels = new EncodedTexts(EcsRecord.LABELS);
    private final Timestamps times = new Timestamps();
    private final Timestamps created = new Timestamps(); // of another day, in a backlog
    private final SameFields sameService = new SameFields();
    private final SameFields sameContainer = new SameFields();

    /**
     * Makes an encoder.
     *
     * @param fields constant fields of every event: each is written as {@code fields.<name>}
     * @param placement where key-value pairs go
     * @param maxRecordBytes no record is longer than this, in bytes
     * @throws IllegalArgumentException if {@code maxRecordBytes} is less than {@link #MIN_RECORD_BYTES}
     */
    public EcsEncoder(Map<String, String> fields, KeyValuePlacement placement, int maxRecordBytes) {
        super(fields, maxRecordBytes);
        this.placement = placement;
    }

    @Override
    void write(RecordWriter out, LogEvent event, EventOrigin origin, Instant readAt) {
        new EcsRecord(out, names, labels, times, created, sameService, sameContainer)
                .write(event, origin, readAt, fields, placement);
    }
}
