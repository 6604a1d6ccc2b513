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

/** Makes the value of a record from an event. Used by one thread at a time. */
public interface EventEncoder {

    /** The media type of what {@link #encode} makes. */
    String contentType();

    /**
     * Encodes one event.
     *
     * @param event the event
     * @param origin where it comes from
     * @param created when it was read from the spool
     * @param out is reset, and then gets the record
     * @return whether something was cut because the record would have been too large
     */
    boolean encode(LogEvent event, EventOrigin origin, Instant created, ByteArrayOutput out);
}
