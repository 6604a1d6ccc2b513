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
package io.logspool;

import io.logspool.event.EventWriter;

/**
 * Turns a framework's event into ours.
 *
 * @param <E> the framework's event
 */
@FunctionalInterface
public interface EventMapper<E> {

    /**
     * Writes one event, {@link EventWriter#begin} first. Called by the logging thread, outside of every lock. What it
     * throws refuses the event, and goes no further.
     */
    void map(E event, EventWriter writer);
}
