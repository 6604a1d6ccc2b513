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
 * The appender for Log4j 2: maps its events and hands them to the agent.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The adapter has no setting, buffer or thread of its own; keys are those of {@code docs/configuration.md}.
 *   <li>Nothing that goes wrong here reaches the application or stops its logging configuration: what is wrong is said
 *       through Log4j's {@code StatusLogger}, and the events go to the fallback.
 *   <li>An event is taken before {@code append} returns, so it may be Log4j's reused one.
 * </ul>
 */
@NullMarked
package io.logspool.log4j2;

import org.jspecify.annotations.NullMarked;
