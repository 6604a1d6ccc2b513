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
package io.logspool.kafka;

/** What there is of a {@link TransactionalSink}'s producer, in the order in which it comes. */
enum TransactionalState {
    NONE,
    /** See {@link TransactionalStart}. */
    STARTING,
    /** For a transaction. */
    READY,
    OPEN,
    /** It takes no more; what it has is on its way. */
    ARRIVING,
    COMMITTING,
    ABORTING
}
