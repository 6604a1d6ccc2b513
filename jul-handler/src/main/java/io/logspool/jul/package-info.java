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
/**
 * The handler for java.util.logging: maps its records and hands them to the agent.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The adapter has no setting, buffer or thread of its own; keys are those of {@code docs/configuration.md}.
 *   <li>Nothing that goes wrong here reaches the application: it is told to the handler's {@code ErrorManager}.
 *   <li>A record is taken before {@code publish} returns.
 * </ul>
 */
@NullMarked
package io.logspool.jul;

import org.jspecify.annotations.NullMarked;
