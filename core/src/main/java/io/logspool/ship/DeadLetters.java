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

import java.io.IOException;

/** Where events go that the destination will never take. Called by the shipper's thread. */
@FunctionalInterface
public interface DeadLetters {

    /**
     * Stores one event.
     *
     * @param record what was to be sent; of an entry that could not be read, its bytes, and an empty topic
     * @param reason in words for the person who runs the application
     * @return false if it is nowhere, because there is no room for it
     * @throws IOException if it is not stored; it will be tried again, and the event is not done until then
     */
    boolean bury(SinkRecord record, String reason) throws IOException;

    /** One event is on its way to the topic of dead letters instead, and need not be stored. */
    default void sent(SinkRecord record, String reason) {}
}
