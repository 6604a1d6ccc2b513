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

/**
 * Where an event comes from.
 *
 * @param resource the process that logged it, which may be one that is long gone
 * @param incarnationId random id of the agent's start on its slot
 * @param sequence number of the event within the incarnation, dense from 1
 */
public record EventOrigin(Resource resource, String incarnationId, long sequence) {

    /** The event's id, unique for ever: {@code <incarnation id>-<sequence>}. */
    public String eventId() {
        return incarnationId + '-' + sequence;
    }
}
